import type { AclDraft, AclEntry, AclOperation, AclPreset, AclResource } from "../bindings";

/** What stands in the form for new access, as typed. */
export type AccessForm = {
  preset: AclPreset;
  principal: string;
  topic: string;
  group: string;
  prefixed: boolean;
  resource: AclResource;
  name: string;
  operation: AclOperation;
  permission: AclEntry["permission"];
  host: string;
};

export function firstForm(topic: string | null, principal: string | null): AccessForm {
  return {
    preset: "reader",
    principal: principal ?? "",
    topic: topic ?? "",
    group: "",
    prefixed: false,
    resource: "topic",
    name: topic ?? "",
    operation: "read",
    permission: "allow",
    host: "*",
  };
}

export const PRESETS: { id: AclPreset; name: string; note: string }[] = [
  { id: "reader", name: "Read a topic", note: "also in a group" },
  { id: "writer", name: "Write to a topic", note: "also idempotently" },
  { id: "group", name: "Be in a consumer group", note: "and see it" },
  { id: "custom", name: "One entry of your own", note: "" },
];

/** The operations that Kafka knows for a resource. */
export const OPERATIONS: Readonly<Record<AclResource, readonly AclOperation[]>> = {
  topic: ["read", "write", "describe", "create", "delete", "alter", "describeConfigs", "alterConfigs", "all"],
  group: ["read", "describe", "delete", "describeConfigs", "alterConfigs", "all"],
  cluster: [
    "describe",
    "create",
    "alter",
    "describeConfigs",
    "alterConfigs",
    "idempotentWrite",
    "clusterAction",
    "all",
  ],
  transactionalId: ["write", "describe", "all"],
  other: [],
};

/** The form as the backend takes it. */
export function draftOf(form: AccessForm): AclDraft {
  const { preset, prefixed, resource, operation, permission } = form;
  const isCluster = resource === "cluster";
  const name = isCluster ? "kafka-cluster" : form.name.trim();
  return {
    preset,
    principal: form.principal.trim(),
    topic: form.topic.trim() === "" ? null : form.topic.trim(),
    group: form.group.trim() === "" ? null : form.group.trim(),
    prefixed,
    entry:
      preset === "custom"
        ? {
            resource,
            name,
            pattern: prefixed && !isCluster && name !== "*" ? "prefixed" : "literal",
            principal: form.principal.trim(),
            host: form.host.trim(),
            operation,
            permission,
          }
        : null,
  };
}

/** What is missing still, in a few words; null where the form can be looked at. */
export function missing({ preset, principal, topic, group, resource, name }: AccessForm): string | null {
  if (principal.trim() === "") return "Say who.";
  if ((preset === "reader" || preset === "writer") && topic.trim() === "") return "Choose a topic.";
  if (preset === "group" && group.trim() === "") return "Choose a consumer group.";
  return preset === "custom" && resource !== "cluster" && name.trim() === "" ? "Choose a name." : null;
}
