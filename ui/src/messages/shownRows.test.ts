import { expect, test } from "vitest";
import { shownRows } from "./shownRows";

test("with the newest on top, the highest row comes first, and older ones that come later come last", () => {
  const { range, number } = shownRows("newest");
  const screen = range({ first: 5, end: 8 });
  const top = [screen.first, screen.first + 1, screen.first + 2].map(number);
  expect(top).toEqual([7, 6, 5]);
  expect(range(screen)).toEqual({ first: 5, end: 8 });
  expect(range({ first: 2, end: 8 }).first).toBe(screen.first);
  expect(Object.is(number(0), 0)).toBe(true);
});
