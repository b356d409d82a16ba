import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { topicTab } from "../../app/tabs";
import { useWorkspace } from "../../app/workspace";
import { ChangeDialog, Refused } from "../../changes/ChangeDialog";
import { useConnection, useKnownCluster } from "../../connections/queries";
import { useSettled } from "../../groups/reset/useSettled";
import { backend } from "../../ipc/backend";
import { Choice, Field } from "../../kit/Field";
import { count } from "../../kit/numbers";
import { inWords, readTyped } from "../config/settingText";
import styles from "./TopicDialogs.module.css";
import { draftOf, FIRST_FORM, type FormField, fieldOf, type TopicForm } from "./topicForm";

/** What is typed is checked by the brokers when the hand rests. */
const REST_MS = 400;

const POLICIES: { id: TopicForm["policy"]; name: string; note?: string }[] = [
  { id: "", name: "The brokers' default", note: "cleanup.policy" },
  { id: "delete", name: "Delete", note: "what is old or too much" },
  { id: "compact", name: "Compact", note: "keeps the last value of each key" },
  { id: "compact,delete", name: "Compact and delete" },
];

/** A new topic, checked by the brokers while it is written. */
export function CreateTopic({ connection, onClose }: { connection: string; onClose(): void }) {
  const workspace = useWorkspace();
  const known = useConnection(connection);
  const brokers = useKnownCluster(connection).data?.brokers.length ?? null;
  const [form, setForm] = useState(FIRST_FORM);
  const { draft, problems } = useMemo(() => draftOf(form), [form]);
  const asked = useSettled(draft, REST_MS);
  const check = useQuery({
    queryKey: ["checkTopic", connection, asked],
    queryFn: () => (asked === null ? null : backend.createTopic(connection, asked, true, null)),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
  const isCurrent = asked !== null && asked === draft && !check.isPlaceholderData;
  const refusal = asked === null ? null : check.error;
  const at = refusal === null ? null : fieldOf(refusal);
  const problem = (field: FormField) =>
    problems[field] ??
    (at === field && refusal ? [refusal.message, refusal.hint].filter(Boolean).join(" ") : null);
  const write = (field: FormField) => (text: string) => setForm({ ...form, [field]: text });
  const why = known?.readOnly
    ? "This connection is read-only."
    : form.name.trim() === ""
      ? "It needs a name."
      : Object.keys(problems).length > 0 || refusal !== null
        ? "The brokers would not take it so."
        : null;
  return (
    <ChangeDialog
      title={`Create a topic in ${known?.name ?? connection}`}
      width={600}
      action={{ name: "Create the topic", doing: "Creating…", look: "primary" }}
      why={why}
      about={isCurrent && check.data ? check.data.message : draft === null ? "" : "Asking the brokers…"}
      isReady={isCurrent && check.data !== undefined}
      make={(confirm) => backend.createTopic(connection, draft ?? NO_DRAFT, false, confirm)}
      onMade={({ outcome }) => {
        if (outcome === "done" && draft) workspace.open(topicTab({ connection, topic: draft.name }));
      }}
      onClose={onClose}
    >
      <Field
        label="Name"
        mono
        autoFocus
        value={form.name}
        onChange={write("name")}
        error={problem("name")}
        hint="Letters from a to z, digits, “.”, “_” and “-”"
      />
      <div className={styles.three}>
        <Field
          label="Partitions"
          mono
          value={form.partitions}
          onChange={write("partitions")}
          error={problem("partitions")}
          hint="As many consumers of a group can share it"
        />
        <Field
          label="Replication factor"
          mono
          value={form.replication}
          onChange={write("replication")}
          placeholder="the brokers' default"
          error={problem("replication")}
          hint={brokers === null ? "Brokers that hold each partition" : `At most ${count(brokers, "broker")}`}
        />
      </div>
      <div className={styles.three}>
        <Choice
          label="Old messages"
          value={form.policy}
          options={POLICIES}
          onChange={(policy) => setForm({ ...form, policy })}
          hint={problem("policy") ?? "cleanup.policy"}
        />
        <Field
          label="Kept for"
          mono
          value={form.retention}
          onChange={write("retention")}
          placeholder="the brokers' default"
          error={problem("retention")}
          hint={meaning("millis", form.retention) ?? "retention.ms: as 7 d, 12 h, or -1 for no limit"}
        />
        <Field
          label="At most, in each partition"
          mono
          value={form.size}
          onChange={write("size")}
          placeholder="the brokers' default"
          error={problem("size")}
          hint={meaning("bytes", form.size) ?? "retention.bytes: as 1 GiB, or -1 for no limit"}
        />
        <Field
          label="Replicas in sync to write"
          mono
          value={form.inSync}
          onChange={write("inSync")}
          placeholder="the brokers' default"
          error={problem("inSync")}
          hint="min.insync.replicas"
        />
      </div>
      {refusal && at === null && <Refused failure={refusal} />}
    </ChangeDialog>
  );
}

const NO_DRAFT = { name: "", partitions: 1, replication: null, configs: [] };

/** What a setting gets that is written otherwise: "604800000 · 7 d". */
function meaning(type: "millis" | "bytes", text: string): string | null {
  const { value } = readTyped(type, text);
  if (value === null || text.trim() === "") return null;
  const words = inWords(type, value);
  return words === null ? value : `${value} · ${words}`;
}
