import { expect, test } from "vitest";
import type { Start, Until } from "../bindings";
import { parseRange, problemAt, type RangeFields, rangeFields } from "./range";
import { firstView, rangeText, startText, timeOf, toSpec } from "./view";

const EMPTY: RangeFields = { ...rangeFields(firstView()), kind: "earliest", count: "" };

test.each<[Partial<RangeFields>, Start | string]>([
  [{ kind: "latest" }, { kind: "latest" }],
  [
    { kind: "last", count: "1,000" },
    { kind: "last", count: 1000 },
  ],
  [{ kind: "last", count: "0" }, "Write a whole number from 1 on."],
  [{ kind: "last", count: "some" }, "Write a whole number from 1 on."],
  [{ kind: "last", count: "1000001" }, "At most 1,000,000; to read more, start at the earliest."],
  [
    { kind: "offset", offset: "9,223,372,036,854,775,807" },
    { kind: "offset", offset: "9223372036854775807" },
  ],
  [{ kind: "offset", offset: "-1" }, "Write a whole number from 0 on, or partition:offset."],
  [
    { kind: "offset", offset: " 3:4711,4: 100" },
    { kind: "position", text: "3:4711, 4:100" },
  ],
  [{ kind: "offset", offset: "3:x" }, "Write partition:offset, several with commas, as 3:4711, 4:100."],
  [
    { kind: "time", time: " 2h ago " },
    { kind: "time", text: "2h ago", utc: true },
  ],
  [{ kind: "time", time: "" }, "Write a time, as 2h ago or 2026-11-24 14:05."],
  [
    { kind: "group", group: " settlement " },
    { kind: "group", group: "settlement" },
  ],
  [{ kind: "group" }, "Write or choose a consumer group."],
  [{ kind: "latest", untilKind: "now" }, "An end needs a start before now: nothing lies between."],
])("from %o", (fields, expected) => {
  const parsed = parseRange({ ...EMPTY, ...fields }, true);
  expect("start" in parsed ? parsed.start : parsed.problem).toEqual(expected);
});

test.each<[Partial<RangeFields>, Until | null | string]>([
  [{}, null],
  [{ untilKind: "now" }, { kind: "now" }],
  [
    { untilKind: "offset", untilOffset: "1,200" },
    { kind: "offset", offset: "1200" },
  ],
  [{ untilKind: "offset", untilOffset: "x" }, "Write a whole number from 0 on."],
  [
    { untilKind: "time", untilTime: "14:05" },
    { kind: "time", text: "14:05", utc: true },
  ],
  [{ untilKind: "time" }, "Write a time, as 1h ago or 2026-11-24 14:05."],
])("to %o", (fields, expected) => {
  const parsed = parseRange({ ...EMPTY, ...fields }, true);
  expect("until" in parsed ? parsed.until : parsed.problem).toEqual(expected);
});

test("the fields give the range back that they were made of", () => {
  const view = {
    ...firstView("oldest"),
    start: { kind: "position" as const, text: "3:4711, 4:100" },
    until: { kind: "time" as const, text: "14:05", utc: true },
    uncommitted: true,
  };
  expect({ ...view, ...parseRange(rangeFields(view), true) }).toEqual(view);
});

test("a refusal goes to the field whose text it quotes", () => {
  const range = {
    ...firstView(),
    start: { kind: "time" as const, text: "2h ago", utc: true },
    until: { kind: "time" as const, text: "soon", utc: true },
  };
  expect(problemAt("“soon” is not a time.", range)).toBe("until");
  expect(problemAt("“2h ago” is no time.", range)).toBe("start");
  expect(problemAt("The range ends before it starts.", range)).toBe("until");
  expect(problemAt("There is no group “x”.", range)).toBe("start");
});

test("the toolbar says the range in words", () => {
  const starts: Start[] = [
    { kind: "last", count: 5000 },
    { kind: "offset", offset: "88412122" },
    { kind: "time", text: "1763906561096", utc: true },
    timeOf(1763906561096),
    { kind: "time", text: "99999999999999999999", utc: true },
    { kind: "time", text: "2h ago", utc: true },
    { kind: "group", group: "settlement" },
  ];
  expect(starts.map((start) => startText(start, "utc"))).toEqual([
    "last 5,000",
    "offset 88,412,122",
    "2025-11-23 14:02:41",
    "2025-11-23 14:02:41",
    "99,999,999,999,999,999,999",
    "2h ago",
    "group settlement",
  ]);
  expect(rangeText({ start: { kind: "earliest" }, until: { kind: "now" } }, "utc")).toBe("earliest to now");
});

test("a moment stands in the field as people write one, unless no calendar holds it", () => {
  expect(timeOf(1763906561096).text).toBe("2025-11-23T14:02:41.096Z");
  expect(timeOf(-62135596800001).text).toBe("-62135596800001");
  expect(timeOf(9e15).text).toBe("9000000000000000");
});

test("what has an end, or is a table, does not go on with what comes", () => {
  const follows = (change: object) => toSpec({ ...firstView(), ...change }, "t").follow;
  expect([follows({}), follows({ until: { kind: "now" } }), follows({ latestPerKey: true })]).toEqual([
    true,
    false,
    false,
  ]);
});
