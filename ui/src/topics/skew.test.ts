import { expect, test } from "vitest";
import type { PartitionRow } from "../bindings";
import { skewOf } from "./skew";

const rows = (...held: (string | null)[]) => held.map((messages, id) => ({ id, messages }) as PartitionRow);

test("a partition that holds much more than its share is marked", () => {
  expect([...skewOf(rows("500", "500", "3000"))]).toEqual([[2, 2.25]]);
});

test.each([
  ["an even spread", ["900", "1000", "1100"]],
  ["few messages", ["1", "1", "90"]],
  ["one partition", ["5000"]],
  ["partitions that told nothing", [null, "5000"]],
])("%s marks nothing", (_, held) => {
  expect(skewOf(rows(...held)).size).toBe(0);
});
