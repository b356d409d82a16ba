import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { Connection, Job, Settings, Tick } from "../bindings";
import { encodeWindow } from "../ipc/testing/encode";
import { mockBackend } from "../ipc/testing/mockBackend";
import { App } from "./App";
import { topicTab } from "./tabs";
import { renderIn } from "./testing/renderIn";

const SANDBOX: Connection = {
  id: "sandbox",
  name: "sandbox",
  bootstrap: "127.0.0.1:1",
  security: "plaintext",
  caFile: null,
  mechanism: null,
  username: null,
  hasSecret: false,
  keep: null,
  properties: [],
  readOnly: false,
  production: false,
  embedded: true,
};
const TOPICS = ["orders", "payments", "shipments"];
const ORDERS = topicTab({ connection: "sandbox", topic: "orders" });
const MARKUP = '<img src=x onerror="window.hacked = true"><b>bold</b>';

const TICK: Tick = {
  first: 0,
  end: 2,
  seen: 2,
  matched: 2,
  dropped: 0,
  pending: 0,
  read: 2,
  total: 2,
  rate: 0,
  kept: 100,
  limit: 1000,
  partitions: 1,
  state: { kind: "live" },
  lastRecordMs: null,
  bytes: 100,
  unclear: 0,
  missing: 0,
  expired: 0,
  leftMs: null,
  only: null,
};

const OPEN = { connection: "sandbox", clusterId: null, brokers: [], security: "PLAINTEXT" };

/** The window over a sandbox with three topics of two messages each. */
let watchJobs: (jobs: Job[]) => void = () => undefined;

function openWindow(settings: Partial<Settings> = {}) {
  const calls = mockBackend({
    list_connections: () => [SANDBOX],
    open_connection: ({ connection }) => {
      if (connection !== "sandbox") throw { code: "notFound", message: "No.", hint: null, details: null };
      return OPEN;
    },
    list_topics: ({ query }) => {
      const rows = TOPICS.filter((name) => name.includes(query.search)).map((name) => ({
        name,
        partitions: 1,
        replication: 1,
        messages: "2",
        internal: false,
        problem: null,
      }));
      return { total: 3, internal: 0, matching: rows.length, rows, offsets: "ready", ageMs: 0, note: null };
    },
    topic_partitions: () => [],
    save_settings: () => null,
    open_view: ({ onTick }) => {
      setTimeout(() => act(() => onTick.onmessage(TICK)));
      return 1;
    },
    close_view: () => null,
    set_filter: () => ({ kind: "text", problem: null }),
    check_filter: () => ({ kind: "text", problem: null }),
    complete_filter: () => ({ from: 0, to: 0, options: [] }),
    view_histogram: () => ({ fromMs: 0, toMs: 0, widthMs: 1, seen: [], matched: [], untimed: 2 }),
    view_coverage: () => [],
    line_target: () => null,
    watch_jobs: ({ onChange }) => {
      watchJobs = (jobs) => act(() => onChange.onmessage(jobs));
      return null;
    },
    search_names: ({ text }) =>
      TOPICS.filter((name) => name.includes(text)).map((name) => ({
        kind: "topic",
        connection: "sandbox",
        name,
        positions: [0, 1],
      })),
    dismiss_job: () => null,
    diagnostics: () => "Tributary 0.0.0",
    view_rows: () =>
      encodeWindow([
        { row: 0, value: [["plain", MARKUP]], key: [["plain", "k"]] },
        { row: 1, value: null, key: null },
      ]),
    message_detail: ({ row }) => ({
      topic: "orders",
      partition: 0,
      offset: String(row),
      timestamp: null,
      timestampKind: "none",
      key: { shape: "text", size: 1 },
      value: { shape: "text", size: 50 },
      headers: [],
      headerCount: 0,
      size: 51,
    }),
    message_lines: () => ({
      total: 1,
      shape: "text",
      note: null,
      lines: [{ line: 0, indent: 0, spans: [{ kind: "plain", text: MARKUP }], fold: null, folded: false }],
    }),
  });
  const workspace = renderIn(<App />, settings);
  return { calls, workspace, user: userEvent.setup() };
}

test("the first start offers the sandbox and a cluster of one's own", async () => {
  const { user, workspace } = openWindow();
  expect(await screen.findByRole("button", { name: "Add a Kafka cluster…" })).toBeTruthy();
  await user.click(await screen.findByRole("button", { name: "Open the sandbox" }));
  expect(await screen.findByRole("grid", { name: "Topics" })).toBeTruthy();
  expect(workspace.tab).toEqual({ kind: "topics", connection: "sandbox" });
  expect(within(await screen.findByRole("tree", { name: "Connections" })).getByText("sandbox")).toBeTruthy();
});

