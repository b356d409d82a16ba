import { type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import type { Cluster, Connection } from "../bindings";
import { backend } from "../ipc/backend";

export function useConnections(): UseQueryResult<Connection[]> {
  return useQuery({ queryKey: ["listConnections"], queryFn: () => backend.listConnections() });
}

export function useConnection(id: string | null): Connection | undefined {
  return useConnections().data?.find((connection) => connection.id === id);
}

function clusterQuery(connection: string) {
  return {
    queryKey: ["openConnection", connection],
    queryFn: () => backend.openConnection(connection),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  };
}

/** The cluster of a connection, opened when this is first used. */
export function useCluster(connection: string): UseQueryResult<Cluster> {
  return useQuery(clusterQuery(connection));
}

/** What is known of a cluster, without opening it. */
export function useKnownCluster(connection: string): UseQueryResult<Cluster> {
  return useQuery({ ...clusterQuery(connection), enabled: false });
}

/** Opening a connection by hand, since when it is tried, and leaving off. */
export function useConnect(connection: string): {
  reconnect(): void;
  stop(): Promise<void>;
  since: number;
} {
  const queries = useQueryClient();
  const cluster = useKnownCluster(connection);
  const { isFetching } = cluster;
  const since = useRef(Date.now());
  const wasFetching = useRef(isFetching);
  if (isFetching && !wasFetching.current) since.current = Date.now();
  wasFetching.current = isFetching;
  return {
    reconnect: () => void cluster.refetch(),
    stop: async () => {
      await queries.cancelQueries({ queryKey: ["openConnection", connection] });
      await backend.closeConnection(connection).catch(() => undefined);
    },
    since: since.current,
  };
}

/** Closes a connection, and forgets what was read through it. */
export function useDisconnect(): (connection: string) => Promise<void> {
  const queries = useQueryClient();
  return async (connection) => {
    const reads = [
      "openConnection",
      "listTopics",
      "topicPartitions",
      "topicConfigs",
      "topicFigures",
      "listAcls",
      "whoMayRead",
      "listGroups",
      "groupDetail",
      "groupCount",
      "topicGroups",
    ];
    for (const name of reads) queries.removeQueries({ queryKey: [name, connection] });
    await backend.closeConnection(connection);
  };
}

/** Where a connection stands, for its dot. */
export type Link = "closed" | "opening" | "open" | "lost" | "failed";

/** `lost`: it was open, and no data comes any more. */
export function linkOf({ data, error, isFetching }: UseQueryResult<Cluster>, lost: boolean): Link {
  if (isFetching) return "opening";
  if (error) return "failed";
  if (!data) return "closed";
  return lost ? "lost" : "open";
}

export const LINK_DOT = {
  closed: "off",
  opening: "busy",
  open: "ok",
  lost: "warn",
  failed: "error",
} as const;

export const LINK_WORD: Record<Link, string> = {
  closed: "not connected",
  opening: "connecting",
  open: "connected",
  lost: "disconnected, trying again",
  failed: "can't connect",
};

export function securityName(security: Connection["security"]): string {
  return { plaintext: "PLAINTEXT", ssl: "SSL", saslPlaintext: "SASL_PLAINTEXT", saslSsl: "SASL_SSL" }[
    security
  ];
}
