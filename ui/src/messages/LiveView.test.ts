import { expect, test } from "vitest";
import type { FilterText, Order, Tick } from "../bindings";
import { encodeWindow } from "../ipc/testing/encode";
import { WindowRows } from "../ipc/window";
import { LiveView, type ViewSource } from "./LiveView";
import { tickOf } from "./testing/tick";
import { firstView, NO_FILTER, toSpec } from "./view";

type Question = { from: number; count: number; answer(rows?: number[]): Promise<void> };

/** A view whose rows are answered by hand. */
async function open({
  following = true,
  order = "oldest" as Order,
  filter = NO_FILTER,
  opens = Promise.resolve(1),
} = {}) {
  const questions: Question[] = [];
  const filters: string[] = [];
  const columns: (readonly string[])[] = [];
  const closed: number[] = [];
  let onTick: (tick: Tick) => void = () => undefined;
  const source: ViewSource = {
    openView: (_connection, spec, listener) => {
      if (spec.filter.text !== "") filters.push(spec.filter.text);
      onTick = listener;
      return opens;
    },
    closeView: async (view) => {
      closed.push(view);
      return null;
    },
    checkFilter: async ({ text }) => ({
      kind: "text",
      problem: text === "bad" ? { from: 0, to: 3, message: "No.", hint: null } : null,
    }),
    setFilter: async (_view, { text }) => {
      filters.push(text);
      return { kind: "text", problem: null };
    },
    stopView: async () => null,
    continueView: async () => null,
    viewRows: (_view, from, count, paths) =>
      new Promise((resolve) => {
        columns.push(paths ?? []);
        questions.push({
          from,
          count,
          answer: async (rows = Array.from({ length: count }, (_, index) => from + index)) => {
            resolve(
              new WindowRows(
                encodeWindow(
                  rows.map((row) => ({ row, value: [["plain", `v${row}`]] })),
                  paths?.length,
                ),
                paths,
              ),
            );
            await settle();
          },
        });
      }),
  };
  const start = following ? ({ kind: "latest" } as const) : ({ kind: "earliest" } as const);
  const live = new LiveView(source, "c", toSpec({ ...firstView(order), start, filter }, "t"));
  await settle();
  return {
    live,
    questions,
    filters,
    columns,
    closed,
    tick: (change: Partial<Tick>) => onTick(tickOf({ total: null, seen: change.end ?? 0, ...change })),
    state: () => live.state.get(),
  };
}

const text = (text: string): FilterText => ({ ...NO_FILTER, text });

async function settle() {
  for (let turn = 0; turn < 8; turn++) await Promise.resolve();
}

test("one question is on its way at a time, and the newest place is asked for next", async () => {
  const { live, questions, tick } = await open();
  tick({ end: 1000 });
  live.see(960, 1000);
  tick({ end: 2000 });
  tick({ end: 3000 });
  expect(questions).toHaveLength(1);
  await questions[0]?.answer();
  expect(questions).toHaveLength(2);
  expect(questions[1]).toMatchObject({ from: 3000 - 40 - 40, count: 80 });
});

test("only what is in sight is fetched, however much there is", async () => {
  const { live, questions, tick } = await open({ following: false });
  live.see(500_000, 500_030);
  tick({ end: 88_000_000 });
  expect(questions[0]).toMatchObject({ from: 500_000 - 40, count: 110 });
  await questions[0]?.answer();
  live.see(500_010, 500_040);
  expect(questions, "what is here already is not asked for again").toHaveLength(1);
});

test("while following, the rows end with the last one that is here", async () => {
  const { questions, tick, state } = await open();
  tick({ end: 100 });
  await questions[0]?.answer();
  tick({ end: 150 });
  expect(state().end).toBe(100);
  await questions[1]?.answer();
  expect(state()).toMatchObject({ end: 150, following: true, fresh: 0 });
});

test("a pause keeps the rows, counts the new ones, and following catches up", async () => {
  const { live, questions, tick, state } = await open();
  live.see(60, 100);
  tick({ end: 100 });
  await questions[0]?.answer();
  live.follow(false);
  tick({ end: 3510 });
  expect(state()).toMatchObject({ following: false, fresh: 3410, end: 3510 });
  expect(questions, "reading goes on without fetching").toHaveLength(1);
  expect(live.row(99)?.value[0]?.text).toBe("v99");
  live.follow(true);
  expect(questions[1]).toMatchObject({ from: 3510 - 80 });
});

