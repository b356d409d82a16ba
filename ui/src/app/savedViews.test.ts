import { expect, test } from "vitest";
import type { SavedView } from "../bindings";
import { firstView } from "../messages/view";
import { isChanged, nameProblem, withTopicColumns } from "./savedViews";

const SAVED: SavedView = {
  id: "1",
  name: "Failed",
  connection: "c",
  topic: "orders",
  view: firstView(),
  columns: [{ path: "key", width: null }],
};

test("a view is changed by another range, filter or column, but not by a width", () => {
  const { view, columns } = SAVED;
  expect(isChanged(SAVED, { view: { ...firstView() }, columns })).toBe(false);
  expect(isChanged(SAVED, { view, columns: [{ path: "key", width: 90 }] })).toBe(false);
  expect(isChanged(SAVED, { view, columns: [{ path: "value", width: null }] })).toBe(true);
  expect(isChanged(SAVED, { view, columns: null })).toBe(true);
  expect(isChanged(SAVED, { view: { ...view, partitions: [1] }, columns })).toBe(true);
});

test("a name is needed, and there is one view of each name", () => {
  expect(nameProblem(" ", [SAVED], null)).toBe("Give it a name.");
  expect(nameProblem("failed", [SAVED], null)).toBe("There is already a view called “Failed”.");
  expect(nameProblem("FAILED", [SAVED], "1"), "itself").toBeNull();
});

test("no more columns are remembered than are worth it", () => {
  const many = Array.from({ length: 500 }, (_, at) => ({ connection: "c", topic: `t${at}`, columns: [] }));
  const next = withTopicColumns(many, { connection: "c", topic: "new" }, []);
  expect([next.length, next[0]?.topic, next.at(-1)?.topic]).toEqual([500, "new", "t498"]);
});
