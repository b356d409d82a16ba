import { expect, test } from "vitest";
import type { Start } from "../bindings";
import { parseStart, type StartFields, startText } from "./start";

const EMPTY: StartFields = { kind: "latest", count: "", offset: "", time: "" };

test.each<[Partial<StartFields>, Start | string]>([
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
  [{ kind: "offset", offset: "-1" }, "Write a whole number from 0 on."],
  [
    { kind: "time", time: " 2h ago " },
    { kind: "time", text: "2h ago", utc: true },
  ],
  [{ kind: "time", time: "" }, "Write a time, as 2h ago or 2026-11-24 14:05."],
])("%o", (fields, expected) => {
  const parsed = parseStart({ ...EMPTY, ...fields }, true);
  expect("start" in parsed ? parsed.start : parsed.problem).toEqual(expected);
});

test("the toolbar says the start in words", () => {
  const starts: Start[] = [
    { kind: "last", count: 5000 },
    { kind: "offset", offset: "88412122" },
    { kind: "time", text: "1763906561096", utc: true },
    { kind: "time", text: "99999999999999999999", utc: true },
    { kind: "time", text: "2h ago", utc: true },
  ];
  expect(starts.map((start) => startText(start, "utc"))).toEqual([
    "last 5,000",
    "offset 88,412,122",
    "2025-11-23 14:02:41",
    "99,999,999,999,999,999,999",
    "2h ago",
  ]);
});
