import type { GroupDetail, GroupPartition, GroupRow } from "../../bindings";

/** A group of the list, as a test wants it. */
export function groupRow(part: Partial<GroupRow> & { id: string }): GroupRow {
  return {
    kind: "classic",
    state: "stable",
    members: 1,
    topics: ["orders"],
    topicCount: 1,
    lag: { kind: "known", messages: "0" },
    worst: null,
    trend: null,
    ageMs: 0,
    ...part,
  };
}

/** A partition of a group, as a test wants it. */
export function groupPartition(part: Partial<GroupPartition> = {}): GroupPartition {
  return {
    topic: "orders",
    partition: 3,
    committed: "7315290",
    start: "0",
    end: "7317094",
    lag: { kind: "known", messages: "1804" },
    behind: { ms: 58_200, method: "exact, create time" },
    member: "settlement-1-7f0c",
    client: "settlement-1",
    host: "/10.2.0.40",
    changedMs: null,
    problem: null,
    ...part,
  };
}

/** A group whole, as a test wants it. */
export function groupDetail(part: Partial<GroupDetail> = {}): GroupDetail {
  return {
    id: "settlement-service",
    kind: "consumer",
    state: "stable",
    assignor: "uniform",
    coordinator: 1,
    lag: { kind: "known", messages: "3201" },
    trend: "growing",
    change: { messages: "1870", overMs: 300_000 },
    behind: { ms: 58_200, method: "exact, create time" },
    slowest: { topic: "orders", partition: 3 },
    consumed: 31,
    produced: 37,
    outlook: { kind: "never" },
    cause: "Partition 3 is hot: it takes 71 % of what is produced.",
    partitions: [groupPartition()],
    partitionCount: 1,
    members: [],
    memberCount: 0,
    notes: [],
    sampledMs: 0,
    ...part,
  };
}
