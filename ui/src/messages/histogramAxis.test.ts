import { expect, test } from "vitest";
import { axisTicks, spanText } from "./histogramAxis";

const at = (text: string) => Date.parse(text);

test("an axis has round moments, and says the day where another begins", () => {
  const hour = axisTicks(at("2026-11-24T13:02:11Z"), at("2026-11-24T14:02:11Z"), 8, "utc");
  expect(hour.map(({ label }) => label)).toEqual(["13:10", "13:20", "13:30", "13:40", "13:50", "14:00"]);
  const night = axisTicks(at("2026-11-23T20:00:00Z"), at("2026-11-24T05:00:00Z"), 4, "utc");
  expect(night.map(({ label }) => label)).toEqual(["21:00", "11-24 00:00", "03:00"]);
  const weeks = axisTicks(at("2026-11-01T00:00:00Z"), at("2026-11-20T00:00:00Z"), 4, "utc");
  expect(weeks.map(({ label }) => label)).toEqual(["2026-11-05", "2026-11-12", "2026-11-19"]);
  expect(axisTicks(5, 5, 8, "utc")).toEqual([]);
});

test("an axis never has more moments than there is room for", () => {
  for (const span of [1, 40, 900, 61_000, 4e6, 9e7, 4e9, 5e11, 9e12]) {
    const ticks = axisTicks(1_790_000_000_000, 1_790_000_000_000 + span, 7, "utc");
    expect(ticks.length).toBeLessThanOrEqual(8);
  }
});

test("a span says its day once, and milliseconds where it is short", () => {
  const from = at("2026-11-24T14:02:10Z");
  expect(spanText(from, from + 60_000, "utc")).toBe("2026-11-24 14:02:10 – 14:03:10");
  expect(spanText(from, from + 250, "utc")).toBe("2026-11-24 14:02:10.000 – 14:02:10.250");
  expect(spanText(from, from + 86_400_000, "utc")).toBe("2026-11-24 14:02:10 – 2026-11-25 14:02:10");
});
