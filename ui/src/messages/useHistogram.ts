import { useQuery } from "@tanstack/react-query";
import type { Histogram, Tick } from "../bindings";
import { backend } from "../ipc/backend";

const EVERY_MS = 1000;
const NO_HISTOGRAM: Histogram = { fromMs: 0, toMs: 0, widthMs: 0, seen: [], matched: [], untimed: 0 };

type Asked = {
  /** Null until the view is open. */
  view: number | null;
  numbering: number;
  /** Something was read. */
  hasTick: boolean;
  grows: boolean;
  buckets: number;
};

/** When the messages of a view were written; asked again for as long as more come. */
export function useHistogram({ view, numbering, hasTick, grows, buckets }: Asked): Histogram {
  const { data } = useQuery({
    // Once more when nothing grows any longer.
    queryKey: ["viewHistogram", view, buckets, numbering, grows],
    queryFn: () => backend.viewHistogram(view ?? -1, buckets),
    enabled: view !== null && hasTick && buckets > 0,
    refetchInterval: grows ? EVERY_MS : false,
    placeholderData: (before) => before,
    gcTime: 0,
  });
  return data ?? NO_HISTOGRAM;
}

/** More messages come, or some have yet to be judged. */
export function grows(tick: Tick | null): boolean {
  const kind = tick?.state.kind;
  return kind === "starting" || kind === "reading" || kind === "live" || (tick?.pending ?? 0) > 0;
}
