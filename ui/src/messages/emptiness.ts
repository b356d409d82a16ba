import type { PartitionRow, TopicView } from "../bindings";
import { count, grouped } from "../kit/numbers";
import type { LiveState } from "./LiveView";
import { coverageText } from "./status";

export type Emptiness = {
  title: string;
  text: string | null;
  offer: "clearFilter" | "searchAll" | "goOn" | "readAll" | "uncommitted" | null;
};

/** Why there are no rows; null while one can't know yet. */
export function emptiness(
  { tick, filter }: Pick<LiveState, "tick" | "filter">,
  view: TopicView,
  partitions: readonly PartitionRow[] | undefined,
): Emptiness | null {
  if (tick === null || tick.state.kind === "starting") return null;
  const filtered = filter.text !== "";
  const all = view.start.kind === "earliest" && (view.until === null || view.until.kind === "now");
  const waitsForYou = ["stopped", "full", "asking"].includes(tick.state.kind);
  const searching = tick.state.kind === "reading" || tick.pending > 0;
  if (filtered && searching) {
    return { title: "Nothing found yet", text: coverageText(tick, false), offer: null };
  }
  if (filtered && tick.seen > 0) {
    const unclear =
      tick.unclear > 0 ? ` ${count(tick.unclear, "message")} could not be judged: not JSON.` : "";
    return {
      title: `The filter hides ${tick.seen === 1 ? "the message that was" : `all ${grouped(tick.seen)} messages that were`} read`,
      text: `None of them meets “${filter.text}”.${unclear}`,
      offer: waitsForYou ? "goOn" : all ? "clearFilter" : "searchAll",
    };
  }
  if (searching) return { title: "Reading", text: coverageText(tick, false), offer: null };
  if (view.key !== null && (tick.total ?? 0) > 0) {
    const where = tick.only === null ? "" : ` Only partition ${tick.only} was read: the one that holds it.`;
    return {
      title: `No message has the key “${view.key.text}”`,
      text: `The key must be exactly this.${where}`,
      offer: all ? null : "readAll",
    };
  }
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
  if (view.start.kind === "latest" && waits) {
    return {
      title: "Waiting for new messages",
      text: "Reading began at the end of the topic.",
      offer: "readAll",
    };
  }
  if (tick.missing > 0) {
    return {
      title: "No message in this range can be read",
      text: `${count(tick.missing, "offset")} held none: transaction markers, aborted or compacted messages.`,
      offer: view.uncommitted ? null : "uncommitted",
    };
  }
  return {
    title: "Nothing in this range",
    text: "No message lies between this start and the end.",
    offer: all ? null : "readAll",
  };
}
