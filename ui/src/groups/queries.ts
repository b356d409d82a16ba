import { keepPreviousData, type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { GroupDetail, GroupPage, GroupQuery, LagHistory, TopicGroups } from "../bindings";
import { backend } from "../ipc/backend";

/** Rows asked for at once: more than any screen shows. */
export const PAGE_ROWS = 200;
/** How often lags are looked for while they come in. */
const LAGS_AGAIN_MS = 700;
/** How often a group is asked for while it is in sight. */
export const GROUP_AGAIN_MS = 5_000;
/** The distance of two points of a history. */
const HISTORY_AGAIN_MS = 15_000;

/** A page of the groups that a query finds. Asks again while their lags come in. */
export function useGroupPage(
  connection: string,
  query: GroupQuery,
  from: number,
  enabled: boolean,
): UseQueryResult<GroupPage & { from: number }> {
  const queries = useQueryClient();
  const page = useQuery({
    queryKey: ["listGroups", connection, query, from],
    queryFn: async () => ({ ...(await backend.listGroups(connection, query, from, PAGE_ROWS, false)), from }),
    enabled,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.lags === "loading" ? LAGS_AGAIN_MS : false),
  });
  const total = page.data?.total;
  useEffect(() => {
    if (total !== undefined) queries.setQueryData(countKey(connection), total);
  }, [queries, connection, total]);
  return page;
}

/** How many groups there were when they were listed last. Nothing is asked for it. */
export function useGroupCount(connection: string): number | null {
  const { data } = useQuery<number>({
    queryKey: countKey(connection),
    queryFn: () => Promise.reject(new Error("it is only told")),
    enabled: false,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return data ?? null;
}

/** A group whole, asked for again and again while it is in sight. */
export function useGroup(connection: string, group: string, enabled: boolean): UseQueryResult<GroupDetail> {
  return useQuery({
    queryKey: ["groupDetail", connection, group],
    queryFn: () => backend.groupDetail(connection, group),
    enabled,
    refetchInterval: GROUP_AGAIN_MS,
  });
}

/** How the lag of a group went in the last `spanMs`. */
export function useLagHistory(
  connection: string,
  group: string,
  spanMs: number,
  enabled: boolean,
): UseQueryResult<LagHistory> {
  return useQuery({
    queryKey: ["lagHistory", connection, group, spanMs],
    queryFn: () => backend.lagHistory(connection, group, Date.now() - spanMs),
    enabled,
    refetchInterval: HISTORY_AGAIN_MS,
    placeholderData: keepPreviousData,
  });
}

/** The groups that read a topic, or have read it. Asks again until all groups of the cluster have been asked. */
export function useTopicGroups(
  connection: string,
  topic: string,
  enabled: boolean,
): UseQueryResult<TopicGroups> {
  return useQuery({
    queryKey: ["topicGroups", connection, topic],
    queryFn: () => backend.topicGroups(connection, topic, false),
    enabled,
    refetchInterval: ({ state }) => (state.data?.lags === "loading" ? LAGS_AGAIN_MS : false),
  });
}

function countKey(connection: string): string[] {
  return ["groupCount", connection];
}
