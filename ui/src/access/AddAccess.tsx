import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { AclResource } from "../bindings";
import { ChangeDialog, Refused } from "../changes/ChangeDialog";
import { useConnection } from "../connections/queries";
import { useSettled } from "../groups/reset/useSettled";
import { backend } from "../ipc/backend";
import { Choice, Field } from "../kit/Field";
import { count } from "../kit/numbers";
import { Segmented, Switch } from "../kit/Toggle";
import { AclPlan } from "./AclPlan";
import styles from "./AddAccess.module.css";
import { type AccessForm, draftOf, firstForm, missing, OPERATIONS, PRESETS } from "./accessForm";
import { OPERATION_WORD, RESOURCE_WORD } from "./words";

type Props = {
  connection: string;
  /** Named already. */
  topic: string | null;
  principal: string | null;
  onClose(): void;
};

const REST_MS = 250;

/** Lets somebody do something: by what it is for, with every entry that it takes shown before. */
export function AddAccess({ connection, topic, principal, onClose }: Props) {
  const readOnly = useConnection(connection)?.readOnly ?? false;
  const [form, setForm] = useState(() => firstForm(topic, principal));
  const change = (part: Partial<AccessForm>) => setForm({ ...form, ...part });
  const lack = missing(form);
  const asked = useMemo(() => (lack === null ? draftOf(form) : null), [form, lack]);
  const draft = useSettled(asked, REST_MS);
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ["planAcls", draft],
    queryFn: () => (draft === null ? null : backend.planAcls(draft)),
    enabled: draft !== null,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const entries = draft === null || error ? null : (data ?? null);
  const isCurrent = entries !== null && !isPlaceholderData && draft === asked;
  const what = count(entries?.length ?? 0, "entry", "entries");
  return (
    <ChangeDialog
      title="Add access"
      width={680}
      action={{ name: entries ? `Add ${what}` : "Add", doing: "Adding…", look: "primary" }}
      why={readOnly ? "This connection is read-only." : null}
      about={entries ? "It can be taken back." : ""}
      isReady={isCurrent}
      make={(confirm) => backend.addAcls(connection, [...(entries ?? [])], confirm)}
      onClose={onClose}
    >
      <div className={styles.fields}>
        <Choice label="To" value={form.preset} options={PRESETS} onChange={(preset) => change({ preset })} />
        <Field
          label="Who"
          mono
          autoFocus={principal === null}
          value={form.principal}
          onChange={(next) => change({ principal: next })}
          placeholder="User:alice"
          hint="A name alone is a user; User:* is everybody"
        />
        {form.preset === "custom" ? (
          <CustomFields form={form} onChange={change} />
        ) : (
          <PresetFields form={form} onChange={change} />
        )}
      </div>
      {!(form.preset === "custom" && form.resource === "cluster") && (
        <Switch isSelected={form.prefixed} onChange={(prefixed) => change({ prefixed })}>
          Also for all names that begin so
        </Switch>
      )}
      <section className={styles.plan} aria-label="What is added">
        {entries ? (
          <AclPlan connection={connection} entries={entries} remove={false} />
        ) : error && draft !== null ? (
          <Refused failure={error} />
        ) : (
          <p className={styles.missing}>{lack ?? ""}</p>
        )}
      </section>
    </ChangeDialog>
  );
}

type FieldsProps = { form: AccessForm; onChange(part: Partial<AccessForm>): void };

function PresetFields({ form, onChange }: FieldsProps) {
  const { preset } = form;
  const topic = (
    <Field
      key="topic"
      label={preset === "group" ? "Topic (if it reads one)" : "Topic"}
      mono
      value={form.topic}
      onChange={(next) => onChange({ topic: next })}
      placeholder="* for all"
    />
  );
  const group = (
    <Field
      key="group"
      label={preset === "reader" ? "Consumer group (if it reads in one)" : "Consumer group"}
      mono
      value={form.group}
      onChange={(next) => onChange({ group: next })}
      placeholder="* for all"
    />
  );
  if (preset === "writer") return topic;
  return preset === "group" ? [group, topic] : [topic, group];
}

const RESOURCES: { id: AclResource; name: string }[] = (
  ["topic", "group", "cluster", "transactionalId"] as const
).map((id) => ({ id, name: RESOURCE_WORD[id] }));

function CustomFields({ form, onChange }: FieldsProps) {
  const operations = OPERATIONS[form.resource];
  return (
    <>
      <Choice
        label="With"
        value={form.resource}
        options={RESOURCES}
        onChange={(resource) => {
          const known = OPERATIONS[resource];
          const operation = known.includes(form.operation) ? form.operation : (known[0] ?? "all");
          onChange({ resource, operation });
        }}
      />
      {form.resource === "cluster" ? (
        <span />
      ) : (
        <Field
          label="Name"
          mono
          value={form.name}
          onChange={(name) => onChange({ name })}
          placeholder="* for all"
        />
      )}
      <Choice
        label="What"
        value={form.operation}
        options={operations.map((id) => ({ id, name: OPERATION_WORD[id] }))}
        onChange={(operation) => onChange({ operation })}
      />
      <Field
        label="From"
        mono
        value={form.host}
        onChange={(host) => onChange({ host })}
        hint="An address of clients; * is anywhere"
      />
      <Segmented
        label="Allow or deny"
        value={form.permission}
        options={[
          { id: "allow", name: "Allow" },
          { id: "deny", name: "Deny, whatever else allows it" },
        ]}
        onChange={(permission) => onChange({ permission })}
      />
    </>
  );
}
