import { expect, test } from "vitest";
import { formatPartitions, parsePartitions } from "./partitionRanges";

test.each<[string, number[] | string]>([
  ["3,7-9", [3, 7, 8, 9]],
  [" 0 - 2 , 1", [0, 1, 2]],
  ["63", [63]],
  ["64", "This topic has partitions 0 to 63."],
  ["9-7", "9-7 runs backwards."],
  ["3,", "Write numbers and ranges, as 3,7-9."],
  ["all", "Write numbers and ranges, as 3,7-9."],
  ["0-99999999999999999999", "This topic has partitions 0 to 63."],
])("%s", (text, expected) => {
  const parsed = parsePartitions(text, 64);
  expect("chosen" in parsed ? [...parsed.chosen] : parsed.problem).toEqual(expected);
});

test("what is chosen is written as it would be typed", () => {
  expect(formatPartitions([9, 3, 7, 8, 0, 1])).toBe("0,1,3,7-9");
});
