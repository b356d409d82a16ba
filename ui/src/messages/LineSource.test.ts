import { expect, test } from "vitest";
import type { Line } from "../bindings";
import { Store } from "../kit/store";
import { type Folds, LineSource } from "./LineSource";

const line = (number: number, hides: number | null = null, folded = false): Line => ({
  line: number,
  continued: false,
  indent: 0,
  spans: [{ kind: "plain", text: `line ${number}` }],
  fold: hides,
  folded,
});

const noFolds = () => new Store<Folds>(new Map());

async function settle() {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

test("nothing is asked for until it is known what fits in a line, and all again when that changes", async () => {
  const asked: number[] = [];
  const source = new LineSource(async (_folds, width) => {
    asked.push(width);
    return { total: 1, shape: "text", note: null, lines: [line(0)] };
  }, noFolds());
  source.see(0, 1);
  await settle();
  expect(asked).toEqual([]);
  source.setWidth(52.7);
  await settle();
  source.setWidth(52.1);
  source.setWidth(3);
  await settle();
  expect(asked).toEqual([52, 40]);
});

test("an answer that was cut at its size is completed by the next ones", async () => {
  const asked: number[] = [];
  const source = new LineSource(async (_folds, _width, from, count) => {
    asked.push(from);
    const lines = Array.from({ length: Math.min(count, 30, 70 - from) }, (_, index) => line(from + index));
    return { total: 70, shape: "json", note: null, lines };
  }, noFolds());
  source.setWidth(80);
  await settle();
  expect(asked).toEqual([0, 30, 60]);
  expect(source.state.get().lines.size).toBe(70);
});

test("a fold is kept, and what is in sight is asked for with it", async () => {
  const folds = noFolds();
  const asked: number[][] = [];
  const source = new LineSource(async (closed) => {
    asked.push(closed);
    return { total: 1, shape: "json", note: null, lines: [line(0, 3)] };
  }, folds);
  source.setWidth(80);
  await settle();
  source.toggle(line(0, 3));
  await settle();
  expect([...folds.get()]).toEqual([[0, 3]]);
  source.toggle(line(0, 3, true));
  await settle();
  expect(asked).toEqual([[], [0], []]);
});

test("a line is found among those that are broken, and what hides it is unfolded", async () => {
  // Each line is broken in three; line 10 hides 40 lines, line 100 hides 5.
  const folds = new Store<Folds>(
    new Map([
      [10, 40],
      [100, 5],
    ]),
  );
  const source = new LineSource(async (closed, _width, from, count) => {
    const shown = Array.from({ length: 5000 }, (_, number) => number)
      .filter((number) => !(closed.includes(10) && number > 10 && number <= 50))
      .filter((number) => !(closed.includes(100) && number > 100 && number <= 105))
      .flatMap((number) => [line(number), line(number), line(number)]);
    return { total: shown.length, shape: "json", note: null, lines: shown.slice(from, from + count) };
  }, folds);
  source.setWidth(80);
  await settle();
  expect(await source.locate(30)).toBe(90);
  expect([...folds.get().keys()]).toEqual([100]);
  expect(await source.locate(4000)).toBe((4000 - 5) * 3);
});
