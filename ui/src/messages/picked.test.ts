import { expect, test } from "vitest";
import { MOST_PICKED, NO_PICK, pickedRows, pickRow } from "./picked";

test("Shift extends from the first row in both directions, Ctrl adds and takes away", () => {
  let state = pickRow(NO_PICK, null, 10, "extend");
  expect(state).toEqual({ selected: 10, picked: NO_PICK });
  state = pickRow(state.picked, state.selected, 12, "extend");
  expect(pickedRows(state.picked, state.selected)).toEqual([10, 11, 12]);
  state = pickRow(state.picked, state.selected, 9, "extend");
  expect(pickedRows(state.picked, state.selected)).toEqual([9, 10]);
  state = pickRow(state.picked, state.selected, 40, "toggle");
  expect(pickedRows(state.picked, state.selected)).toEqual([9, 10, 40]);
  state = pickRow(state.picked, state.selected, 10, "toggle");
  expect(pickedRows(state.picked, state.selected)).toEqual([9, 40]);
  state = pickRow(state.picked, state.selected, 7, "one");
  expect(state).toEqual({ selected: 7, picked: NO_PICK });
});

test("a range over a million rows ends at what can be copied", () => {
  const { picked, selected } = pickRow(NO_PICK, 0, 1_000_000, "extend");
  expect(picked.size).toBe(MOST_PICKED);
  expect(selected).toBe(MOST_PICKED - 1);
});
