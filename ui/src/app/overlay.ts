import type { AclEntry, Connection, PartitionName, SavedView } from "../bindings";
import type { TopicSession } from "../messages/TopicSession";
import type { TopicTab } from "./tabs";

/** A window over the window: one at a time. */
export type Overlay =
  | { kind: "palette" }
  | { kind: "keys" }
  | { kind: "connection"; edit: Connection | null }
  | { kind: "deleteConnection"; connection: Connection }
  | { kind: "allowWriting"; connection: Connection }
  | { kind: "export"; session: TopicSession }
  | { kind: "exportGroup"; connection: string; group: string }
  | { kind: "resetGroup"; connection: string; group: string; partitions: readonly PartitionName[] | null }
  | { kind: "deleteGroup"; connection: string; group: string; topic: string | null }
  | { kind: "createTopic"; connection: string }
  | { kind: "addPartitions"; connection: string; topic: string }
  | { kind: "purge"; connection: string; topic: string }
  | { kind: "deleteTopic"; connection: string; topic: string }
  | { kind: "addAccess"; connection: string; topic: string | null; principal: string | null }
  | { kind: "deleteAccess"; connection: string; entries: readonly AclEntry[] }
  | { kind: "journal" }
  | { kind: "saveView"; tab: TopicTab }
  | { kind: "renameView"; view: SavedView };

/** Something to be said once, above whatever is shown. */
export type Said = {
  id: number;
  tone: "info" | "warn" | "error";
  message: string;
  hint: string | null;
  details: string | null;
  /** What can be done about it. */
  action: { name: string; run(): void } | null;
};

export type Saying = Pick<Said, "message"> & Partial<Pick<Said, "hint" | "details" | "action">>;
