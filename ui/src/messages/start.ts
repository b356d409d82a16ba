import type { Start, Zone } from "../bindings";
import { grouped } from "../kit/numbers";
import { fullMoment } from "../kit/times";

export type StartKind = Start["kind"];

/** The fields of the start popover, as typed. */
export type StartFields = { kind: StartKind; count: string; offset: string; time: string };

const MOST_LAST = 1_000_000;
/** From 1973 on; fewer digits are hardly meant as milliseconds. */
const MS_DIGITS = 12;
/** The end of the year 9999. */
const LAST_MS = 253_402_300_799_999;

export function startFields(start: Start): StartFields {
  return {
    kind: start.kind,
    count: start.kind === "last" ? String(start.count) : "500",
    offset: start.kind === "offset" ? start.offset : "",
    time: start.kind === "time" ? start.text : "",
  };
}

/** The start that the fields describe, or what is wrong with the field in question. Times are read by the backend. */
export function parseStart(fields: StartFields, utc: boolean): { start: Start } | { problem: string } {
  switch (fields.kind) {
    case "latest":
    case "earliest":
      return { start: { kind: fields.kind } };
    case "last": {
      const digits = fields.count.replace(/[,\s]/g, "");
      if (!/^\d+$/.test(digits) || Number(digits) < 1) return { problem: "Write a whole number from 1 on." };
      if (Number(digits) > MOST_LAST) {
        return { problem: `At most ${grouped(MOST_LAST)}; to read more, start at the earliest.` };
      }
      return { start: { kind: "last", count: Number(digits) } };
    }
    case "offset": {
      const digits = fields.offset.replace(/[,\s]/g, "");
      if (!/^\d+$/.test(digits)) return { problem: "Write a whole number from 0 on." };
      return { start: { kind: "offset", offset: digits } };
    }
    case "time":
      if (fields.time.trim() === "") return { problem: "Write a time, as 2h ago or 2026-11-24 14:05." };
      return { start: { kind: "time", text: fields.time.trim(), utc } };
  }
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
    case "time":
      return /^\d+$/.test(start.text) ? digitsText(start.text, zone) : start.text;
  }
}

/** Epoch milliseconds as the moment they are, other digits as typed. */
function digitsText(digits: string, zone: Zone): string {
  const ms = Number(digits);
  if (digits.length < MS_DIGITS || ms > LAST_MS) return grouped(digits);
  return fullMoment(ms, zone).replace(/\.\d{3}$/, "");
}
