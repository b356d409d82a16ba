import { expect, test } from "vitest";
import { lastTop, scrollAt, spacerHeight, topAt } from "./geometry";

test("up to a million rows, a pixel of scrolling is a pixel of rows", () => {
  const geometry = { rows: 1_000_000, rowHeight: 28, visible: 560 };
  expect(spacerHeight(geometry)).toBe(28_000_000);
  expect(topAt(2800, geometry)).toBe(100);
  expect(scrollAt(999_980, geometry)).toBe(28_000_000 - 560);
});

test("above, the scrollbar stands for rows proportionally and both ends are reached", () => {
  const geometry = { rows: 88_412_122, rowHeight: 28, visible: 560 };
  const bottom = spacerHeight(geometry) - 560;
  expect(spacerHeight(geometry)).toBeLessThan(33_554_428);
  expect(topAt(0, geometry)).toBe(0);
  expect(topAt(bottom, geometry)).toBe(lastTop(geometry));
  expect(topAt(scrollAt(44_000_000, geometry), geometry)).toBeCloseTo(44_000_000, 3);
});

test("fewer rows than fit don't scroll", () => {
  const geometry = { rows: 3, rowHeight: 28, visible: 560 };
  expect(topAt(100, geometry)).toBe(0);
  expect(lastTop(geometry)).toBe(0);
});
