import type { Failure, TopicDraft } from "../../bindings";
import { readTyped } from "../config/settingText";

/** What stands in the form for a new topic, as typed; empty takes the brokers' default. */
export type TopicForm = {
  name: string;
  partitions: string;
  replication: string;
  policy: "" | "delete" | "compact" | "compact,delete";
  retention: string;
  size: string;
  inSync: string;
};

export type FormField = keyof TopicForm;

export const FIRST_FORM: TopicForm = {
  name: "",
  partitions: "1",
  replication: "",
  policy: "",
  retention: "",
  size: "",
  inSync: "",
};

const SETTINGS = {
  policy: { name: "cleanup.policy", type: "list" },
  retention: { name: "retention.ms", type: "millis" },
  size: { name: "retention.bytes", type: "bytes" },
  inSync: { name: "min.insync.replicas", type: "count" },
} as const;

const SETTING_FIELDS = Object.keys(SETTINGS) as (keyof typeof SETTINGS)[];

/** The form as the backend takes it, or null with what is wrong by field. A name that is missing is not wrong yet. */
export function draftOf(form: TopicForm): {
  draft: TopicDraft | null;
  problems: Partial<Record<FormField, string>>;
} {
  const problems: Partial<Record<FormField, string>> = {};
  const whole = (field: "partitions" | "replication") => {
    if (/^\d{1,7}$/.test(form[field].trim())) return Number(form[field]);
    problems[field] = "Write a whole number.";
    return null;
  };
  const partitions = whole("partitions");
  const replication = form.replication.trim() === "" ? null : whole("replication");
  const configs = SETTING_FIELDS.flatMap((field) => {
    const text = form[field].trim();
    if (text === "") return [];
    const { name, type } = SETTINGS[field];
    const { value, problem } = readTyped(type, text);
    if (problem !== null) problems[field] = problem;
    return value === null ? [] : [{ name, value }];
  });
  const name = form.name.trim();
  const isRight = Object.keys(problems).length === 0 && name !== "" && partitions !== null;
  return { draft: isRight ? { name, partitions, replication, configs } : null, problems };
}

/** The field that a refusal is about; null where it is about none. */
export function fieldOf({
  message,
  details,
  code,
}: Pick<Failure, "message" | "details" | "code">): FormField | null {
  if (code === "conflict") return "name";
  if (code !== "invalid") return null;
  const text = `${message} ${details ?? ""}`.toLowerCase();
  const named = SETTING_FIELDS.find((field) => text.includes(SETTINGS[field].name));
  if (named) return named;
  if (text.includes("replication") || text.includes("hold each partition")) return "replication";
  if (text.includes("partition")) return "partitions";
  return text.includes("name") ? "name" : null;
}
