import { expect, test } from "vitest";
import type { Tick, ViewSpec } from "../bindings";
import { encodeWindow, type TestRow } from "../ipc/testing/encode";
import { WindowRows } from "../ipc/window";
import { type SessionSource, TopicSession } from "./TopicSession";
import { tickOf } from "./testing/tick";
import { firstView } from "./view";

/** A topic whose views are opened by `opens`, each with three rows. */
async function open(opens: (spec: ViewSpec) => void = () => undefined) {
  const specs: ViewSpec[] = [];
  const closed: number[] = [];
  const filters: string[] = [];
  let rows: TestRow[] = [0, 1, 2].map((row) => ({ row, offset: BigInt(row + 100), partition: 4 }));
  let onTick: (tick: Tick) => void = () => undefined;
  const source: SessionSource = {
    openView: async (_connection, spec, listener) => {
      specs.push(spec);
      opens(spec);
      onTick = listener;
      return specs.length;
    },
    closeView: async (view) => {
      closed.push(view);
      return null;
    },
    checkFilter: async ({ text }) => ({
      kind: "text",
      problem: text === "(" ? { from: 1, to: 1, message: "Something is missing.", hint: null } : null,
    }),
    setFilter: async (_view, { text }) => {
      filters.push(text);
      return { kind: "text", problem: null };
    },
    stopView: async () => null,
    continueView: async () => null,
    viewRows: async (_view, from, count) =>
      new WindowRows(encodeWindow(rows.filter(({ row }) => row >= from && row < from + count))),
  };
  const session = new TopicSession(source, "c", "orders");
  session.ensureOpen();
  await settle();
  const tick = async (change: Partial<Tick> = {}, now = rows) => {
    rows = now;
    onTick(tickOf({ end: 3, seen: 3, matched: 3, read: 3, total: 3, ...change }));
    await settle();
  };
  await tick();
  /** So many rows, of partitions 4 and 5 in turn, from offset 0 on. */
  const all = (count: number) => {
    rows = Array.from({ length: count }, (_, row) => ({
      row,
      offset: BigInt(Math.floor(row / 2)),
      partition: row % 2 === 0 ? 4 : 5,
    }));
  };
  return { session, specs, closed, filters, tick, all, live: () => session.state.get().live };
}

async function settle() {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
}

test("a start that can't be read leaves what is shown as it is", async () => {
  const { session, live, closed } = await open(({ start }) => {
    if (start.kind === "time")
      throw { code: "invalid", message: "“soon” is not a time.", hint: "Write 2h ago.", details: null };
  });
  const before = live();
  session.select(1);
  expect(await session.read({ start: { kind: "time", text: "soon", utc: true } })).toBe(
    "“soon” is not a time. Write 2h ago.",
  );
  expect(live()).toBe(before);
  expect(session.state.get()).toMatchObject({ view: firstView(), selected: 1 });
  expect(before?.row(1)?.offset).toBe(101n);
  expect(closed).toEqual([]);
});

test("a start that is read from takes the place of the view before, which is closed", async () => {
  const { session, live, closed } = await open();
  const before = live();
  expect(await session.read({ start: { kind: "offset", offset: "7" } })).toBeNull();
  expect(live()).not.toBe(before);
  expect(session.view().start).toEqual({ kind: "offset", offset: "7" });
  expect(closed).toEqual([1]);
});

test("what failed for want of an answer is tried again when the brokers are back, and nothing else", async () => {
  const failures = ["timeout", "forbidden"];
  const { session, specs } = await open(() => {
    const code = failures.shift();
    if (code) throw { code, message: "No.", hint: null, details: null };
  });
  session.brokersAreBack();
  await settle();
  expect(specs, "after a timeout").toHaveLength(2);
  session.brokersAreBack();
  await settle();
  expect(specs, "after a refusal").toHaveLength(2);
});

test("a cleared filter finds the selected message again, wherever its row is", async () => {
  const found: TestRow = { row: 2 ** 40, offset: 7_000n, partition: 4 };
  const { session, tick, all } = await open();
  session.typeFilter({ text: "x" });
  await new Promise((resolve) => setTimeout(resolve, 200));
  await tick({ first: 2 ** 40, end: 2 ** 40 + 1 }, [found]);
  session.select(2 ** 40);
  session.typeFilter({ text: "" });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(session.state.get().selected).toBeNull();
  // A last word under the filter is still on its way.
  await tick({ first: 2 ** 40, end: 2 ** 40 }, []);
  // Two partitions in turn.
  all(20_000);
  await tick({ end: 20_000 });
  expect(session.state.get()).toMatchObject({ selected: 14_000, inspector: true });
});

test("a message that is at hand is shown where it is, another is read from its place", async () => {
  const { session, specs, live } = await open();
  const before = live();
  session.show(4, "102");
  expect(live()).toBe(before);
  expect(session.state.get()).toMatchObject({ selected: 2, producing: false });
  session.show(4, "9000");
  await settle();
  expect(specs.at(-1)).toMatchObject({ start: { kind: "offset", offset: "9000" }, partitions: [4] });
});

test("an invalid filter is told, and what was valid before goes on", async () => {
  const { session, filters, live } = await open();
  session.select(1);
  session.typeFilter({ text: "(" });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(filters).toEqual([]);
  expect(session.state.get().verdict?.problem?.message).toBe("Something is missing.");
  expect(session.state.get().selected, "nothing else has changed").toBe(1);
  session.typeFilter({ text: "(a)" });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(filters).toEqual(["(a)"]);
  expect(session.state.get().verdict?.problem).toBeNull();
  expect(live()?.state.get().filter.text).toBe("(a)");
  // However fast one types, it is the last valid one that goes on.
  session.typeFilter({ text: "(ab)" });
  session.typeFilter({ text: "(" });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(filters).toEqual(["(a)", "(ab)"]);
});

test("a tab that comes back reads what it read, and selects its message wherever it stands", async () => {
  const { session, specs, tick, all } = await open();
  const view = { ...firstView("oldest"), start: { kind: "earliest" as const } };
  session.restore(view, { partition: 4, offset: "7000" });
  await settle();
  expect(specs.at(-1)).toMatchObject({ start: { kind: "earliest" }, order: "oldest", follow: true });
  expect(session.place()).toEqual({ partition: 4, offset: "7000" });
  all(20_000);
  await tick({ end: 20_000 });
  expect(session.state.get()).toMatchObject({ selected: 14_000, place: { partition: 4, offset: "7000" } });
});

test("a pinned message is found again under another range", async () => {
  const { session, tick, all } = await open();
  session.select(1);
  session.pin();
  expect(await session.pinnedRow()).toBe(1);
  session.restart({ start: { kind: "earliest" } });
  await settle();
  all(5_000);
  await tick({ end: 5_000 });
  expect(await session.pinnedRow()).toBe(202);
  await tick({ end: 1 }, [{ row: 0, offset: 9n, partition: 1 }]);
  expect(await session.pinnedRow()).toBeNull();
});
