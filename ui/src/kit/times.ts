import type { Zone } from "../bindings";

type Parts = { date: string; time: string };

/** The day and the time to the millisecond; null for moments beyond what a calendar holds. */
function parts(ms: number, zone: Zone): Parts | null {
  const date = new Date(zone === "utc" ? ms : ms - new Date(ms).getTimezoneOffset() * 60_000);
  if (Number.isNaN(date.getTime())) return null;
  const iso = date.toISOString();
  const split = iso.indexOf("T");
  return { date: iso.slice(0, split), time: iso.slice(split + 1, -1) };
}

/** 14:02:41.096 today, 2026-11-23 14:02:41.096 on other days. */
export function moment(ms: number, zone: Zone, now = Date.now()): string {
  const at = parts(ms, zone);
  if (at === null) return String(ms);
  return at.date === parts(now, zone)?.date ? at.time : `${at.date} ${at.time}`;
}

/** 2026-11-23 14:02:41.096, whatever the day. */
export function fullMoment(ms: number, zone: Zone): string {
  const at = parts(ms, zone);
  return at === null ? String(ms) : `${at.date} ${at.time}`;
}

/** 14:02:41 today, with the date on other days. */
export function clock(ms: number, zone: Zone, now = Date.now()): string {
  return moment(ms, zone, now).replace(/\.\d{3}$/, "");
}

export function isToday(ms: number, zone: Zone, now = Date.now()): boolean {
  return parts(ms, zone)?.date === parts(now, zone)?.date;
}

/** UTC, or this machine's distance from it: UTC+2, UTC−3:30. */
export function zoneName(zone: Zone, at = new Date()): string {
  if (zone === "utc") return "UTC";
  const minutes = -at.getTimezoneOffset();
  if (minutes === 0) return "UTC+0";
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? "−" : "+"}${hours}${rest === 0 ? "" : `:${String(rest).padStart(2, "0")}`}`;
}
