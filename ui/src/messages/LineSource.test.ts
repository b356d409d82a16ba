import { expect, test } from "vitest";
import type { Line } from "../bindings";
import { Store } from "../kit/store";
import { LineSource } from "./LineSource";

const line = (number: number): Line => ({
  line: number,
  continued: false,
  indent: 0,
  spans: [{ kind: "plain", text: `line ${number}` }],
  fold: number === 0 ? 3 : null,
  folded: false,
});

async function settle() {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

test("an answer that was cut at its size is completed by the next ones", async () => {
  const asked: number[] = [];
  const source = new LineSource(async (_folds, from, count) => {
    asked.push(from);
    const lines = Array.from({ length: Math.min(count, 30, 70 - from) }, (_, index) => line(from + index));
    return { total: 70, shape: "json", note: null, lines };
  }, new Store<readonly number[]>([]));
  await settle();
  expect(asked).toEqual([0, 30, 60]);
  expect(source.state.get().lines.size).toBe(70);
});

test("a fold is kept, and what is in sight is asked for with it", async () => {
  const folds = new Store<readonly number[]>([]);
  const asked: number[][] = [];
  const source = new LineSource(async (closed) => {
    asked.push(closed);
    return { total: 1, shape: "json", note: null, lines: [line(0)] };
  }, folds);
  await settle();
  source.toggle(line(0));
  await settle();
  expect(folds.get()).toEqual([0]);
  source.toggle({ ...line(0), folded: true });
  await settle();
  expect(asked).toEqual([[], [0], []]);
  expect(folds.get()).toEqual([]);
});
