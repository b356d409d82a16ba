import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { AclEntry, AclFilter, AclPage, CommandLine } from "../bindings";
import { backend } from "../ipc/backend";

/** Rows asked for at once: more than any screen shows. */
export const PAGE_ROWS = 200;

/** A page of the entries that a filter takes. */
export function useAcls(
  connection: string,
  filter: AclFilter,
  from: number,
  enabled: boolean,
): UseQueryResult<AclPage & { from: number }> {
  return useQuery({
    queryKey: ["listAcls", connection, filter, from],
    queryFn: async () => ({ ...(await backend.listAcls(connection, filter, from, PAGE_ROWS)), from }),
    enabled,
    placeholderData: keepPreviousData,
  });
}

/** Who may read a topic, a sentence each. */
export function useReaders(connection: string, topic: string): UseQueryResult<string[]> {
  return useQuery({
    queryKey: ["whoMayRead", connection, topic],
    queryFn: () => backend.whoMayRead(connection, topic),
  });
}

/** The same for a terminal. */
export function useAclLines(
  connection: string,
  entries: readonly AclEntry[],
  remove: boolean,
): UseQueryResult<CommandLine[]> {
  return useQuery({
    queryKey: ["aclLines", connection, entries, remove],
    queryFn: () => backend.aclLines(connection, [...entries], remove),
    enabled: entries.length > 0,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
}
