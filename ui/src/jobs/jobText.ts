import type { Job } from "../bindings";
import { count, duration, short } from "../kit/numbers";

/** Less time left than this is not worth a word. */
const SHORT_MS = 1000;

/** Something that goes on, whatever it is, in numbers. */
export type Progress = {
  done: number;
  total: number | null;
  /** What was found so far; null where everything counts. */
  found: number | null;
  /** Per second. */
  rate: number;
  leftMs: number | null;
  verb: "read" | "sent";
};

/** "1.2 M of 5 M read · 12,400 found · 75,000/s · 40 s left". */
export function progressText({ done, total, found, rate, leftMs, verb }: Progress): string {
  const parts = [
    total === null ? `${short(done)} ${verb}` : `${short(done)} of ${short(total)} ${verb}`,
    found === null ? null : `${short(found)} found`,
    rate > 0 ? `${short(Math.round(rate))}/s` : null,
    leftMs === null || leftMs < SHORT_MS ? null : `${duration(leftMs)} left`,
  ];
  return parts.filter((part) => part !== null).join(" · ");
}

export function jobProgress({ kind, done, total, found, rate, leftMs }: Job): Progress {
  switch (kind) {
    case "export":
      return { done, total, found, rate, leftMs, verb: "read" };
    case "analysis":
      return { done, total, found: null, rate, leftMs, verb: "read" };
    case "produce":
      return { done: found, total, found: null, rate, leftMs, verb: "sent" };
  }
}

/** Between 0 and 1; null where no total is known. */
export function share({ done, total }: Pick<Progress, "done" | "total">): number | null {
  return total === null || total === 0 ? null : Math.min(1, done / total);
}

/** What the status bar says of all jobs: those that run first, then what went wrong, then what is done. */
export function summary(
  jobs: readonly Job[],
  reads: number,
): { text: string; tone: "off" | "busy" | "ok" | "error" } {
  const of = (kind: Job["state"]["kind"]) => jobs.filter(({ state }) => state.kind === kind);
  const running = of("running");
  const going = running.length + reads;
  const failed = of("failed").length;
  if (going > 0) {
    const only = running.length === 1 && reads === 0 ? running[0] : undefined;
    const part = only ? share(jobProgress(only)) : null;
    const percent = part === null ? "" : ` · ${Math.floor(part * 100)} %`;
    const also = failed > 0 ? ` · ${failed} failed` : "";
    return { text: count(going, "job") + percent + also, tone: failed > 0 ? "error" : "busy" };
  }
  if (failed > 0) return { text: `${count(failed, "job")} failed`, tone: "error" };
  const done = of("done").length;
  if (done > 0) return { text: `${count(done, "job")} done`, tone: "ok" };
  const stopped = of("stopped").length;
  return { text: stopped > 0 ? `${count(stopped, "job")} stopped` : "0 jobs", tone: "off" };
}
