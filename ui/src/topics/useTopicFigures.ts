import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { backend } from "../ipc/backend";
import { Store } from "../kit/store";
import type { Figures } from "./FigureCells";

const LAGS_AGAIN_MS = 700;
/** How often rates are looked at. */
const FIGURES_AGAIN_MS = 5_000;
/** The backend takes no more at once. */
const MOST = 200;

/** What is known of topics beside the list; asked for those in sight, again and again. */
export function useTopicFigures(
  connection: string,
  inSight: readonly string[],
  enabled: boolean,
): Store<Figures> {
  const kept = useRef<Store<Figures>>(undefined);
  kept.current ??= new Store<Figures>(new Map());
  const figures = kept.current;
  const topics = inSight.slice(0, MOST);
  const { data } = useQuery({
    queryKey: ["topicFigures", connection, topics],
    queryFn: () => backend.topicFigures(connection, topics, false),
    enabled: enabled && topics.length > 0,
    refetchInterval: ({ state }) => (state.data?.lags === "loading" ? LAGS_AGAIN_MS : FIGURES_AGAIN_MS),
    gcTime: FIGURES_AGAIN_MS,
  });
  useEffect(() => {
    if (!data) return;
    figures.set(new Map([...figures.get(), ...data.rows.map((row) => [row.topic, row] as const)]));
  }, [data, figures]);
  return figures;
}
