import type { Zone } from "../bindings";
import { fullMoment } from "../kit/times";

export type AxisTick = { ms: number; label: string };

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 30, 90, 365, 3650].map((days) => days * DAY),
];

/** Round moments along a range, as many as there is room for; those of another day than the one before say it. */
export function axisTicks(fromMs: number, toMs: number, most: number, zone: Zone): AxisTick[] {
  const span = toMs - fromMs;
  if (!(span > 0) || most < 1) return [];
  const step = STEPS.find((step) => span / step <= most) ?? span;
  const shift = zone === "utc" ? 0 : -new Date(fromMs).getTimezoneOffset() * MINUTE;
  const ticks: AxisTick[] = [];
  let day = "";
  for (let ms = Math.ceil((fromMs + shift) / step) * step - shift; ms < toMs; ms += step) {
    const [date = "", time = ""] = fullMoment(ms, zone).split(" ");
    ticks.push({ ms, label: labelOf(date, time, step, date !== day && day !== "") });
    day = date;
  }
  return ticks;
}

/** From and to of a bar or a brushed range; the date once where both are of one day. */
export function spanText(fromMs: number, toMs: number, zone: Zone): string {
  const [fromDate = "", fromTime = ""] = fullMoment(fromMs, zone).split(" ");
  const [toDate, toTime] = fullMoment(toMs, zone).split(" ");
  const fine = toMs - fromMs < 10 * SECOND;
  const cut = (time: string | undefined) => (fine ? time : time?.slice(0, 8));
  const end = toDate === fromDate ? cut(toTime) : `${toDate} ${cut(toTime)}`;
  return `${fromDate} ${cut(fromTime)} – ${end}`;
}

function labelOf(date: string, time: string, step: number, isOfNextDay: boolean): string {
  if (step >= DAY) return date;
  const clock = step < SECOND ? time : step < MINUTE ? time.slice(0, 8) : time.slice(0, 5);
  return isOfNextDay ? `${date.slice(5)} ${clock}` : clock;
}
