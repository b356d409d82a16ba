import { expect, test } from "vitest";
import { linePath, nearestPoint, valueTicks } from "./chartScale";

test("an axis has round numbers from 0 to above the most", () => {
  expect(valueTicks(3201)).toEqual([0, 2000, 4000]);
  expect(valueTicks(0.5)).toEqual([0, 0.2, 0.4, 0.6]);
  expect(valueTicks(0)).toEqual([0, 1]);
  for (const most of [1, 7, 99, 1_000_001, 9e12]) {
    const ticks = valueTicks(most);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(most);
    expect(ticks.length).toBeLessThanOrEqual(5);
  }
});

test("what was not measured breaks the line, and a point by itself is still seen", () => {
  const path = linePath(
    [1, 2, null, 3, null],
    (index) => index,
    (value) => value,
  );
  expect(path).toBe("M0.0 1.0L1.0 2.0M3.0 3.0h0.01");
});

test("the pointer tells the nearest point that was measured, not one far away", () => {
  const series = [{ id: "total", name: "Total", values: [5, null, null, null, null, 7] }];
  expect(nearestPoint(series, 1, 2)).toBe(0);
  expect(nearestPoint(series, 4, 2)).toBe(5);
  expect(nearestPoint(series, 3, 1)).toBeNull();
});
