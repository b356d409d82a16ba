import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { topicTab } from "../../app/tabs";
import { renderIn } from "../../app/testing/renderIn";
import type { PurgePlan } from "../../bindings";
import { mockBackend } from "../../ipc/testing/mockBackend";
import { AddPartitions } from "./AddPartitions";
import { DeleteTopic } from "./DeleteTopic";
import { PurgeTopic } from "./PurgeTopic";

const PARTITION = { leader: 1, replicas: [1], inSync: [1], start: "0", problem: null };
const DONE = { entry: 1, outcome: "done", message: "Done.", undo: false, problems: [] };
const PLAN: PurgePlan = {
  rows: [{ partition: 0, start: "0", to: "1200", messages: "1200" }],
  messages: "1200",
  refused: null,
};

function open(dialog: React.ReactNode, { readOnly = false, plan = PLAN } = {}) {
  const calls = mockBackend({
    list_connections: () => [{ id: "c", name: "prod", readOnly }],
    topic_partitions: () => [
      { ...PARTITION, id: 0, end: "900", messages: "900" },
      { ...PARTITION, id: 1, end: null, messages: null },
    ],
    add_partitions: () => DONE,
    delete_topic: () => DONE,
    plan_purge: () => plan,
    purge: () => DONE,
    save_settings: () => null,
  });
  const tab = topicTab({ connection: "c", topic: "orders" });
  const workspace = renderIn(dialog, {
    tabs: [{ kind: "home" }, tab],
    activeTab: 1,
    favourites: [{ connection: "c", topic: "orders" }],
  });
  const args = (command: string) => calls.find((call) => call.command === command)?.args;
  return { args, workspace, user: userEvent.setup() };
}

const close = () => undefined;

test("partitions are only added, and what becomes of keys is said before", async () => {
  const { args, user } = open(<AddPartitions connection="c" topic="orders" onClose={close} />);
  await screen.findByText("2 now");
  expect(screen.getByText("Keys go to other partitions from then on.")).toBeTruthy();
  const field = screen.getByRole("textbox", { name: "Partitions in all" });
  await user.type(field, "2");
  expect(screen.getByText(/It has 2 partitions already/)).toBeTruthy();
  await user.type(field, "4");
  expect(screen.getByText("2 now, 22 new ones")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Add partitions" }));
  await expect.poll(() => args("add_partitions")).toMatchObject({ topic: "orders", total: 24 });
});

test("a topic goes with its tab and its star, after what is lost was said", async () => {
  const { args, workspace, user } = open(<DeleteTopic connection="c" topic="orders" onClose={close} />);
  expect(await screen.findByText(/of which 1 could be counted/)).toBeTruthy();
  expect(screen.getByText("900 messages")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Delete the topic" }));
  await expect.poll(() => args("delete_topic")).toMatchObject({ topic: "orders" });
  await expect.poll(() => workspace.settings.get().tabs).toEqual([{ kind: "home" }]);
  expect(workspace.settings.get().favourites).toEqual([]);
});

test("messages are counted before they are deleted, and deleted as they were counted", async () => {
  const { args, user } = open(<PurgeTopic connection="c" topic="orders" onClose={close} />);
  expect(screen.getByRole("button", { name: "Delete messages" })).toHaveProperty("disabled", true);
  await user.type(screen.getByRole("textbox", { name: /^Older than/ }), "2h ago");
  await user.click(await screen.findByRole("button", { name: "Delete 1,200 messages" }));
  await expect.poll(() => args("purge")).toMatchObject({ topic: "orders", plan: PLAN });
  expect(args("plan_purge")).toMatchObject({ to: { kind: "time", text: "2h ago" } });
});

test("a purge that can't be made says why", async () => {
  const refused = "Its cleanup policy is compact.";
  open(<PurgeTopic connection="c" topic="orders" onClose={close} />, { plan: { ...PLAN, refused } });
  await userEvent.type(screen.getByRole("textbox", { name: /^Older than/ }), "1h ago");
  expect(await screen.findByText(refused)).toBeTruthy();
  expect(screen.getByRole("button", { name: /^Delete/ })).toHaveProperty("disabled", true);
});

test("a read-only connection counts, and changes nothing", async () => {
  open(<DeleteTopic connection="c" topic="orders" onClose={close} />, { readOnly: true });
  expect(await screen.findByText("This connection is read-only.")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Delete the topic" })).toHaveProperty("disabled", true);
});
