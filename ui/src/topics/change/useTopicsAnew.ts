import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { TopicQuery } from "../../bindings";
import { backend } from "../../ipc/backend";

const ANY: TopicQuery = { search: "", sort: "name", descending: false, internal: false };

/** Has the topics of a connection asked for anew, after one came or went. */
export function useTopicsAnew(): (connection: string) => Promise<void> {
  const queries = useQueryClient();
  return useCallback(
    async (connection) => {
      // The list says itself that it is old where this fails.
      await backend.listTopics(connection, ANY, 0, 1, true).catch(() => undefined);
      await queries.invalidateQueries({ queryKey: ["listTopics", connection] });
    },
    [queries],
  );
}
