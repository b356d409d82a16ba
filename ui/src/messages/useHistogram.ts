import { useQuery } from "@tanstack/react-query";
import type { Histogram } from "../bindings";
import { backend } from "../ipc/backend";
import type { LiveState } from "./LiveView";

const EVERY_MS = 1000;
const NO_HISTOGRAM: Histogram = { fromMs: 0, toMs: 0, widthMs: 0, seen: [], matched: [], untimed: 0 };

/** When the messages of a view were written; asked again for as long as more come. */
export function useHistogram({ view, numbering, tick }: LiveState, buckets: number): Histogram {
  const kind = tick?.state.kind;
  const grows = kind === "starting" || kind === "reading" || kind === "live" || (tick?.pending ?? 0) > 0;
  const { data } = useQuery({
    // Once more when nothing grows any longer.
    queryKey: ["viewHistogram", view, buckets, numbering, grows],
    queryFn: () => backend.viewHistogram(view ?? -1, buckets),
    enabled: view !== null && tick !== null && buckets > 0,
    refetchInterval: grows ? EVERY_MS : false,
    placeholderData: (before) => before,
    gcTime: 0,
  });
  return data ?? NO_HISTOGRAM;
}