test("markup in a message is text in the grid and in the inspector", async () => {
  const { user } = openWindow({ tabs: [ORDERS] });
  const grid = await screen.findByRole("grid", { name: "Messages" });
  await user.click(await within(grid).findByText(MARKUP));
  const value = await screen.findByRole("tree", { name: "Value" });
  expect(within(value).getByText(MARKUP)).toBeTruthy();
  expect(document.querySelector("img, b:not(p b)")).toBeNull();
  expect(window).not.toHaveProperty("hacked");
  expect(within(grid).getByText("tombstone")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Live", pressed: false })).toBeTruthy();
});

test("tabs go by keys, and closing one stops its reading", async () => {
  const { user, workspace, calls } = openWindow({
    tabs: [{ kind: "home" }, ORDERS],
    activeTab: 1,
  });
  await user.type(await screen.findByRole("textbox", { name: "Filter" }), "x");
  await user.keyboard("{Control>}1{/Control}");
  expect(workspace.tab.kind).toBe("home");
  await user.keyboard("{Control>}{Tab}{/Control}");
  expect(workspace.tab.kind).toBe("topic");
  await user.keyboard("{Control>}w{/Control}");
  expect(workspace.settings.get().tabs).toEqual([{ kind: "home" }]);
  await waitFor(() => expect(calls.some(({ command }) => command === "close_view")).toBe(true));
});

test("the palette finds topics of open connections and runs commands", async () => {
  const { user, workspace } = openWindow({ tabs: [{ kind: "topics", connection: "sandbox" }] });
  await screen.findByText("shipments");
  await user.keyboard("{Control>}k{/Control}");
  await user.type(screen.getByRole("combobox"), "ship");
  expect((await screen.findAllByRole("option"))[0]?.textContent).toContain("shipments");
  await user.keyboard("{Enter}");
  expect(workspace.tab).toMatchObject({ kind: "topic", connection: "sandbox", topic: "shipments" });
  await user.keyboard("{Control>}k{/Control}");
  await user.type(screen.getByRole("combobox"), "theme light{Enter}");
  expect(document.documentElement.dataset.theme).toBe("light");
});

test("from a search, Enter opens the first topic found, also while the answer is on its way", async () => {
  const { user, workspace } = openWindow({ tabs: [{ kind: "topics", connection: "sandbox" }] });
  await screen.findByText("shipments");
  await user.type(screen.getByRole("textbox", { name: "Search topics" }), "pay{Enter}");
  await waitFor(() =>
    expect(workspace.tab).toMatchObject({ kind: "topic", connection: "sandbox", topic: "payments" }),
  );
});

test("from a filter, Enter, the arrow down, and Esc once it is empty go to the rows", async () => {
  const { user } = openWindow({ tabs: [ORDERS] });
  const grid = await screen.findByRole("grid", { name: "Messages" });
  const filter = screen.getByRole("textbox", { name: "Filter" });
  for (const keys of ["x{Enter}", "{ArrowDown}", "{Escape}{Escape}"]) {
    await user.type(filter, keys);
    expect(document.activeElement, keys).toBe(grid);
  }
});

test("the keys are all listed, each once", async () => {
  const { user } = openWindow({ tabs: [ORDERS] });
  await screen.findByRole("grid", { name: "Messages" });
  await user.keyboard("?");
  const dialog = await screen.findByRole("dialog", { name: "Keys" });
  for (const key of ["Ctrl K", "Ctrl 1", "Ctrl 9", "Ctrl Enter", "Space"])
    expect(within(dialog).getAllByText(key)).toHaveLength(1);
});

test("a tab of a connection that is gone offers to be closed", async () => {
  const { user, workspace } = openWindow({ tabs: [topicTab({ connection: "gone", topic: "orders" })] });
  await user.click(await screen.findByRole("button", { name: "Close tab" }));
  expect(workspace.tab).toEqual({ kind: "home" });
});

test("a view is saved under a name, stands in the tree, and says when it was changed", async () => {
  const { user, workspace } = openWindow({ tabs: [ORDERS] });
  await screen.findByRole("grid", { name: "Messages" });
  await user.click(screen.getByRole("button", { name: "Save view…" }));
  await user.type(await screen.findByRole("textbox", { name: "Name" }), "all orders{Enter}");
  const tree = await screen.findByRole("tree", { name: "Saved views" });
  expect(within(tree).getByRole("treeitem", { name: "all orders", selected: true })).toBeTruthy();
  expect(screen.getByRole("tab", { name: "all orders" })).toBeTruthy();
  expect(screen.queryByText("changed")).toBeNull();
  const tab = workspace.tab;
  if (tab.kind !== "topic") throw new Error("no topic");
  act(() => workspace.session(tab).restart({ partitions: [0] }));
  expect(await screen.findByText("changed")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  expect(screen.queryByText("changed")).toBeNull();
  expect(workspace.settings.get().savedViews[0]?.view.partitions).toEqual([0]);
});

test("jobs stand in the status bar, and are listed with what came of them", async () => {
  const { user, calls } = openWindow();
  await screen.findByRole("button", { name: "Jobs: 0 jobs" });
  const job: Job = {
    id: 4,
    kind: "export",
    title: "Export of orders",
    connection: "sandbox",
    topic: "orders",
    state: { kind: "done", message: "12,400 messages written." },
    done: 10,
    total: 10,
    bytes: 0,
    rate: 0,
    leftMs: null,
    startedMs: 0,
    found: 10,
    path: "/tmp/orders.jsonl",
  };
  watchJobs([job]);
  await user.click(screen.getByRole("button", { name: "Jobs: 1 job done" }));
  const list = await screen.findByRole("dialog", { name: "Jobs" });
  expect(within(list).getByText("12,400 messages written.")).toBeTruthy();
  expect(within(list).getByTitle("/tmp/orders.jsonl")).toBeTruthy();
  await user.click(within(list).getByRole("button", { name: "Dismiss Export of orders" }));
  expect(calls.find(({ command }) => command === "dismiss_job")?.args).toEqual({ job: 4 });
});
