import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderIn } from "../../app/testing/renderIn";
import type { ConfigRow } from "../../bindings";
import { backend } from "../../ipc/backend";
import { mockBackend } from "../../ipc/testing/mockBackend";
import { TopicSession } from "../../messages/TopicSession";
import { configRow } from "../testing/configRow";
import { ConfigPage } from "./ConfigPage";

const ROWS: ConfigRow[] = [
  configRow({ name: "cleanup.policy", value: "delete", type: "list", choices: ["delete", "compact"] }),
  configRow({
    name: "retention.ms",
    value: "86400000",
    source: "topic",
    default: "604800000",
    type: "millis",
    doc: "How long messages stay.",
  }),
];

function open({ configs = () => ROWS as unknown, readOnly = false } = {}) {
  const calls = mockBackend({
    list_connections: () => [{ id: "c", name: "prod", readOnly }],
    topic_configs: configs,
    alter_configs: () => ({ entry: 1, outcome: "done", message: "Set.", undo: true, problems: [] }),
    save_settings: () => null,
  });
  const session = new TopicSession(backend, "c", "orders");
  renderIn(<ConfigPage session={session} />);
  const altered = () => calls.filter(({ command }) => command === "alter_configs").map(({ args }) => args);
  return { user: userEvent.setup(), altered, session };
}

test("a value is written with a unit, shown as a diff and applied as the broker takes it", async () => {
  const { user, altered, session } = open();
  await user.click(await screen.findByRole("button", { name: "retention.ms" }));
  expect(screen.getByText("How long messages stay.")).toBeTruthy();
  const field = screen.getByRole("textbox", { name: "Value of retention.ms" });
  await user.clear(field);
  await user.type(field, "12 h");
  const diff = screen.getByRole("region", { name: "Changes that are not applied yet" });
  expect(within(diff).getByText("86400000")).toBeTruthy();
  expect(within(diff).getByText("43200000")).toBeTruthy();
  await user.click(within(diff).getByRole("button", { name: "Apply 1 change" }));
  await expect
    .poll(altered)
    .toMatchObject([{ topic: "orders", changes: [{ name: "retention.ms", value: "43200000" }] }]);
  await expect.poll(() => session.settings.get()).toEqual({});
});

test("what the topic sets goes back to the default, and words are chosen", async () => {
  const { user, altered } = open();
  await user.click(await screen.findByRole("button", { name: "retention.ms" }));
  await user.click(screen.getByRole("button", { name: "Reset to default" }));
  await user.click(screen.getByRole("button", { name: "cleanup.policy" }));
  await user.click(screen.getByRole("checkbox", { name: "compact" }));
  await user.click(screen.getByRole("button", { name: "Apply 2 changes" }));
  await expect.poll(altered).toMatchObject([
    {
      changes: [
        { name: "cleanup.policy", value: "delete,compact" },
        { name: "retention.ms", value: null },
      ],
    },
  ]);
});

test("a value that can't be read is not applied", async () => {
  const { user } = open();
  await user.click(await screen.findByRole("button", { name: "retention.ms" }));
  await user.type(screen.getByRole("textbox", { name: "Value of retention.ms" }), " soon");
  expect(screen.getByText("1 value can't be read.")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Apply 1 change" })).toHaveProperty("disabled", true);
});

test("only what is set for the topic is shown by a switch, and the search narrows it", async () => {
  const { user } = open();
  await screen.findByRole("button", { name: "cleanup.policy" });
  await user.click(screen.getByRole("switch", { name: "Only set here (1)" }));
  expect(screen.queryByRole("button", { name: "cleanup.policy" })).toBeNull();
  await user.type(screen.getByRole("textbox", { name: "Search settings" }), "segment");
  expect(screen.getByText("No setting with “segment”")).toBeTruthy();
});

test("a read-only connection says so in place of a field", async () => {
  const { user } = open({ readOnly: true });
  await user.click(await screen.findByRole("button", { name: "retention.ms" }));
  expect(screen.getByText("This connection is read-only.")).toBeTruthy();
  expect(screen.queryByRole("textbox", { name: "Value of retention.ms" })).toBeNull();
});

test("without the right to see them, the line that grants it is there to copy", async () => {
  const details = "kafka-acls.sh --add --operation DescribeConfigs --topic 'orders'";
  open({
    configs: () => {
      throw { code: "forbidden", message: "You may not see the settings.", hint: null, details };
    },
  });
  expect(await screen.findByText(details)).toBeTruthy();
});