test("rows that made room are told from rows that are on their way", async () => {
  const { live, questions, tick } = await open({ following: false });
  live.see(0, 10);
  tick({ end: 20 });
  await questions[0]?.answer([5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  expect(live.row(2)).toBeNull();
  expect(live.row(5)?.row).toBe(5);
  expect(live.row(400)).toBeUndefined();
});

test("a place that has been evicted meanwhile is asked for from the first row that is kept", async () => {
  const { live, questions, tick } = await open({ following: false });
  live.see(0, 30);
  tick({ end: 100 });
  await questions[0]?.answer();
  tick({ first: 900, end: 1000 });
  live.see(900, 930);
  expect(questions[1]?.from).toBe(900);
});

test("another filter drops what belongs to the old numbers, and waits for the tick that tells the new ones", async () => {
  const { live, questions, filters, tick, state } = await open();
  tick({ end: 100 });
  await questions[0]?.answer();
  tick({ end: 140 });
  await live.setFilter(text("FAILED"));
  expect(filters).toEqual(["FAILED"]);
  await questions[1]?.answer();
  expect(live.row(139), "an answer under the old numbers is dropped").toBeUndefined();
  expect(state().filtering).toBe(true);
  tick({ first: 2 ** 40, end: 2 ** 40 + 3, seen: 140 });
  expect(state()).toMatchObject({ filtering: false, first: 2 ** 40, end: 2 ** 40 + 3 });
  expect(questions[2]).toMatchObject({ from: 2 ** 40, count: 3 });
});

test("a filter typed while the view opens is set once it is open", async () => {
  let opened: (view: number) => void = () => undefined;
  const { live, filters } = await open({ opens: new Promise<number>((resolve) => (opened = resolve)) });
  await live.setFilter(text("a"));
  await live.setFilter(text("ab"));
  expect(filters).toEqual([]);
  opened(4);
  await settle();
  expect(filters).toEqual(["ab"]);
});

test("a view that opens after it was closed is closed at once", async () => {
  let opened: (view: number) => void = () => undefined;
  const { live, closed } = await open({ opens: new Promise<number>((resolve) => (opened = resolve)) });
  live.close();
  opened(9);
  await settle();
  expect(closed).toEqual([9]);
});

test("with the newest on top, a pause leaves out what comes until one goes back", async () => {
  const { live, questions, tick, state } = await open({ order: "newest" });
  live.see(60, 100);
  tick({ end: 100 });
  await questions[0]?.answer();
  live.follow(false);
  tick({ end: 3510 });
  expect(state()).toMatchObject({ first: 0, end: 100, fresh: 3410 });
  // Older ones that are read meanwhile come below.
  tick({ first: -500, end: 3600 });
  expect(state()).toMatchObject({ first: -500, end: 100, fresh: 3500 });
  live.follow(true);
  await questions[1]?.answer();
  expect(state()).toMatchObject({ end: 3600, fresh: 0 });
});

test("with the newest on top, a pause ends where all that one was reading has made room", async () => {
  const { live, questions, tick, state } = await open({ order: "newest" });
  tick({ end: 100 });
  await questions[0]?.answer();
  live.follow(false);
  tick({ first: 5000, end: 9000 });
  expect(state()).toMatchObject({ first: 5000, end: 9000, following: false });
});

test("other columns are asked for at once", async () => {
  const { live, questions, columns, tick } = await open();
  tick({ end: 10 });
  await questions[0]?.answer();
  live.setColumns([".amount"]);
  live.setColumns([".amount"]);
  await questions[1]?.answer();
  expect(columns).toEqual([[], [".amount"]]);
  expect(live.row(3)?.cell(".amount")).toBeNull();
});

test("a kept filter that is no valid one does not keep the view from opening", async () => {
  const { filters, state } = await open({ filter: text("bad") });
  expect(filters).toEqual([]);
  expect(state()).toMatchObject({ view: 1, filter: NO_FILTER });
  expect((await open({ filter: text("good") })).filters).toEqual(["good"]);
});

test("a view that does not open can be given up, and is closed should it open after all", async () => {
  let opened: (view: number) => void = () => undefined;
  const { live, closed, state } = await open({
    opens: new Promise<number>((resolve) => (opened = resolve)),
  });
  await live.stop();
  expect(state().failure?.message).toBe("Stopped before the brokers answered.");
  opened(9);
  await settle();
  expect(closed).toEqual([9]);
});
