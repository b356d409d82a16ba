import type { Tick, Zone } from "../bindings";
import type { Failed } from "../ipc/failure";
import { bytes, count, duration, grouped, short } from "../kit/numbers";
import { clock } from "../kit/times";
import type { LiveState } from "./LiveView";

export type LiveTone = "ok" | "accent" | "warn" | "error" | "off";

const ENDS = { end: "At the end", limit: "Row limit", keys: "Key limit" } as const;
const EARLY = { limit: "at the row limit", keys: "at as many keys as can be remembered" } as const;

/** What the Live button says: the state, or how far one is behind it. */
export function liveLabel({ tick, failure, view, following, fresh }: LiveState): {
  text: string;
  tone: LiveTone;
} {
  if (failure && view === null) return { text: "Failed", tone: "error" };
  const state = tick?.state ?? { kind: "starting" };
  switch (state.kind) {
    case "failed":
      return { text: "Failed", tone: "error" };
    case "disconnected":
      return { text: "Disconnected", tone: "warn" };
    case "full":
      return { text: "Full", tone: "warn" };
    case "asking":
      return { text: "Waiting", tone: "accent" };
    case "stopped":
      return { text: "Stopped", tone: "off" };
    case "ended":
      return { text: ENDS[state.reason], tone: "off" };
  }
  if (!following && fresh > 0) return { text: `Paused · ${grouped(fresh)} new`, tone: "off" };
  if (!following && state.kind === "live") return { text: "Paused", tone: "off" };
  switch (state.kind) {
    case "live":
      return { text: "Live", tone: "ok" };
    case "reading":
      return { text: "Reading", tone: "accent" };
    default:
      return { text: "Starting", tone: "accent" };
  }
}

/** "1,204 found · 2.48 M of 88.4 M read · 12 not JSON": how much of the topic the list stands for. */
export function coverageText(tick: Tick | null, filtered: boolean): string {
  if (tick === null) return "";
  const whole = tick.total !== null && tick.total > 0 && tick.read < tick.total;
  const parts = [
    filtered ? `${grouped(tick.matched)} found` : null,
    whole ? `${short(tick.read)} of ${short(tick.total ?? 0)} read` : `${short(tick.seen)} read`,
    filtered && tick.unclear > 0 ? `${short(tick.unclear)} not JSON` : null,
    tick.pending > 0 ? `${short(tick.pending)} still to search` : null,
    tick.state.kind === "reading" && tick.leftMs !== null ? `${duration(tick.leftMs)} left` : null,
  ];
  return parts.filter(Boolean).join(" · ");
}

/** Why reading goes on or not, as a sentence; null while nothing is to be said. */
export function whyText(tick: Tick | null): string | null {
  if (tick === null) return null;
  const left = tick.total === null ? 0 : Math.max(0, tick.total - tick.read);
  switch (tick.state.kind) {
    case "reading": {
      const rate = `${count(Math.round(tick.rate), "message")} a second`;
      return tick.leftMs === null ? `${rate}.` : `${rate}, ${duration(tick.leftMs)} left.`;
    }
    case "live":
      return "Read to the end of the topic; what is written from now on comes.";
    case "ended":
      return tick.state.reason === "end"
        ? "Ended: the whole range was read."
        : `Ended ${EARLY[tick.state.reason]}${left > 0 ? `: ${short(left)} offsets were not read` : ""}.`;
    case "stopped":
      return left > 0 ? `Stopped by you: ${short(left)} offsets are still to read.` : "Stopped by you.";
    case "full":
      return `The store is full with ${bytes(tick.limit)}: reading waits.`;
    case "asking":
      return "A first part was read; the rest waits for your word.";
    default:
      return null;
  }
}

/** Offsets of the range that gave no message, in words. */
export function gapTexts({ missing, expired }: Pick<Tick, "missing" | "expired">): string[] {
  const texts: string[] = [];
  if (missing > 0)
    texts.push(
      `${count(missing, "offset")} held no message: transaction markers, aborted or compacted messages`,
    );
  if (expired > 0) texts.push(`${count(expired, "message")} expired while reading: retention took them`);
  return texts;
}

/** Between 0 and 1 while something is being read or searched, else null. */
export function progress(tick: Tick | null): number | null {
  if (tick === null) return null;
  if (tick.pending > 0 && tick.seen > 0) return 1 - Math.min(1, tick.pending / tick.seen);
  const { kind } = tick.state;
  if (kind === "live" || kind === "ended" || kind === "starting" || kind === "failed") return null;
  return tick.total !== null && tick.total > 0 && tick.read < tick.total ? tick.read / tick.total : null;
}

export type Notice =
  | { kind: "failed"; failure: Pick<Failed, "message" | "hint" | "details"> }
  | { kind: "disconnected"; message: string; details: string }
  | { kind: "asking"; message: string }
  | { kind: "full"; message: string };

/** What must be said above the rows. */
export function notice({ tick, failure, lastDataAt }: LiveState, zone: Zone): Notice | null {
  if (tick?.state.kind === "failed") return { kind: "failed", failure: tick.state.failure };
  if (failure) return { kind: "failed", failure };
  switch (tick?.state.kind) {
    case "disconnected": {
      const last = lastDataAt === null ? "no data yet" : `last data ${clock(lastDataAt, zone)}`;
      return {
        kind: "disconnected",
        message: `Disconnected: ${last}, trying again.`,
        details: tick.state.message,
      };
    }
    case "asking": {
      const { messages, bytes: size, seconds } = tick.state;
      const cost = `${short(messages)} more messages, about ${bytes(size)}, about ${duration(seconds * 1000)}`;
      return { kind: "asking", message: `A first part was read. The rest: ${cost}.` };
    }
    case "full":
      return {
        kind: "full",
        message: `${bytes(tick.limit)} kept: paused. Continue lets the oldest rows go.`,
      };
    default:
      return null;
  }
}

/** "12,400 older rows made room", or nothing. */
export function droppedText(tick: Tick | null): string | null {
  if (tick === null || tick.dropped === 0) return null;
  return `${count(tick.dropped, "older row")} made room`;
}
