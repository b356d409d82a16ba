import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { ConfigRow, PartitionRow, TopicPage, TopicQuery } from "../bindings";
import { backend } from "../ipc/backend";

/** Rows asked for at once: more than any screen shows. */
export const PAGE_ROWS = 200;
const COUNTS_AGAIN_MS = 700;
/** How often partitions are asked for while they are in sight. */
export const PARTITIONS_AGAIN_MS = 5_000;

/** A page of the topics that a query finds. Asks again while the brokers still count messages. */
export function useTopicPage(
  connection: string,
  query: TopicQuery,
  from: number,
  enabled: boolean,
): UseQueryResult<TopicPage & { from: number }> {
  return useQuery({
    queryKey: ["listTopics", connection, query, from],
    queryFn: async () => ({ ...(await backend.listTopics(connection, query, from, PAGE_ROWS, false)), from }),
    enabled,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.offsets === "loading" ? COUNTS_AGAIN_MS : false),
  });
}

/** How many topics there were when they were counted last, in ms since 1970, once the connection is open. */
export function useTopicCount(connection: string, enabled: boolean): { count: number; at: number } | null {
  const query: TopicQuery = { search: "", sort: "name", descending: false, internal: false };
  const { data, dataUpdatedAt } = useQuery({
    queryKey: ["listTopics", connection, "count"],
    queryFn: () => backend.listTopics(connection, query, 0, 1, false),
    enabled,
    staleTime: 30_000,
  });
  return data ? { count: data.matching, at: dataUpdatedAt - data.ageMs } : null;
}

/** A topic's partitions; asked again now and then while they are in sight. */
export function usePartitions(
  connection: string,
  topic: string,
  enabled: boolean,
): UseQueryResult<PartitionRow[]> {
  return useQuery({
    queryKey: ["topicPartitions", connection, topic],
    queryFn: () => backend.topicPartitions(connection, topic),
    enabled,
    refetchInterval: PARTITIONS_AGAIN_MS,
    placeholderData: keepPreviousData,
  });
}

/** All settings of a topic. */
export function useTopicConfigs(
  connection: string,
  topic: string,
  enabled: boolean,
): UseQueryResult<ConfigRow[]> {
  return useQuery({
    queryKey: ["topicConfigs", connection, topic],
    queryFn: () => backend.topicConfigs(connection, topic),
    enabled,
  });
}
