import { useDeferredValue } from "react";
import { useSettings } from "../../app/workspace";
import type { GroupQuery } from "../../bindings";
import { Choice, Field } from "../../kit/Field";
import { zoneName } from "../../kit/times";
import { useGroupPage } from "../queries";
import { FIELDS, OF, type ResetForm, TARGETS } from "./resetForm";
import styles from "./TargetFields.module.css";

type Props = {
  connection: string;
  group: string;
  form: ResetForm;
  /** What is wrong with what was written. */
  problem: string | null;
  onChange(change: Partial<ResetForm>): void;
};

/** Where the offsets go, and which. */
export function TargetFields({ connection, group, form, problem, onChange }: Props) {
  const { zone } = useSettings();
  const field = FIELDS[form.to];
  const text = form.text[form.to];
  const write = (next: string) => onChange({ text: { ...form.text, [form.to]: next } });
  return (
    <div className={styles.fields} data-text={field !== null || undefined}>
      <Choice label="Go to" value={form.to} options={TARGETS} onChange={(to) => onChange({ to })} />
      {field && (
        <div>
          <Field
            key={form.to}
            label={form.to === "time" ? `${field.label} (${zoneName(zone)})` : field.label}
            mono
            autoFocus
            value={text}
            onChange={write}
            placeholder={field.placeholder}
            hint={field.hint}
            error={problem}
          />
          {form.to === "group" && <Groups connection={connection} text={text} not={group} onChoose={write} />}
        </div>
      )}
      <Choice label="Of" value={form.of} options={OF} onChange={(of) => onChange({ of })} />
    </div>
  );
}

const MOST_NAMES = 6;

type GroupsProps = { connection: string; text: string; not: string; onChoose(group: string): void };

/** Groups to choose from, by what was written. */
function Groups({ connection, text, not, onChoose }: GroupsProps) {
  const query: GroupQuery = { search: useDeferredValue(text.trim()), sort: "name", descending: false };
  const rows = useGroupPage(connection, query, 0, true).data?.rows ?? [];
  const names = rows.map(({ id }) => id).filter((id) => id !== not);
  if (names.includes(text)) return null;
  return (
    <ul className={styles.names} aria-label="Groups">
      {names.slice(0, MOST_NAMES).map((name) => (
        <li key={name}>
          <button type="button" className={styles.name} title={name} onClick={() => onChoose(name)}>
            {name}
          </button>
        </li>
      ))}
    </ul>
  );
}
