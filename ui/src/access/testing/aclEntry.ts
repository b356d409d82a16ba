import type { AclEntry } from "../../bindings";

/** An entry, as a test wants it. */
export function aclEntry(part: Partial<AclEntry> = {}): AclEntry {
  return {
    resource: "topic",
    name: "orders",
    pattern: "literal",
    principal: "User:alice",
    host: "*",
    operation: "read",
    permission: "allow",
    ...part,
  };
}
