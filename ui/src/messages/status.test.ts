import { expect, test } from "vitest";
import type { PartitionRow, TailState, TopicView } from "../bindings";
import { emptiness } from "./emptiness";
import type { LiveState } from "./LiveView";
import { coverageText, gapTexts, liveLabel, notice, whyText } from "./status";
import { tickOf as tick } from "./testing/tick";
import { firstView, NO_FILTER } from "./view";

const live = (change: Partial<LiveState> = {}): LiveState => ({
  view: 1,
  openedAt: 0,
  tick: tick(),
  failure: null,
  first: 0,
  end: 0,
  rows: new Map(),
  window: { from: 0, to: 0 },
  following: true,
  fresh: 0,
  lastDataAt: null,
  dated: false,
  filter: NO_FILTER,
  filtering: false,
  numbering: 0,
  ...change,
});

test("a search says what it found and how much of the topic that covers", () => {
  const half = tick({
    matched: 1204,
    read: 2_480_000,
    total: 88_412_122,
    seen: 2_480_000,
    state: { kind: "reading" },
  });
  expect(coverageText(half, true)).toBe("1,204 found · 2.48 M of 88.4 M read");
  expect(coverageText({ ...half, unclear: 12, leftMs: 41_000 }, true)).toBe(
    "1,204 found · 2.48 M of 88.4 M read · 12 not JSON · 41 s left",
  );
  expect(coverageText(tick({ seen: 500, read: 500, total: 500 }), false)).toBe("500 read");
});

test.each<[TailState["kind"], boolean, number, string]>([
  ["live", true, 0, "Live"],
  ["reading", true, 0, "Reading"],
  ["live", false, 3410, "Paused · 3,410 new"],
  ["reading", false, 0, "Reading"],
  ["stopped", false, 10, "Stopped"],
  ["disconnected", true, 0, "Disconnected"],
])("%s, following %s, %i new: %s", (kind, following, fresh, expected) => {
  const state = { kind, message: "", sinceMs: 0 } as TailState;
  expect(liveLabel(live({ tick: tick({ state }), following, fresh })).text).toBe(expected);
});

const partition = (start: string, end: string) => [{ start, end } as PartitionRow];

const X = { ...NO_FILTER, text: "x" };
const LAST: Partial<TopicView> = {};
const EARLIEST: Partial<TopicView> = { start: { kind: "earliest" } };
const LATEST: Partial<TopicView> = { start: { kind: "latest" } };
const KEY: Partial<TopicView> = { key: { text: "c-1", partitioner: "murmur2" } };

test.each<[string, Partial<LiveState>, Partial<TopicView>, PartitionRow[], string | undefined]>([
  ["asked, not answered", { tick: null }, LAST, partition("0", "9"), undefined],
  ["never written", {}, LAST, partition("0", "0"), "Nothing was ever written to this topic"],
  ["all deleted", {}, EARLIEST, partition("900", "900"), "Retention has taken every message"],
  ["latest, nothing yet", {}, LATEST, partition("0", "9"), "Waiting for new messages"],
  ["an empty range", {}, EARLIEST, partition("0", "9"), "Nothing in this range"],
  [
    "filtered",
    { filter: X, tick: tick({ seen: 500 }) },
    LAST,
    [],
    "The filter hides all 500 messages that were read",
  ],
  [
    "still searching",
    { filter: X, tick: tick({ seen: 500, state: { kind: "reading" } }) },
    EARLIEST,
    [],
    "Nothing found yet",
  ],
  ["another key", { tick: tick({ total: 9, only: 3 }) }, KEY, [], "No message has the key “c-1”"],
  [
    "only aborted ones",
    { tick: tick({ missing: 40 }) },
    EARLIEST,
    partition("0", "40"),
    "No message in this range can be read",
  ],
])("no rows, %s", (_, state, view, partitions, expected) => {
  expect(emptiness(live(state), { ...firstView(), ...view }, partitions)?.title).toBe(expected);
});

test("a lost connection is told with the time of the last data", () => {
  const state: TailState = { kind: "disconnected", message: "refused", sinceMs: 1 };
  const at = Date.UTC(2026, 10, 24, 14, 2, 41);
  const said = notice(live({ tick: tick({ state }), lastDataAt: at }), "utc");
  expect(said).toMatchObject({ kind: "disconnected", details: "refused" });
  expect(said?.kind === "disconnected" && said.message).toMatch(/last data .*14:02:41, trying again/);
});

test("why reading ended, and what gave no message, is said in words", () => {
  const ended = (reason: "end" | "limit") => tick({ state: { kind: "ended", reason }, read: 40, total: 100 });
  expect(whyText(ended("limit"))).toBe("Ended at the row limit: 60 offsets were not read.");
  expect(whyText(ended("end"))).toBe("Ended: the whole range was read.");
  expect(whyText(tick({ state: { kind: "stopped" }, read: 40, total: 100 }))).toBe(
    "Stopped by you: 60 offsets are still to read.",
  );
  expect(gapTexts({ missing: 1, expired: 0 })).toEqual([
    "1 offset held no message: transaction markers, aborted or compacted messages",
  ]);
  expect(gapTexts({ missing: 0, expired: 12_000 })).toEqual([
    "12,000 messages expired while reading: retention took them",
  ]);
});

test("a long read asks first, with what it costs", () => {
  const state: TailState = { kind: "asking", messages: 88_400_000, bytes: 25 * 2 ** 30, seconds: 41 };
  expect(notice(live({ tick: tick({ state }) }), "utc")).toEqual({
    kind: "asking",
    message: "A first part was read. The rest: 88.4 M more messages, about 25 GiB, about 41 s.",
  });
  expect(liveLabel(live({ tick: tick({ state }) })).text).toBe("Waiting");
});
