import { expect, test } from "vitest";
import type { Lag } from "../bindings";
import { changeOf, lagText, outlookText, rateText } from "./words";

const ALL: Lag[] = [
  { kind: "known", messages: "1234567" },
  { kind: "partial", messages: "1234567", why: "At least: 2 partitions have no commit yet." },
  { kind: "none" },
  { kind: "denied", right: "DESCRIBE on the topic “orders”", grant: "kafka-acls --add" },
  { kind: "asking" },
  { kind: "unsupported", why: "Share groups don't tell it." },
  { kind: "failed", why: "Nobody answered." },
];

test("no two ways in which a lag may be known are told alike", () => {
  expect(new Set(ALL.map((lag) => lagText(lag).text)).size).toBe(ALL.length);
  expect(lagText(ALL[0] as Lag).text).toBe("1,234,567");
});

test("what lacks partitions never looks whole, and says which", () => {
  const { text, about } = lagText(ALL[1] as Lag);
  expect(text).toBe("≥ 1,234,567");
  expect(about).toContain("2 partitions have no commit yet");
});

test("when it catches up is a moment, with its date on another day", () => {
  const noon = Date.UTC(2026, 10, 24, 12);
  const told = (ms: number) => outlookText({ kind: "in", ms }, "utc", noon);
  expect(told(2 * 3_600_000 + 32 * 60_000)).toBe("catches up at 14:32");
  expect(told(20_000)).toBe("catches up at 12:00:20");
  expect(told(20 * 3_600_000)).toBe("catches up at 2026-11-25 08:00");
  expect(outlookText({ kind: "never" }, "utc", noon)).toBe("won't catch up");
});

test("a change says which way, and over how long", () => {
  expect(changeOf({ messages: "1870", overMs: 300_000 })).toMatchObject({
    direction: "up",
    text: "1,870 more in 5 min",
  });
  expect(changeOf({ messages: "-40", overMs: 90_000 })).toMatchObject({
    direction: "down",
    text: "40 fewer in 2 min",
  });
  expect(changeOf({ messages: "0", overMs: 60_000 }).direction).toBe("same");
});

test("a slow rate is not told as none", () => {
  expect([0, 0.04, 0.4, 2, 31.4, 1204].map(rateText)).toEqual(["0", "< 0.1", "0.4", "2", "31", "1,204"]);
});
