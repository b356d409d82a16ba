import type { Order, Start, TopicView, Until } from "../bindings";
import { grouped } from "../kit/numbers";

/** "offset" stands for both kinds of offset: one for all partitions, and one for each. */
export type StartKind = Exclude<Start["kind"], "position">;
export type UntilKind = "none" | Until["kind"];

/** The range popover's fields, as typed. */
export type RangeFields = {
  kind: StartKind;
  count: string;
  offset: string;
  time: string;
  group: string;
  untilKind: UntilKind;
  untilOffset: string;
  untilTime: string;
  order: Order;
  uncommitted: boolean;
  latestPerKey: boolean;
};

export type RangeView = Pick<TopicView, "start" | "until" | "order" | "uncommitted" | "latestPerKey">;
export type RangeProblem = { at: "start" | "until"; problem: string };

const MOST_LAST = 1_000_000;
const POSITION = /^\s*\d+\s*:\s*\d+\s*$/;

export function rangeFields({ start, until, order, uncommitted, latestPerKey }: RangeView): RangeFields {
  return {
    kind: start.kind === "position" ? "offset" : start.kind,
    count: start.kind === "last" ? String(start.count) : "500",
    offset: start.kind === "offset" ? start.offset : start.kind === "position" ? start.text : "",
    time: start.kind === "time" ? start.text : "",
    group: start.kind === "group" ? start.group : "",
    untilKind: until?.kind ?? "none",
    untilOffset: until?.kind === "offset" ? until.offset : "",
    untilTime: until?.kind === "time" ? until.text : "",
    order,
    uncommitted,
    latestPerKey,
  };
}

/** The range that the fields describe, or what is wrong with one of them. Times are read by the backend. */
export function parseRange(fields: RangeFields, utc: boolean): RangeView | RangeProblem {
  const start = parseStart(fields, utc);
  if ("problem" in start) return { at: "start", ...start };
  const until = parseUntil(fields, utc);
  if (until !== null && "problem" in until) return { at: "until", ...until };
  if (start.kind === "latest" && (until !== null || fields.latestPerKey)) {
    const what = fields.latestPerKey ? "The latest per key" : "An end";
    return { at: "start", problem: `${what} needs a start before now: nothing lies between.` };
  }
  const { order, uncommitted, latestPerKey } = fields;
  return { start, until, order, uncommitted, latestPerKey };
}

/** To which field a refusal of the backend belongs: it quotes what it could not read, or speaks of the end. */
export function problemAt(refused: string, { start, until }: RangeView): RangeProblem["at"] {
  const quotes = (text: string) => refused.includes(`“${text}”`);
  const isOfUntil =
    until !== null && ((until.kind === "time" && quotes(until.text)) || /\bends?\b/.test(refused));
  const isOfStart = start.kind === "time" && quotes(start.text);
  return isOfUntil && !isOfStart ? "until" : "start";
}

function parseStart(fields: RangeFields, utc: boolean): Start | { problem: string } {
  switch (fields.kind) {
    case "latest":
    case "earliest":
      return { kind: fields.kind };
    case "last": {
      const digits = wholeNumber(fields.count);
      if (digits === null || Number(digits) < 1) return { problem: "Write a whole number from 1 on." };
      if (Number(digits) > MOST_LAST) {
        return { problem: `At most ${grouped(MOST_LAST)}; to read more, start at the earliest.` };
      }
      return { kind: "last", count: Number(digits) };
    }
    case "offset": {
      if (fields.offset.includes(":")) return parsePosition(fields.offset);
      const digits = wholeNumber(fields.offset);
      if (digits === null) return { problem: "Write a whole number from 0 on, or partition:offset." };
      return { kind: "offset", offset: digits };
    }
    case "time":
      if (fields.time.trim() === "") return { problem: "Write a time, as 2h ago or 2026-11-24 14:05." };
      return { kind: "time", text: fields.time.trim(), utc };
    case "group":
      if (fields.group.trim() === "") return { problem: "Write or choose a consumer group." };
      return { kind: "group", group: fields.group.trim() };
  }
}

function parsePosition(text: string): Start | { problem: string } {
  const parts = text.trim().split(/[,\s]+(?=\d+\s*:)/);
  if (!parts.every((part) => POSITION.test(part))) {
    return { problem: "Write partition:offset, several with commas, as 3:4711, 4:100." };
  }
  return { kind: "position", text: parts.map((part) => part.replace(/\s/g, "")).join(", ") };
}

function parseUntil(fields: RangeFields, utc: boolean): Until | null | { problem: string } {
  switch (fields.untilKind) {
    case "none":
      return null;
    case "now":
      return { kind: "now" };
    case "offset": {
      const digits = wholeNumber(fields.untilOffset);
      return digits === null
        ? { problem: "Write a whole number from 0 on." }
        : { kind: "offset", offset: digits };
    }
    case "time":
      return fields.untilTime.trim() === ""
        ? { problem: "Write a time, as 1h ago or 2026-11-24 14:05." }
        : { kind: "time", text: fields.untilTime.trim(), utc };
  }
}

function wholeNumber(text: string): string | null {
  const digits = text.replace(/[,\s]/g, "");
  return /^\d+$/.test(digits) ? digits : null;
}
