import type { AclEntry, AclOperation, AclResource } from "../bindings";

export const RESOURCE_WORD: Record<AclResource, string> = {
  topic: "topic",
  group: "consumer group",
  cluster: "cluster",
  transactionalId: "transactional id",
  other: "something else",
};

export const OPERATION_WORD: Record<AclOperation, string> = {
  all: "everything",
  read: "read",
  write: "write",
  create: "create",
  delete: "delete",
  alter: "alter",
  describe: "describe",
  clusterAction: "cluster action",
  describeConfigs: "describe configs",
  alterConfigs: "alter configs",
  idempotentWrite: "idempotent write",
  other: "something else",
};

/** What an entry is about: "topics that begin with orders-". */
function aboutWhat({ resource, name, pattern }: AclEntry): string {
  if (resource === "cluster") return "the cluster";
  if (name === "*" && pattern === "literal") return `all ${RESOURCE_WORD[resource]}s`;
  if (pattern === "prefixed") return `${RESOURCE_WORD[resource]}s that begin with ${name}`;
  return `${RESOURCE_WORD[resource]} ${name}`;
}

/** An entry in words. */
export function inWords(entry: AclEntry): string {
  const { principal, permission, operation, host } = entry;
  const who = principal === "User:*" ? "Everybody" : principal;
  const may = permission === "allow" ? "may" : "may not";
  const what = operation === "all" ? "do everything with" : OPERATION_WORD[operation];
  return `${who} ${may} ${what} ${aboutWhat(entry)}${host === "*" ? "" : `, from ${host}`}`;
}

/** What makes two entries the same. */
export function entryKey(entry: AclEntry): string {
  const { resource, name, pattern, principal, host, operation, permission } = entry;
  return [resource, name, pattern, principal, host, operation, permission].join("\n");
}
