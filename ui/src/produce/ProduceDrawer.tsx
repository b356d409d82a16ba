import { useQueryClient } from "@tanstack/react-query";
import { Lock, Plus, Send, X } from "lucide-react";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useWorkspace } from "../app/workspace";
import type { Connection, Produced } from "../bindings";
import { backend } from "../ipc/backend";
import { type Failed, toFailed } from "../ipc/failure";
import { Button, IconButton } from "../kit/Button";
import { Field } from "../kit/Field";
import { ErrorNote, Note } from "../kit/Note";
import { bytes, grouped } from "../kit/numbers";
import { useStore } from "../kit/store";
import { Checkbox, Segmented } from "../kit/Toggle";
import type { TopicSession } from "../messages/TopicSession";
import {
  type DraftForm,
  type DraftState,
  EMPTY_DRAFT,
  hexProblem,
  MOST_EDITED,
  newHeader,
  partitionProblem,
  toDraft,
  valueSize,
} from "./draft";
import { HeaderRow } from "./HeaderRow";
import styles from "./ProduceDrawer.module.css";
import { useJsonProblem } from "./useJsonProblem";

// CodeMirror is a third of the app: it is loaded when something is written.
const JsonEditor = lazy(async () => ({ default: (await import("./JsonEditor")).JsonEditor }));

type Props = {
  session: TopicSession;
  connection: Connection | undefined;
  /** Null until known. */
  partitions: number | null;
};

const VALUE_FORMS: readonly { id: DraftForm; name: string }[] = [
  { id: "json", name: "JSON" },
  { id: "text", name: "Text" },
  { id: "hex", name: "Hex" },
];
const PLAIN_FORMS: readonly { id: "text" | "hex"; name: string }[] = [
  { id: "text", name: "Text" },
  { id: "hex", name: "Hex" },
];

/** Writes one message to a topic. What was typed stays until it is replaced, also over a failure. */
export function ProduceDrawer({ session, connection, partitions }: Props) {
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const draft = useStore(session.draft);
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failed | null>(null);
  const [written, setWritten] = useState<Produced | null>(null);
  const drawer = useRef<HTMLElement>(null);
  const readOnly = connection?.readOnly ?? false;
  const jsonProblem = useJsonProblem(draft);
  const { value, valueForm } = draft;
  const valueHexProblem = useMemo(() => (valueForm === "hex" ? hexProblem(value) : null), [value, valueForm]);
  const isLong = value.length > MOST_EDITED;
  const problems = {
    partition: partitionProblem(draft.partition, partitions),
    key: !draft.keyIsNull && draft.keyForm === "hex" ? hexProblem(draft.key) : null,
    value:
      draft.tombstone || draft.valueForm === "text"
        ? null
        : draft.valueForm === "hex"
          ? valueHexProblem
          : jsonProblem && `Line ${jsonProblem.line}, column ${jsonProblem.column}: ${jsonProblem.message}`,
    headers: draft.headers.find(
      ({ form, isNull, value }) => form === "hex" && !isNull && hexProblem(value) !== null,
    )
      ? "A header is not valid hex."
      : null,
  };
  const blocked = Object.values(problems).find((problem) => problem !== null) ?? null;

  useEffect(() => {
    drawer.current?.querySelector<HTMLElement>("input:not([type=checkbox])")?.focus();
  }, []);

  const change = (part: Partial<DraftState>) => {
    session.draft.update(part);
    setWritten(null);
    setFailure(null);
  };
  const close = () => session.state.update({ producing: false });
  const send = async () => {
    if (sending || readOnly || blocked !== null) return;
    setSending(true);
    setFailure(null);
    setWritten(null);
    try {
      setWritten(await backend.produce(session.connection, session.topic, toDraft(draft)));
      void queries.invalidateQueries({ queryKey: ["topicPartitions", session.connection, session.topic] });
    } catch (thrown) {
      setFailure(toFailed(thrown));
    } finally {
      setSending(false);
    }
  };

  return (
    <aside
      ref={drawer}
      role="dialog"
      aria-label={`Produce to ${session.topic}`}
      className={styles.drawer}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) {
          event.stopPropagation();
          close();
        }
      }}
      // Before a field, a button or the editor keeps the key to itself.
      onKeyDownCapture={(event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.stopPropagation();
        void send();
      }}
      // A press beside the fields keeps the keys here.
      tabIndex={-1}
    >
      <header className={styles.head}>
        <h2 className={styles.title}>
          Produce to <span className={styles.topic}>{session.topic}</span>
        </h2>
        <IconButton label="Close" icon={X} keys="Esc" onPress={close} />
      </header>
      <div className={styles.body}>
        {readOnly && connection && (
          <Note
            tone="warn"
            message={`${connection.name} is read-only: nothing is written through it.`}
            hint="What you write here is kept until writing is allowed."
          />
        )}
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
        <section className={styles.partition}>
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
        </section>
      </div>
      <footer className={styles.foot}>
        {failure && <ErrorNote failure={failure} />}
        {written && (
          <Note
            tone="ok"
            message={`Written to partition ${written.partition} at offset ${grouped(written.offset)}.`}
            action={<Button onPress={() => session.show(written.partition, written.offset)}>Show it</Button>}
          />
        )}
        <div className={styles.actions}>
          <Button look="quiet" onPress={() => change(EMPTY_DRAFT)}>
            Clear
          </Button>
          <span className={styles.why}>
            {readOnly ? "Read-only connection" : blocked && "Mend the field marked above."}
          </span>
          {readOnly && connection ? (
            <Button icon={Lock} onPress={() => workspace.overlay.set({ kind: "allowWriting", connection })}>
              Allow writing…
            </Button>
          ) : (
            <Button
              look="primary"
              icon={Send}
              isPending={sending}
              isDisabled={blocked !== null}
              onPress={() => void send()}
            >
              {sending ? "Sending…" : "Send"}
            </Button>
          )}
        </div>
      </footer>
    </aside>
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
