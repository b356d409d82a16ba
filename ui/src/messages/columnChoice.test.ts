import { expect, test } from "vitest";
import {
  addColumn,
  DEFAULT_COLUMNS,
  moveColumn,
  pathColumns,
  removeColumn,
  sizeColumn,
} from "./columnChoice";

const paths = (choices: readonly { path: string }[]) => choices.map(({ path }) => path).join(" ");

test("a path stands before the value, and a column that comes back stands where it was", () => {
  const chosen = addColumn(addColumn(DEFAULT_COLUMNS, ".amount"), ".amount");
  expect(paths(chosen)).toBe("time partition offset key .amount value size");
  expect(pathColumns(chosen)).toEqual([".amount"]);
  const without = removeColumn(removeColumn(chosen, "partition"), "time");
  expect(paths(addColumn(without, "partition"))).toBe("partition offset key .amount value size");
});

test("a moved column stands before another or at the end, and keeps its width", () => {
  const sized = sizeColumn(DEFAULT_COLUMNS, "key", 180);
  const moved = moveColumn(sized, "key", "time");
  expect(moved[0]).toEqual({ path: "key", width: 180 });
  expect(paths(moveColumn(moved, "time", null))).toBe("key partition offset value size time");
  expect(paths(moveColumn(moved, "none", null))).toBe(paths(moved));
});
