import type { GroupKind, GroupState, Lag, LagChange, Outlook, Trend, Zone } from "../bindings";
import { duration, grouped } from "../kit/numbers";
import { clock, isToday } from "../kit/times";

export const KIND_WORD: Record<GroupKind, string> = {
  classic: "classic",
  consumer: "consumer",
  connect: "connect",
  shareOrStreams: "share or streams",
  other: "other",
};

/** What the protocols are, for who points at their names. */
export const KIND_ABOUT: Record<GroupKind, string> = {
  classic: "The classic protocol: the members share the partitions out among themselves.",
  consumer: "The consumer protocol (KIP-848): the broker shares the partitions out.",
  connect: "Workers of Kafka Connect.",
  shareOrStreams: "A share group or a streams group: the broker does not tell which.",
  other: "Not consumers: its members agree on something by it.",
};

export const STATE_TONE: Record<GroupState, "ok" | "warn" | "error" | "neutral"> = {
  rebalancing: "warn",
  stable: "ok",
  empty: "neutral",
  dead: "error",
  unknown: "neutral",
};

export const STATE_ABOUT: Record<GroupState, string> = {
  rebalancing: "Members come or go: nothing is read until it has settled.",
  stable: "Its members work.",
  empty: "It has no members: nothing is read.",
  dead: "It is gone.",
  unknown: "The broker does not tell its state.",
};

export const TREND_WORD: Record<Trend, string> = {
  growing: "growing",
  falling: "falling",
  steady: "steady",
  measuring: "measuring",
};

/** A lag in a few characters, for tables; `about` where that leaves something to be said. */
export function lagText(lag: Lag): { text: string; about: string | null } {
  switch (lag.kind) {
    case "known":
      return { text: grouped(lag.messages), about: null };
    case "partial":
      return { text: `≥ ${grouped(lag.messages)}`, about: lag.why };
    case "none":
      return { text: "no commit yet", about: "The group has not committed an offset yet." };
    case "denied":
      return { text: "no right", about: `Missing: ${lag.right}.` };
    case "asking":
      return { text: "…", about: "The brokers are being asked." };
    case "unsupported":
      return { text: "not told", about: lag.why };
    case "failed":
      return { text: "no answer", about: lag.why };
  }
}

export type Change = { direction: "up" | "down" | "same"; size: string; text: string };

/** Which way a lag has gone, and how far: `size` is "1,870 in 5 min", `text` says it without an arrow. */
export function changeOf({ messages, overMs }: LagChange): Change {
  if (messages === "0") {
    const text = `the same for ${duration(overMs)}`;
    return { direction: "same", size: text, text };
  }
  const fell = messages.startsWith("-");
  const size = grouped(fell ? messages.slice(1) : messages);
  const over = `in ${duration(overMs)}`;
  return {
    direction: fell ? "down" : "up",
    size: `${size} ${over}`,
    text: `${size} ${fell ? "fewer" : "more"} ${over}`,
  };
}

/** Whether and when it catches up. A moment of another day says its date. */
export function outlookText(outlook: Outlook, zone: Zone, now = Date.now()): string {
  switch (outlook.kind) {
    case "caughtUp":
      return "caught up";
    case "measuring":
      return "it takes a minute";
    case "never":
      return "won't catch up";
    case "unknown":
      return "";
    case "in": {
      const at = now + outlook.ms;
      const told = clock(at, zone, now);
      // Seconds are too fine for what is an estimate, unless it is at once.
      return `catches up at ${outlook.ms < 60_000 && isToday(at, zone, now) ? told : told.slice(0, -3)}`;
    }
  }
}

/** Messages a second: 0.4, 31, 1,204. */
export function rateText(rate: number): string {
  if (rate === 0) return "0";
  if (rate < 0.1) return "< 0.1";
  return rate < 9.95 ? rate.toFixed(1).replace(/\.0$/, "") : grouped(Math.round(rate));
}
