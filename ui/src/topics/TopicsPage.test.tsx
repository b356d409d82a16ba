import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderIn } from "../app/testing/renderIn";
import type { Connection, TopicPage as Page, TopicFigure } from "../bindings";
import { backend } from "../ipc/backend";
import { mockBackend } from "../ipc/testing/mockBackend";
import { TopicsPage } from "./TopicsPage";

const CONNECTION = {
  id: "c",
  name: "prod",
  bootstrap: "kafka-1:9092, kafka-2:9092",
  username: "anna",
  embedded: false,
} as Connection;
const ONE: Page = {
  total: 1,
  internal: 0,
  matching: 1,
  rows: [{ name: "orders", partitions: 1, replication: 1, messages: "2", internal: false, problem: null }],
  offsets: "ready",
  ageMs: 0,
  note: null,
};

const FIGURE: TopicFigure = {
  topic: "orders",
  rate: 31.4,
  cleanupPolicy: "delete",
  retentionMs: "604800000",
  retentionBytes: "-1",
  problem: null,
  grant: null,
  groups: 2,
  worst: {
    group: "settlement",
    kind: "classic",
    state: "stable",
    members: 1,
    lag: { kind: "known", messages: "1204" },
  },
};

function open(listTopics: (args: { refresh: boolean }) => unknown, figure: Partial<TopicFigure> = {}) {
  mockBackend({
    list_connections: () => [CONNECTION],
    open_connection: () => ({ connection: "c", clusterId: null, brokers: [], security: "PLAINTEXT" }),
    list_topics: listTopics,
    topic_figures: () => ({
      rows: [{ ...FIGURE, ...figure }],
      lags: "ready",
      note: null,
      grant: null,
    }),
    save_settings: () => null,
  });
  renderIn(<TopicsPage connection="c" />);
  return userEvent.setup();
}

test("an answer that is long in coming can be given up, and asked for again", async () => {
  let isSlow = true;
  const user = open(() => (isSlow ? new Promise(() => undefined) : ONE));
  await screen.findByText(/Asking the brokers…/);
  await user.click(await screen.findByRole("button", { name: "Stop" }));
  isSlow = false;
  await user.click(await screen.findByRole("button", { name: "Ask again" }));
  expect(await screen.findByText("orders")).toBeTruthy();
});

test("where no topic may be seen, the line that grants the right is there to copy", async () => {
  open(() => ({ ...ONE, total: 0, matching: 0, rows: [] }));
  expect(
    await screen.findByText(
      "kafka-acls.sh --bootstrap-server 'kafka-1:9092' --add --allow-principal 'User:anna' --operation Describe --topic '*'",
    ),
  ).toBeTruthy();
});

test("while no broker answers the rows stay, with the age of what they say", async () => {
  let isAway = false;
  open(({ refresh }) => {
    if (isAway && refresh) throw { code: "unreachable", message: "Nobody.", hint: null, details: null };
    return ONE;
  });
  const grid = await screen.findByRole("grid", { name: "Topics" });
  await within(grid).findByText("orders");
  isAway = true;
  const query = { search: "", sort: "name", descending: false, internal: false } as const;
  await act(() => backend.listTopics("c", query, 0, 1, true).catch(() => undefined));
  expect(
    await screen.findByText(/^Disconnected: last data \d\d:\d\d:\d\d, trying again (in \d s|now)\.$/),
  ).toBeTruthy();
  expect(within(grid).getByText("orders")).toBeTruthy();
  isAway = false;
  await act(() => backend.listTopics("c", query, 0, 1, true));
  await waitFor(() => expect(screen.queryByText(/^Disconnected/)).toBeNull());
});

test("a topic in sight says how much is written, how long it stays, and who is furthest behind", async () => {
  open(() => ONE);
  const row = (await screen.findByText("orders")).closest("[role=row]") as HTMLElement;
  expect(await within(row).findByText("31")).toBeTruthy();
  expect(within(row).getByText("7 d")).toBeTruthy();
  expect(within(row).getByText("1,204").closest("[title=settlement]")).toBeTruthy();
});

test("where the settings may not be seen, the row says so and its menu has the line that grants it", async () => {
  const grant = "kafka-acls.sh --add --operation DescribeConfigs";
  const user = open(() => ONE, { cleanupPolicy: null, problem: "DESCRIBE_CONFIGS is missing.", grant });
  const denied = await screen.findByText("no right");
  expect(denied.title).toBe("DESCRIBE_CONFIGS is missing.");
  await user.pointer({ keys: "[MouseRight]", target: denied });
  expect(
    await screen.findByRole("menuitem", { name: "Copy the line that grants its settings" }),
  ).toBeTruthy();
});
