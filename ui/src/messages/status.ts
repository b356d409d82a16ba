import type { PartitionRow, Tick, Zone } from "../bindings";
import type { Failed } from "../ipc/failure";
import { bytes, count, grouped, short } from "../kit/numbers";
import { clock } from "../kit/times";
import type { LiveState } from "./LiveView";

export type LiveTone = "ok" | "accent" | "warn" | "error" | "off";

/** What the Live button says: the state, or how far one is behind it. */
export function liveLabel({ tick, failure, view, following, fresh }: LiveState): {
  text: string;
  tone: LiveTone;
} {
  if (failure && view === null) return { text: "Failed", tone: "error" };
  const kind = tick?.state.kind ?? "starting";
  switch (kind) {
    case "failed":
      return { text: "Failed", tone: "error" };
    case "disconnected":
      return { text: "Disconnected", tone: "warn" };
    case "full":
      return { text: "Full", tone: "warn" };
    case "stopped":
      return { text: "Stopped", tone: "off" };
  }
  if (!following && fresh > 0) return { text: `Paused · ${grouped(fresh)} new`, tone: "off" };
  if (!following && kind !== "reading") return { text: "Paused", tone: "off" };
  switch (kind) {
    case "ended":
      return { text: "At the end", tone: "off" };
    case "live":
      return { text: "Live", tone: "ok" };
    case "reading":
      return { text: "Reading", tone: "accent" };
    default:
      return { text: "Starting", tone: "accent" };
  }
}

/** "1,204 found · 2.48 M of 88.4 M read": how much of the topic the list stands for. */
export function coverageText(tick: Tick | null, filtered: boolean): string {
  if (tick === null) return "";
  const whole = tick.total !== null && tick.total > 0 && tick.read < tick.total;
  const read = whole ? `${short(tick.read)} of ${short(tick.total ?? 0)} read` : `${short(tick.seen)} read`;
  const found = filtered ? `${grouped(tick.matched)} found · ` : "";
  const pending = tick.pending > 0 ? ` · ${short(tick.pending)} still to search` : "";
  return found + read + pending;
}

/** Between 0 and 1 while something is being read or searched, else null. */
export function progress(tick: Tick | null): number | null {
  if (tick === null) return null;
  if (tick.pending > 0 && tick.seen > 0) return 1 - Math.min(1, tick.pending / tick.seen);
  const { kind } = tick.state;
  if (kind !== "reading" && kind !== "full" && kind !== "stopped" && kind !== "disconnected") return null;
  return tick.total !== null && tick.total > 0 && tick.read < tick.total ? tick.read / tick.total : null;
}

export type Notice =
  | { kind: "failed"; failure: Pick<Failed, "message" | "hint" | "details"> }
  | { kind: "disconnected"; message: string; details: string }
  | { kind: "full"; message: string };

/** What must be said above the rows. */
export function notice({ tick, failure, lastDataAt }: LiveState, zone: Zone): Notice | null {
  if (tick?.state.kind === "failed") return { kind: "failed", failure: tick.state.failure };
  if (failure) return { kind: "failed", failure };
  if (tick?.state.kind === "disconnected") {
    const last = lastDataAt === null ? "no data yet" : `last data ${clock(lastDataAt, zone)}`;
    return {
      kind: "disconnected",
      message: `Disconnected: ${last}, trying again.`,
      details: tick.state.message,
    };
  }
  if (tick?.state.kind === "full") {
    return { kind: "full", message: `${bytes(tick.limit)} kept: paused. Continue lets the oldest rows go.` };
  }
  return null;
}

export type Emptiness = {
  title: string;
  text: string | null;
  offer: "clearFilter" | "searchAll" | "readAll" | null;
};

/** Why there are no rows; null while one can't know yet. */
export function emptiness(
  { tick, filter }: LiveState,
  startKind: string,
  partitions: readonly PartitionRow[] | undefined,
): Emptiness | null {
  if (tick === null || tick.state.kind === "starting") return null;
  const searching = tick.state.kind === "reading" || tick.pending > 0;
  if (filter !== "" && searching) {
    return { title: "Nothing found yet", text: coverageText(tick, false), offer: null };
  }
  if (filter !== "" && tick.seen > 0) {
    return {
      title: `The filter hides ${tick.seen === 1 ? "the message that was" : `all ${grouped(tick.seen)} messages that were`} read`,
      text: `None holds “${filter}” in its key or value, written exactly so.`,
      offer: startKind === "earliest" ? "clearFilter" : "searchAll",
    };
  }
  if (searching) return { title: "Reading", text: coverageText(tick, false), offer: null };
  const ends = (partitions ?? []).map(({ start, end }) => ({
    start: BigInt(start ?? 0),
    end: BigInt(end ?? 0),
  }));
  const waits = tick.state.kind === "live";
  if (ends.length > 0 && ends.every(({ end }) => end === 0n)) {
    return {
      title: "Nothing was ever written to this topic",
      text: waits ? "What is written from now on appears here." : null,
      offer: null,
    };
  }
  if (ends.length > 0 && ends.every(({ start, end }) => start >= end)) {
    const before = ends.reduce((sum, { end }) => sum + end, 0n);
    return {
      title: "Retention has taken every message",
      text: `${count(before, "message")} went before. ${waits ? "What is written from now on appears here." : ""}`.trim(),
      offer: null,
    };
  }
  if (startKind === "latest" && waits) {
    return {
      title: "Waiting for new messages",
      text: "Reading began at the end of the topic.",
      offer: "readAll",
    };
  }
  return {
    title: "Nothing in this range",
    text: "No message lies between this start and the end.",
    offer: startKind === "earliest" ? null : "readAll",
  };
}

/** "12,400 older rows made room", or nothing. */
export function droppedText(tick: Tick | null): string | null {
  if (tick === null || tick.dropped === 0) return null;
  return `${count(tick.dropped, "older row")} made room`;
}
