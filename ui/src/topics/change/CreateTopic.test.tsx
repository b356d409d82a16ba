import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderIn } from "../../app/testing/renderIn";
import type { TopicDraft } from "../../bindings";
import { mockBackend } from "../../ipc/testing/mockBackend";
import { CreateTopic } from "./CreateTopic";

type Args = { draft: TopicDraft; dryRun: boolean };

function open(check: (draft: TopicDraft) => void = () => undefined, readOnly = false) {
  const calls = mockBackend({
    list_connections: () => [{ id: "c", name: "prod", readOnly }],
    create_topic: ({ draft, dryRun }: Args) => {
      check(draft);
      const message = dryRun ? "The cluster would create it so." : "The topic was created.";
      return { entry: dryRun ? null : 1, outcome: "done", message, undo: !dryRun, problems: [] };
    },
    save_settings: () => null,
  });
  const workspace = renderIn(<CreateTopic connection="c" onClose={() => undefined} />);
  const made = () =>
    calls.flatMap(({ command, args }) =>
      command === "create_topic" && !(args as Args).dryRun ? [(args as Args).draft] : [],
    );
  return { made, workspace, user: userEvent.setup() };
}

const create = () => screen.getByRole("button", { name: "Create the topic" });

test("what the brokers would take is created, and opened", async () => {
  const { made, workspace, user } = open();
  expect(create()).toHaveProperty("disabled", true);
  await user.type(screen.getByRole("textbox", { name: "Name" }), "refunds");
  await user.clear(screen.getByRole("textbox", { name: "Partitions" }));
  await user.type(screen.getByRole("textbox", { name: "Partitions" }), "6");
  await user.type(screen.getByRole("textbox", { name: "Kept for" }), "7 d");
  expect(screen.getByText("604800000 · 7 d")).toBeTruthy();
  await screen.findByText("The cluster would create it so.");
  await user.click(create());
  await expect.poll(() => workspace.tab).toMatchObject({ kind: "topic", topic: "refunds" });
  expect(made()).toEqual([
    {
      name: "refunds",
      partitions: 6,
      replication: null,
      configs: [{ name: "retention.ms", value: "604800000" }],
    },
  ]);
});

test("what the brokers refuse stands at its field", async () => {
  const { user } = open(({ replication }) => {
    if (replication === 3) {
      const message = "Replication factor: 3 larger than available brokers: 1.";
      throw { code: "invalid", message, hint: null, details: null };
    }
  });
  await user.type(screen.getByRole("textbox", { name: "Name" }), "refunds");
  await user.type(screen.getByRole("textbox", { name: "Replication factor" }), "3");
  await screen.findByText(/larger than available brokers/);
  expect(screen.getByRole("textbox", { name: "Replication factor" }).getAttribute("aria-invalid")).toBe(
    "true",
  );
  expect(create()).toHaveProperty("disabled", true);
});

test("a missing right comes with the line that grants it", async () => {
  const { user } = open(() => {
    throw { code: "forbidden", message: "You may not create it.", hint: null, details: "kafka-acls --add" };
  });
  await user.type(screen.getByRole("textbox", { name: "Name" }), "refunds");
  expect(await screen.findByText("You may not create it.")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Copy the line that grants it" })).toBeTruthy();
});

test("a read-only connection says why nothing is created", async () => {
  const { made, user } = open(undefined, true);
  await user.type(screen.getByRole("textbox", { name: "Name" }), "refunds{Enter}");
  expect(await screen.findByText("This connection is read-only.")).toBeTruthy();
  expect(create()).toHaveProperty("disabled", true);
  expect(made()).toEqual([]);
});
