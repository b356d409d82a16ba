import type { PartitionName, Reset, ResetTo, Zone } from "../../bindings";

export type To = ResetTo["kind"];
export type Of = "all" | "topics" | "partitions";

/** What stands in the form. `text` is what the target needs, one for each of them. */
export type ResetForm = {
  to: To;
  text: Record<To, string>;
  of: Of;
  topics: readonly string[];
  partitions: readonly PartitionName[];
};

/** What a target needs to be told: its field's name, a sample and what else may be said. */
export type TextField = { label: string; placeholder: string; hint: string };

export const TARGETS: readonly { id: To; name: string; note: string }[] = [
  { id: "earliest", name: "Earliest", note: "the first message that is there" },
  { id: "latest", name: "Latest", note: "the end: nothing of now is read" },
  { id: "time", name: "A time", note: "the first message of then or later" },
  { id: "duration", name: "So long ago", note: "2h, 1d 12h" },
  { id: "offset", name: "An offset", note: "the same in each partition" },
  { id: "shift", name: "So many messages on or back", note: "from where it stands" },
  { id: "group", name: "Another group's position", note: "where that one stands" },
];

export const OF: readonly { id: Of; name: string; note: string }[] = [
  { id: "all", name: "All of it", note: "what the group has committed or reads" },
  { id: "topics", name: "Chosen topics", note: "all their partitions" },
  { id: "partitions", name: "Chosen partitions", note: "of those that it has" },
];

export const FIELDS: Record<To, TextField | null> = {
  earliest: null,
  latest: null,
  time: {
    label: "Time",
    placeholder: "14:00, yesterday 18:30, 2026-11-24T14:00:00Z",
    hint: "A time of today, a date with a time, or “2h ago”.",
  },
  duration: { label: "How long ago", placeholder: "2h", hint: "2h, 90 min, 1d 12h or PT2H30M." },
  offset: {
    label: "Offset",
    placeholder: "0",
    hint: "Outside of a partition it becomes its start or its end.",
  },
  shift: { label: "Messages", placeholder: "-500", hint: "With a minus they are read again, else left out." },
  group: {
    label: "Group",
    placeholder: "settlement-service",
    hint: "It is only asked where it stands. Partitions without a commit of its own stay.",
  },
};

/** A form with nothing chosen but, where there are some, partitions. */
export function firstForm(partitions: readonly PartitionName[] | null): ResetForm {
  const text: ResetForm["text"] = {
    earliest: "",
    latest: "",
    time: "",
    duration: "",
    offset: "",
    shift: "",
    group: "",
  };
  return {
    to: "earliest",
    text,
    of: partitions === null ? "all" : "partitions",
    topics: [],
    partitions: partitions ?? [],
  };
}

/** What is asked for; a sentence where something is still to be chosen. */
export function resetOf(form: ResetForm, zone: Zone): Reset | string {
  const field = FIELDS[form.to];
  const text = form.text[form.to].trim();
  if (field !== null && text === "") return MISSING[form.to];
  if (form.of === "topics" && form.topics.length === 0) return "Choose a topic.";
  if (form.of === "partitions" && form.partitions.length === 0) return "Choose a partition.";
  return {
    to: toOf(form.to, text, zone),
    topics: form.of === "topics" ? [...form.topics] : null,
    partitions: form.of === "partitions" ? [...form.partitions] : null,
  };
}

export function samePartition(one: PartitionName, other: PartitionName): boolean {
  return one.topic === other.topic && one.partition === other.partition;
}

const MISSING: Record<To, string> = {
  earliest: "",
  latest: "",
  time: "Write a time.",
  duration: "Write how long ago.",
  offset: "Write an offset.",
  shift: "Write how many messages.",
  group: "Write the name of a group.",
};

function toOf(kind: To, text: string, zone: Zone): ResetTo {
  switch (kind) {
    case "earliest":
    case "latest":
      return { kind };
    case "offset":
      return { kind, offset: text };
    case "time":
      return { kind, text, utc: zone === "utc" };
    case "duration":
      return { kind, text };
    case "shift":
      return { kind, by: text };
    case "group":
      return { kind, group: text };
  }
}
