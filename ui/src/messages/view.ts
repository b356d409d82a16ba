import type { FilterText, Order, Start, TopicView, Until, ViewSpec, Zone } from "../bindings";
import { grouped } from "../kit/numbers";
import { clock } from "../kit/times";

export const DEFAULT_START: Start = { kind: "last", count: 500 };
export const NO_FILTER: FilterText = { text: "", mode: "auto", matchCase: false };

/** From 1973 on; fewer digits are hardly meant as milliseconds. */
const MS_DIGITS = 12;
/** The end of the year 9999. */
const LAST_MS = 253_402_300_799_999;

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** What a topic opens with. */
export function firstView(order: Order = "newest"): TopicView {
  return {
    start: DEFAULT_START,
    until: null,
    order,
    partitions: null,
    key: null,
    filter: NO_FILTER,
    uncommitted: false,
    latestPerKey: false,
  };
}

/** What is asked of the backend for a view. It goes on with what comes unless it has an end. */
export function toSpec(view: TopicView, topic: string): ViewSpec {
  return { topic, ...view, limit: null, follow: view.until === null && !view.latestPerKey };
}

/** The start in two words, for the toolbar. */
export function startText(start: Start, zone: Zone): string {
  switch (start.kind) {
    case "latest":
      return "latest";
    case "earliest":
      return "earliest";
    case "last":
      return `last ${grouped(start.count)}`;
    case "offset":
      return `offset ${grouped(start.offset)}`;
    case "position":
      return start.text;
    case "group":
      return `group ${start.group}`;
    case "time":
      return timeText(start.text, zone);
  }
}

/** Where reading ends, in two words; null where it has no end. */
function untilText(until: Until | null, zone: Zone): string | null {
  if (until === null) return null;
  switch (until.kind) {
    case "now":
      return "now";
    case "offset":
      return `offset ${grouped(until.offset)}`;
    case "time":
      return timeText(until.text, zone);
  }
}

/** "last 500", "2h ago to now": what is read, for the toolbar. */
export function rangeText({ start, until }: Pick<TopicView, "start" | "until">, zone: Zone): string {
  const from = startText(start, zone);
  const to = untilText(until, zone);
  return to === null ? from : `${from} to ${to}`;
}

/** A moment as a range has it: one that people can read, and change. */
export function timeOf(ms: number): { kind: "time"; text: string; utc: boolean } {
  const isOfCalendar = ms >= 0 && ms <= LAST_MS;
  return { kind: "time", text: isOfCalendar ? new Date(ms).toISOString() : String(ms), utc: true };
}

/** Moments in the zone that is shown, other texts as typed. */
function timeText(text: string, zone: Zone): string {
  if (ISO.test(text)) return clock(Date.parse(text), zone);
  if (!/^\d+$/.test(text)) return text;
  const ms = Number(text);
  if (text.length < MS_DIGITS || ms > LAST_MS) return grouped(text);
  return clock(ms, zone);
}
