import { expect, test } from "vitest";
import type { PartitionRow, TailState, Tick } from "../bindings";
import type { LiveState } from "./LiveView";
import { coverageText, emptiness, liveLabel, notice } from "./status";

const tick = (change: Partial<Tick> = {}): Tick => ({
  first: 0,
  end: 0,
  seen: 0,
  matched: 0,
  dropped: 0,
  pending: 0,
  read: 0,
  total: 0,
  rate: 0,
  kept: 0,
  limit: 256 * 2 ** 20,
  partitions: 12,
  state: { kind: "live" },
  lastRecordMs: null,
  ...change,
});

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
  filter: "",
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

test.each<[string, Partial<LiveState>, string, PartitionRow[], string | undefined]>([
  ["asked, not answered", { tick: null }, "last", partition("0", "9"), undefined],
  ["never written", {}, "last", partition("0", "0"), "Nothing was ever written to this topic"],
  ["all deleted", {}, "earliest", partition("900", "900"), "Retention has taken every message"],
  ["latest, nothing yet", {}, "latest", partition("0", "9"), "Waiting for new messages"],
  ["an empty range", {}, "time", partition("0", "9"), "Nothing in this range"],
  [
    "filtered",
    { filter: "x", tick: tick({ seen: 500 }) },
    "last",
    [],
    "The filter hides all 500 messages that were read",
  ],
  [
    "still searching",
    { filter: "x", tick: tick({ seen: 500, state: { kind: "reading" } }) },
    "earliest",
    [],
    "Nothing found yet",
  ],
])("no rows, %s", (_, state, start, partitions, expected) => {
  expect(emptiness(live(state), start, partitions)?.title).toBe(expected);
});

test("a lost connection is told with the time of the last data", () => {
  const state: TailState = { kind: "disconnected", message: "refused", sinceMs: 1 };
  const at = Date.UTC(2026, 10, 24, 14, 2, 41);
  const said = notice(live({ tick: tick({ state }), lastDataAt: at }), "utc");
  expect(said).toMatchObject({ kind: "disconnected", details: "refused" });
  expect(said?.kind === "disconnected" && said.message).toMatch(/last data .*14:02:41, trying again/);
});
