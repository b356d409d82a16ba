import { useQuery } from "@tanstack/react-query";
import { Label, Radio, RadioGroup } from "react-aria-components";
import type { Zone } from "../bindings";
import { backend } from "../ipc/backend";
import { Field } from "../kit/Field";
import { zoneName } from "../kit/times";
import styles from "./RangePicker.module.css";
import type { RangeFields, StartKind } from "./range";

export type FieldsProps = {
  zone: Zone;
  fields: RangeFields;
  problem: string | null;
  onChange(part: Partial<RangeFields>): void;
};

const KINDS: { id: StartKind; name: string; note: string }[] = [
  { id: "last", name: "Last messages", note: "the newest, then live" },
  { id: "latest", name: "Latest", note: "only what comes from now on" },
  { id: "earliest", name: "Earliest", note: "from the first message on" },
  { id: "time", name: "Time", note: "a moment, or since" },
  { id: "offset", name: "Offset", note: "or partition:offset" },
  { id: "group", name: "Consumer group", note: "where it stands now" },
];

/** Where reading begins. */
export function StartFields({ connection, ...props }: FieldsProps & { connection: string }) {
  const { fields, problem, zone, onChange } = props;
  return (
    <RadioGroup
      value={fields.kind}
      onChange={(kind) => onChange({ kind: kind as StartKind })}
      className={styles.kinds}
    >
      <Label className={styles.legend}>Read from</Label>
      {KINDS.map(({ id, name, note }) => (
        <div key={id}>
          <Radio value={id} aria-label={name} className={styles.radio}>
            <span className={styles.circle} />
            <span>{name}</span>
            <span className={styles.note}>{note}</span>
          </Radio>
          {id === fields.kind && (
            <div className={styles.field}>
              {id === "last" && (
                <Field
                  label="How many"
                  hideLabel
                  mono
                  autoFocus
                  value={fields.count}
                  onChange={(count) => onChange({ count })}
                  error={problem}
                  hint="in all partitions together"
                />
              )}
              {id === "offset" && (
                <Field
                  label="Offset"
                  hideLabel
                  mono
                  autoFocus
                  value={fields.offset}
                  onChange={(offset) => onChange({ offset })}
                  error={problem}
                  placeholder="88,412,122"
                  hint="One for each partition, or partition:offset as 3:4711, 4:100."
                />
              )}
              {id === "time" && (
                <Field
                  label="Time"
                  hideLabel
                  mono
                  autoFocus
                  value={fields.time}
                  onChange={(time) => onChange({ time })}
                  error={problem}
                  placeholder="2h ago"
                  hint={`2h ago · 14:05 · 2026-11-24T14:05:00Z · epoch ms. Without a zone: ${zoneName(zone)}.`}
                />
              )}
              {id === "group" && <GroupField connection={connection} {...props} />}
              {(id === "latest" || id === "earliest") && problem && <p role="alert">{problem}</p>}
            </div>
          )}
        </div>
      ))}
    </RadioGroup>
  );
}

const MOST_NAMES = 6;

/** A group's name, with those of the cluster to choose from. It is read without joining it. */
function GroupField({ connection, fields, problem, onChange }: FieldsProps & { connection: string }) {
  const groups = useQuery({
    queryKey: ["consumerGroups", connection],
    queryFn: () => backend.consumerGroups(connection),
    staleTime: 10_000,
  });
  const typed = fields.group.trim().toLowerCase();
  const fitting = (groups.data ?? []).filter((name) => name.toLowerCase().includes(typed));
  const known = fitting.some((name) => name === fields.group);
  return (
    <>
      <Field
        label="Consumer group"
        hideLabel
        mono
        autoFocus
        value={fields.group}
        onChange={(group) => onChange({ group })}
        error={problem}
        placeholder="settlement-service"
        hint={hintOf(groups.isPending, groups.error?.message ?? null, groups.data?.length ?? 0)}
      />
      {!known && fitting.length > 0 && (
        <ul className={styles.names}>
          {fitting.slice(0, MOST_NAMES).map((name) => (
            <li key={name}>
              <button type="button" className={styles.name} onClick={() => onChange({ group: name })}>
                {name}
              </button>
            </li>
          ))}
          {fitting.length > MOST_NAMES && <li className={styles.note}>{fitting.length - MOST_NAMES} more</li>}
        </ul>
      )}
    </>
  );
}

function hintOf(asking: boolean, failed: string | null, known: number): string {
  if (asking) return "Asking for the groups…";
  if (failed !== null) return `The groups can't be listed: ${failed}`;
  if (known === 0) return "There is no group, or none that you may see.";
  return "Looked up without joining it. A partition without a position is read from its first message.";
}
