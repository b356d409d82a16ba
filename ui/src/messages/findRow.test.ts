import { expect, test } from "vitest";
import { encodeWindow } from "../ipc/testing/encode";
import { WindowRows } from "../ipc/window";
import { findRow } from "./findRow";

/** Partitions in turn, so many rows of each at a time. */
function source(run: number) {
  const asked: number[] = [];
  const viewRows = async (_view: number, from: number, count: number) => {
    asked.push(from);
    const rows = Array.from({ length: count }, (_, index) => {
      const row = from + index;
      const chunk = Math.floor(row / run);
      const offset = Math.floor(chunk / 4) * run + (row % run);
      return { row, partition: chunk % 4, offset: BigInt(offset) };
    });
    return new WindowRows(encodeWindow(rows));
  };
  return { asked, viewRows };
}

test.each([1, 100, 3_000])("a message is found among partitions that come %i rows at a time", async (run) => {
  const { asked, viewRows } = source(run);
  const found = await findRow({ viewRows }, 1, { first: 0, end: 60_000 }, { partition: 2, offset: "7000" });
  const { rows } = await viewRows(1, found ?? -1, 1);
  expect(rows[0]).toMatchObject({ partition: 2, offset: 7000n });
  expect(asked.length).toBeLessThan(60);
});

test("a message that is not there is given up", async () => {
  const { viewRows } = source(1);
  expect(await findRow({ viewRows }, 1, { first: 0, end: 500 }, { partition: 9, offset: "1" })).toBeNull();
});
