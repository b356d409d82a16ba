import type { Workspace } from "../app/workspace";
import type { GroupPartition } from "../bindings";
import { NO_FILTER } from "../messages/view";

type Where = Pick<GroupPartition, "topic" | "partition" | "committed">;

/** Opens the messages of a partition from where a group goes on; the first one is what it waits on. */
export function showWhatItWaitsOn(workspace: Workspace, connection: string, where: Where): void {
  const { topic, partition, committed } = where;
  if (committed === null) return;
  workspace.read(
    { connection, topic },
    { ...WHOLE, start: { kind: "position", text: `${partition}:${committed}` } },
    { partition, offset: committed },
  );
}

/** Opens a topic from where a group goes on, in all its partitions. */
export function readFromPosition(
  workspace: Workspace,
  connection: string,
  group: string,
  topic: string,
): void {
  workspace.read({ connection, topic }, { ...WHOLE, start: { kind: "group", group } });
}

/** Nothing left out of what was read of the topic before. */
const WHOLE = {
  until: null,
  order: "oldest",
  partitions: null,
  key: null,
  filter: NO_FILTER,
  latestPerKey: false,
} as const;
