import { beforeEach, expect, test, vi } from "vitest";
import type { Settings, Tick, TopicView } from "../bindings";
import { Store } from "../kit/store";
import { firstView } from "../messages/view";
import { FIRST_SETTINGS } from "./firstSettings";
import { type TopicTab, topicTab } from "./tabs";
import { Workspace, type WorkspaceSource } from "./workspace";

const ORDERS = { connection: "c", topic: "orders" };
const FAILED: TopicView = {
  ...firstView(),
  start: { kind: "earliest" },
  filter: { text: ".status = FAILED", mode: "auto", matchCase: false },
};

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

function open(settings: Partial<Settings> = {}) {
  const saved: Settings[] = [];
  const ticks: ((tick: Tick) => void)[] = [];
  const source = {
    unreachable: new Store<ReadonlySet<string>>(new Set()),
    saveSettings: async (settings: Settings) => saved.push(settings),
    watchJobs: async () => null,
    checkFilter: async () => ({ kind: "none", problem: null }),
    openView: async (_connection: string, _spec: unknown, onTick: (tick: Tick) => void) => ticks.push(onTick),
    closeView: async () => null,
    viewRows: async () => ({ rows: [] }),
  } as unknown as WorkspaceSource;
  const workspace = new Workspace(source, { ...FIRST_SETTINGS, ...settings });
  return { workspace, saved, ticks };
}

test("a tab is restored with range, filter and place, and kept again when they change", async () => {
  const place = { partition: 3, offset: "4711" };
  const tab = { ...topicTab(ORDERS, FAILED), place };
  const { workspace, saved } = open({ tabs: [tab] });
  const session = workspace.session(tab);
  expect(session.view()).toEqual(FAILED);
  expect(session.place()).toEqual(place);
  session.restore({ ...FAILED, partitions: [2] }, null);
  await vi.advanceTimersByTimeAsync(600);
  expect(saved.at(-1)?.tabs).toEqual([{ ...tab, view: { ...FAILED, partitions: [2] }, place: null }]);
});

test("a topic opens in the order that was chosen for all", () => {
  const { workspace } = open({ order: "oldest" });
  expect(workspace.session(topicTab(ORDERS)).view()).toEqual(firstView("oldest"));
});

test("a saved view keeps range, filter and columns under its name, and opens in a tab of its own", () => {
  const columns = [{ path: ".amount", width: null }];
  const { workspace } = open({ tabs: [topicTab(ORDERS, FAILED)], columns: [{ ...ORDERS, columns }] });
  const session = workspace.session(workspace.tab as TopicTab);
  workspace.saveView(workspace.tab as TopicTab, "failed");
  const [view] = workspace.settings.get().savedViews;
  expect(view).toMatchObject({ name: "failed", ...ORDERS, view: FAILED, columns });
  expect(workspace.tab).toMatchObject({ saved: view?.id });
  expect(workspace.session(workspace.tab as TopicTab), "reading goes on").toBe(session);

  workspace.close(0);
  workspace.open(topicTab(ORDERS));
  if (view) workspace.openView(view);
  expect(workspace.settings.get().tabs.map((tab) => tab.kind === "topic" && tab.saved)).toEqual([
    false,
    null,
    view?.id,
  ]);
  expect(workspace.session(workspace.tab as TopicTab).view()).toEqual(FAILED);
});

test("columns of a saved view's tab are its own until they are saved with it", () => {
  const { workspace } = open({ tabs: [topicTab(ORDERS, FAILED)] });
  workspace.saveView(workspace.tab as TopicTab, "failed");
  const tab = workspace.tab as TopicTab;
  const session = workspace.session(tab);
  const columns = [{ path: ".amount", width: 120 }];
  workspace.setColumns(session, columns);
  expect(workspace.columns(session)).toEqual(columns);
  expect(workspace.settings.get().columns).toEqual([]);
  workspace.revertView(tab);
  expect(workspace.columns(session)).toBeNull();
  workspace.setColumns(session, columns);
  workspace.updateView(tab);
  expect(workspace.settings.get().savedViews[0]?.columns).toEqual(columns);
});

test("a deleted view can be had back, and its tab goes on as the topic's own", () => {
  const { workspace } = open({ tabs: [topicTab(ORDERS, FAILED)] });
  workspace.saveView(workspace.tab as TopicTab, "failed");
  const before = workspace.settings.get().savedViews;
  if (before[0]) workspace.deleteView(before[0]);
  expect(workspace.settings.get().savedViews).toEqual([]);
  expect(workspace.tab).toMatchObject({ ...ORDERS, saved: null });
  workspace.said.get()[0]?.action?.run();
  expect(workspace.settings.get().savedViews).toEqual(before);
});

test("columns of a topic are remembered, the newest first", () => {
  const { workspace } = open();
  const orders = workspace.session(topicTab(ORDERS));
  const payments = workspace.session(topicTab({ connection: "c", topic: "payments" }));
  workspace.setColumns(orders, [{ path: "key", width: null }]);
  workspace.setColumns(payments, []);
  expect(workspace.settings.get().columns.map(({ topic }) => topic)).toEqual(["payments", "orders"]);
  workspace.setColumns(orders, null);
  expect(workspace.settings.get().columns.map(({ topic }) => topic)).toEqual(["payments"]);
});

test("a view that reads is listed while its tab is not in front", async () => {
  const { workspace, ticks } = open({ tabs: [topicTab(ORDERS), { kind: "home" }], activeTab: 0 });
  const tab = workspace.tab as TopicTab;
  workspace.session(tab).ensureOpen();
  await vi.advanceTimersByTimeAsync(0);
  const tick = (kind: string) => ticks[0]?.({ first: 0, end: 0, state: { kind } } as Tick);
  tick("reading");
  expect(workspace.reads.get()).toEqual([]);
  workspace.activate(1);
  expect(workspace.reads.get().map(({ tab }) => tab.topic)).toEqual(["orders"]);
  tick("live");
  expect(workspace.reads.get()).toEqual([]);
});
