import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderIn } from "../app/testing/renderIn";
import type { AclEntry, AclPage } from "../bindings";
import { mockBackend } from "../ipc/testing/mockBackend";
import { AccessPage } from "./AccessPage";
import { AddAccess } from "./AddAccess";
import { DeleteAccess } from "./DeleteAccess";
import { TopicAccess } from "./TopicAccess";
import { aclEntry } from "./testing/aclEntry";

const ENTRIES = [aclEntry(), aclEntry({ operation: "describe" }), aclEntry({ principal: "User:bob" })];
const DONE = { entry: 1, outcome: "done", message: "Done.", undo: true, problems: [] };
const close = () => undefined;

function open(node: React.ReactNode, { page = {} as Partial<AclPage>, readOnly = false } = {}) {
  const calls = mockBackend({
    list_connections: () => [{ id: "c", name: "prod", readOnly }],
    open_connection: () => ({ connection: "c", clusterId: null, brokers: [], security: "PLAINTEXT" }),
    list_acls: ({ filter }) => {
      const rows = ENTRIES.filter(({ principal }) => (filter.principal ?? principal) === principal);
      return { total: rows.length, rows, note: null, grant: null, ...page };
    },
    who_may_read: () => ["User:alice may read it: by its name."],
    plan_acls: () => ENTRIES.slice(0, 2),
    acl_lines: () => [
      { tool: "kafka-acls", line: "kafka-acls.sh --add", note: null },
      { tool: "confluent", line: "confluent kafka acl create", note: null },
    ],
    add_acls: () => DONE,
    delete_acls: () => DONE,
  });
  const workspace = renderIn(node);
  const args = (command: string) => calls.findLast((call) => call.command === command)?.args;
  return { args, workspace, user: userEvent.setup() };
}

test("a preset shows every entry that it adds, and the same for a terminal", async () => {
  const dialog = <AddAccess connection="c" topic="orders" principal={null} onClose={close} />;
  const { args, user } = open(dialog);
  expect(screen.getByText("Say who.")).toBeTruthy();
  await user.type(screen.getByRole("textbox", { name: "Who" }), "alice");
  expect(await screen.findByText("User:alice may read topic orders")).toBeTruthy();
  expect(screen.getByText("User:alice may describe topic orders")).toBeTruthy();
  await screen.findByText("kafka-acls.sh --add");
  await user.click(screen.getByRole("radio", { name: "confluent" }));
  expect(screen.getByText("confluent kafka acl create")).toBeTruthy();
  expect(args("plan_acls")).toMatchObject({
    draft: { preset: "reader", principal: "alice", topic: "orders", group: null },
  });
  await user.click(screen.getByRole("button", { name: "Add 2 entries" }));
  await expect.poll(() => args("add_acls")).toMatchObject({ entries: ENTRIES.slice(0, 2) });
});

test("entries that are selected together are deleted together", async () => {
  const { workspace, user } = open(<AccessPage connection="c" />);
  const grid = await screen.findByRole("grid", { name: "Access rights" });
  await within(grid).findAllByText("User:alice");
  const rows = within(grid).getAllByRole("row").slice(1);
  await user.click(rows[0] as HTMLElement);
  await user.keyboard("{Control>}");
  await user.click(rows[2] as HTMLElement);
  await user.keyboard("{/Control}");
  await user.click(screen.getByRole("button", { name: "Delete 2…" }));
  expect(workspace.overlay.get()).toMatchObject({
    kind: "deleteAccess",
    entries: [ENTRIES[0], ENTRIES[2]],
  });
});

test("somebody's entries are shown alone", async () => {
  const { args, user } = open(<AccessPage connection="c" />);
  const grid = await screen.findByRole("grid", { name: "Access rights" });
  const [row] = await within(grid).findAllByText("User:bob");
  await user.pointer({ keys: "[MouseRight]", target: row as HTMLElement });
  await user.click(await screen.findByRole("menuitem", { name: "Show what User:bob may do" }));
  await expect.poll(() => args("list_acls")).toMatchObject({ filter: { principal: "User:bob" } });
  await user.click(screen.getByRole("button", { name: "Show everybody's" }));
  await expect.poll(() => args("list_acls")).toMatchObject({ filter: { principal: null } });
});

test("a topic says in words who may read it", async () => {
  const { args } = open(<TopicAccess connection="c" topic="orders" />);
  expect(await screen.findByText("User:alice may read it: by its name.")).toBeTruthy();
  expect(args("list_acls")).toMatchObject({ filter: { resource: "topic", name: "orders" } });
});

test("who may not see the entries gets the line that grants it", async () => {
  const page = {
    total: 0,
    rows: [],
    note: "You may not see who may do what.",
    grant: "kafka-acls --cluster",
  };
  open(<AccessPage connection="c" />, { page });
  expect(await screen.findByText("You may not see who may do what.")).toBeTruthy();
  expect(screen.getByText("kafka-acls --cluster")).toBeTruthy();
});

test("a cluster without an authorizer says what that means", async () => {
  const note = "This cluster has no list of access rights: everybody may do everything.";
  open(<AccessPage connection="c" />, { page: { total: 0, rows: [], note } });
  expect(await screen.findByText(note)).toBeTruthy();
});

test("a read-only connection deletes nothing", async () => {
  const entries: AclEntry[] = ENTRIES;
  open(<DeleteAccess connection="c" entries={entries} onClose={close} />, { readOnly: true });
  expect(await screen.findByText("This connection is read-only.")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Delete 3 entries" })).toHaveProperty("disabled", true);
});
