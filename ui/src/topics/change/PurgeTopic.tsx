import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useSettings } from "../../app/workspace";
import type { PurgePlan, PurgeRow, PurgeTo, Zone } from "../../bindings";
import { ChangeDialog } from "../../changes/ChangeDialog";
import { useConnection } from "../../connections/queries";
import { useSettled } from "../../groups/reset/useSettled";
import { backend } from "../../ipc/backend";
import { Button } from "../../kit/Button";
import { Choice, Field } from "../../kit/Field";
import { Grid } from "../../kit/grid/Grid";
import type { Column } from "../../kit/grid/GridRow";
import { ErrorNote, Note } from "../../kit/Note";
import { count, grouped } from "../../kit/numbers";
import { zoneName } from "../../kit/times";
import { Waiting } from "../../kit/Waiting";
import styles from "./TopicDialogs.module.css";

type Props = { connection: string; topic: string; onClose(): void };

type To = PurgeTo["kind"];

/** What is typed is planned when the hand rests. */
const REST_MS = 350;

const TARGETS: { id: To; name: string; note: string }[] = [
  { id: "end", name: "All messages", note: "that are there now" },
  { id: "time", name: "Up to a time", note: "what is older" },
  { id: "offset", name: "Up to an offset", note: "in each partition" },
];

/** Counts the oldest messages of a topic, and deletes them. */
export function PurgeTopic({ connection, topic, onClose }: Props) {
  const { zone } = useSettings();
  const readOnly = useConnection(connection)?.readOnly ?? false;
  const [openedAt] = useState(Date.now);
  const [kind, setKind] = useState<To>("time");
  const [text, setText] = useState({ time: "", offset: "" });
  const asked = useMemo(() => purgeOf(kind, text, zone), [kind, text, zone]);
  const to = useSettled(asked, REST_MS);
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({
    queryKey: ["planPurge", connection, topic, to],
    queryFn: () => (to === null ? null : backend.planPurge(connection, topic, to)),
    enabled: to !== null,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const plan = to === null || error ? null : (data ?? null);
  const isCurrent = plan !== null && !isPlaceholderData && to === asked;
  const isTextWrong = error?.code === "invalid" && kind !== "end";
  const problem = isTextWrong ? [error.message, error.hint].filter(Boolean).join(" ") : null;
  const why = readOnly
    ? "This connection is read-only."
    : plan !== null && plan.refused !== null
      ? "It can't be done now."
      : null;
  return (
    <ChangeDialog
      title={`Delete messages of ${topic}`}
      width={640}
      action={{
        name:
          plan === null || plan.messages === "0"
            ? "Delete messages"
            : `Delete ${count(plan.messages, "message")}`,
        doing: "Deleting…",
        look: "danger",
      }}
      why={why}
      about={plan === null ? "" : "There is no way back."}
      isReady={isCurrent}
      make={(confirm) => backend.purge(connection, topic, plan ?? NO_PLAN, confirm)}
      onFailed={() => void refetch()}
      onClose={onClose}
    >
      <div className={styles.fields}>
        <Choice label="Delete" value={kind} options={TARGETS} onChange={(next) => setKind(next)} />
        {kind !== "end" && (
          <Field
            key={kind}
            label={kind === "time" ? `Older than (${zoneName(zone)})` : "First offset to keep"}
            mono
            autoFocus
            value={text[kind]}
            onChange={(next) => setText({ ...text, [kind]: next })}
            placeholder={kind === "time" ? "7d ago" : "1000"}
            hint={
              kind === "time"
                ? "A time of day, a date, or 2h ago, yesterday"
                : "The same in each partition; a smaller one is not reached there"
            }
            error={problem}
          />
        )}
      </div>
      <section className={styles.plan} aria-label="What is deleted" aria-busy={isFetching}>
        {plan ? (
          <Plan plan={plan} />
        ) : error && !isTextWrong ? (
          <ErrorNote failure={error} action={<Button onPress={() => void refetch()}>Try again</Button>} />
        ) : isFetching ? (
          <Waiting what="Counting" since={openedAt} />
        ) : (
          <p className={styles.missing}>Nothing is deleted before it was counted here.</p>
        )}
      </section>
    </ChangeDialog>
  );
}

const NO_PLAN: PurgePlan = { rows: [], messages: "0", refused: null };

function purgeOf(kind: To, text: { time: string; offset: string }, zone: Zone): PurgeTo | null {
  switch (kind) {
    case "end":
      return { kind };
    case "offset":
      return text.offset.trim() === "" ? null : { kind, offset: text.offset.trim().replaceAll(",", "") };
    case "time":
      return text.time.trim() === "" ? null : { kind, text: text.time.trim(), utc: zone === "utc" };
  }
}

const COLUMNS: Column<PurgeRow>[] = [
  {
    id: "partition",
    title: "P",
    width: "70px",
    align: "right",
    render: ({ partition }) => number(partition),
  },
  { id: "start", title: "First now", width: "1fr", align: "right", render: ({ start }) => number(start) },
  { id: "to", title: "First afterwards", width: "1fr", align: "right", render: ({ to }) => number(to) },
  {
    id: "messages",
    title: "Deleted",
    width: "1fr",
    align: "right",
    render: ({ messages }) => number(messages),
  },
];

function number(value: string | number) {
  return <span className={styles.mono}>{grouped(value)}</span>;
}

function Plan({ plan }: { plan: PurgePlan }) {
  const [selected, setSelected] = useState<number | null>(null);
  return (
    <>
      {plan.refused !== null && <Note tone="warn" message={plan.refused} />}
      {plan.rows.length > 0 && (
        <>
          <p className={styles.lost}>
            <b>{count(plan.messages, "message")}</b> of <b>{count(plan.rows.length, "partition")}</b> are
            deleted for good, counted by their offsets.
          </p>
          <div className={styles.table}>
            <Grid
              label="Plan"
              columns={COLUMNS}
              minWidth={420}
              first={0}
              end={plan.rows.length}
              row={(at) => plan.rows[at]}
              rowHeight={26}
              selected={selected}
              onSelect={setSelected}
              onSight={ignore}
            />
          </div>
          <p className={styles.after}>
            Groups that are further back go on at the first message that is left.
          </p>
        </>
      )}
    </>
  );
}

/** All rows are here already. */
function ignore() {}
