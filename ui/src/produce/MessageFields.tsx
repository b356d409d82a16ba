import { Plus } from "lucide-react";
import { lazy, Suspense, useMemo } from "react";
import type { JsonProblem } from "../bindings";
import { Button } from "../kit/Button";
import { Field } from "../kit/Field";
import { bytes } from "../kit/numbers";
import { Checkbox, Segmented } from "../kit/Toggle";
import { type DraftForm, type DraftState, MOST_EDITED, newHeader, valueSize } from "./draft";
import { HeaderRow } from "./HeaderRow";
import styles from "./MessageFields.module.css";

// CodeMirror is a third of the app: it is loaded when something is written.
const JsonEditor = lazy(async () => ({ default: (await import("./JsonEditor")).JsonEditor }));

const VALUE_FORMS: readonly { id: DraftForm; name: string }[] = [
  { id: "json", name: "JSON" },
  { id: "text", name: "Text" },
  { id: "hex", name: "Hex" },
];
const PLAIN_FORMS: readonly { id: "text" | "hex"; name: string }[] = [
  { id: "text", name: "Text" },
  { id: "hex", name: "Hex" },
];

type Props = {
  draft: DraftState;
  /** What is wrong with a field, to be said at it. */
  problems: Record<"key" | "value" | "partition" | "times", string | null>;
  jsonProblem: JsonProblem | null;
  onChange(part: Partial<DraftState>): void;
};

/** The parts of one message. */
export function MessageFields({ draft, problems, jsonProblem, onChange: change }: Props) {
  const isLong = draft.value.length > MOST_EDITED;
  return (
    <div className={styles.fields}>
      <section className={styles.part}>
        <div className={styles.partHead}>
          <h3>Key</h3>
          <Segmented
            label="Format of the key"
            small
            value={draft.keyForm}
            options={PLAIN_FORMS}
            onChange={(keyForm) => change({ keyForm })}
          />
          <Checkbox isSelected={draft.keyIsNull} onChange={(keyIsNull) => change({ keyIsNull })}>
            Null key
          </Checkbox>
        </div>
        <Field
          label="Key"
          hideLabel
          mono
          value={draft.keyIsNull ? "" : draft.key}
          placeholder={draft.keyIsNull ? "null" : "empty"}
          error={problems.key}
          onChange={(key) => change({ key, keyIsNull: false })}
        />
      </section>
      <section className={styles.valuePart}>
        <div className={styles.partHead}>
          <h3>Value</h3>
          {!isLong && (
            <Segmented
              label="Format of the value"
              small
              value={draft.valueForm}
              options={VALUE_FORMS}
              onChange={(valueForm) => change({ valueForm })}
            />
          )}
          <Checkbox isSelected={draft.tombstone} onChange={(tombstone) => change({ tombstone })}>
            Tombstone
          </Checkbox>
        </div>
        {draft.tombstone ? (
          <p className={styles.null}>The value is null: with compaction, it deletes the key.</p>
        ) : isLong ? (
          <LongValue draft={draft} />
        ) : (
          <Suspense fallback={<div className={styles.loading} />}>
            <JsonEditor
              label="Value"
              value={draft.value}
              isJson={draft.valueForm === "json"}
              problem={jsonProblem}
              most={MOST_EDITED}
              onChange={(value) => change({ value })}
              hint={draft.valueForm === "hex" ? "7b 22 69 64 22 7d" : "empty"}
            />
          </Suspense>
        )}
        <p className={styles.problem} aria-live="polite">
          {problems.value}
        </p>
      </section>
      <section className={styles.part}>
        <div className={styles.partHead}>
          <h3>Headers</h3>
          <Button
            look="quiet"
            icon={Plus}
            onPress={() => change({ headers: [...draft.headers, newHeader()] })}
          >
            Add header
          </Button>
        </div>
        {draft.headers.map((header, index) => (
          <HeaderRow
            key={header.id}
            header={header}
            number={index + 1}
            onChange={(next) =>
              change({ headers: draft.headers.map((other) => (other.id === next.id ? next : other)) })
            }
            onRemove={() => change({ headers: draft.headers.filter(({ id }) => id !== header.id) })}
          />
        ))}
      </section>
      <section className={styles.where}>
        <Field
          label="Partition"
          mono
          value={draft.partition}
          placeholder={draft.keyIsNull ? "any" : "by key"}
          onChange={(partition) => change({ partition })}
          error={problems.partition}
          hint={
            draft.keyIsNull
              ? "Empty: the client picks one."
              : "Empty: by the key, as the Java client does (murmur2)."
          }
        />
        <Field
          label="How often"
          mono
          value={draft.times}
          placeholder="1"
          onChange={(times) => change({ times })}
          error={problems.times}
          hint="Above 1, {{n}} in key, value and headers is the running number: 1, 2, 3…"
        />
      </section>
    </div>
  );
}

/** Stands for a value that is too long to be edited. */
function LongValue({ draft }: { draft: DraftState }) {
  const size = useMemo(() => valueSize(draft), [draft]);
  return (
    <p className={styles.long}>
      {bytes(size)}, sent as it is. Values above {bytes(MOST_EDITED)} are not edited here.
    </p>
  );
}
