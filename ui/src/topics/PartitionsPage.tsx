import type { UseQueryResult } from "@tanstack/react-query";
import { CirclePause, RefreshCw } from "lucide-react";
import { useMemo, useState } from "react";
import { useCommands } from "../app/commands";
import { useSettings } from "../app/workspace";
import type { PartitionRow } from "../bindings";
import { backend } from "../ipc/backend";
import { isUnanswered } from "../ipc/failure";
import { Button, IconButton } from "../kit/Button";
import { Empty } from "../kit/Empty";
import { Grid } from "../kit/grid/Grid";
import type { Column } from "../kit/grid/GridRow";
import { ErrorNote, Note } from "../kit/Note";
import { count, duration, grouped } from "../kit/numbers";
import { useStore } from "../kit/store";
import { Tag } from "../kit/Tag";
import { useElapsed } from "../kit/useElapsed";
import { Waiting } from "../kit/Waiting";
import type { TopicSession } from "../messages/TopicSession";
import { LostNote } from "./LostNote";
import styles from "./PartitionsPage.module.css";
import { PARTITIONS_AGAIN_MS } from "./queries";
import { skewOf } from "./skew";

type Props = {
  partitions: UseQueryResult<PartitionRow[]>;
  session: TopicSession;
  /** False: a person stopped the asking. */
  asks: boolean;
  onAsk(asks: boolean): void;
};

const number = (value: string | number | null) =>
  value === null ? (
    <span className={styles.none}>unknown</span>
  ) : (
    <span className={styles.number}>{grouped(value)}</span>
  );

const columnsOf = (skew: ReadonlyMap<number, number>): Column<PartitionRow>[] => [
  { id: "id", title: "P", width: "60px", align: "right", render: ({ id }) => number(id) },
  {
    id: "leader",
    title: "Leader",
    width: "90px",
    align: "right",
    render: ({ leader }) => (leader === null ? <Tag tone="error">none</Tag> : number(leader)),
  },
  {
    id: "replicas",
    title: "Replicas",
    width: "minmax(110px, 0.4fr)",
    render: ({ replicas, inSync }) => (
      <span className={styles.number}>
        {replicas.map((broker, index) => (
          <span key={broker} className={inSync.includes(broker) ? undefined : styles.behind}>
            {index > 0 && ", "}
            {broker}
          </span>
        ))}
      </span>
    ),
  },
  {
    id: "inSync",
    title: "In sync",
    width: "110px",
    render: ({ replicas, inSync }) =>
      inSync.length < replicas.length ? (
        <Tag tone="warn">
          {inSync.length} of {replicas.length}
        </Tag>
      ) : (
        <span className={styles.all}>all {replicas.length}</span>
      ),
  },
  {
    id: "start",
    title: "First offset",
    width: "150px",
    align: "right",
    render: ({ start }) => number(start),
  },
  { id: "end", title: "End offset", width: "150px", align: "right", render: ({ end }) => number(end) },
  {
    id: "messages",
    title: "Messages",
    width: "140px",
    align: "right",
    render: ({ messages }) => number(messages),
  },
  {
    id: "problem",
    title: "",
    width: "minmax(120px, 1fr)",
    render: ({ id, problem }) => {
      if (problem !== null) return <Tag tone="error">{problem}</Tag>;
      const times = skew.get(id);
      return (
        times !== undefined && (
          <span title="It holds much more than the others: its keys are more frequent, or few.">
            <Tag tone="warn">{times.toFixed(1)} × its share</Tag>
          </span>
        )
      );
    },
  },
];

/** The partitions of a topic. Enter reads one. */
export function PartitionsPage({ partitions, session, asks, onAsk }: Props) {
  const { compact } = useSettings();
  const [selected, setSelected] = useState<number | null>(null);
  const [openedAt, setOpenedAt] = useState(Date.now);
  const lost = useStore(backend.unreachable).has(session.connection);
  const { error, dataUpdatedAt, errorUpdatedAt, isFetching } = partitions;
  const rows = partitions.data ?? [];
  const columns = useMemo(() => columnsOf(skewOf(partitions.data ?? [])), [partitions.data]);
  const known = rows.filter(({ end }) => end !== null).length;
  const ask = () => {
    setOpenedAt(Date.now());
    if (asks) void partitions.refetch();
    else onAsk(true);
  };
  useCommands([
    {
      id: "partitions.refresh",
      title: "Ask the brokers again",
      group: "Topics",
      keys: ["F5", "mod+r"],
      run: ask,
    },
  ]);
  const retry = <Button onPress={ask}>Try again</Button>;
  const isLost = lost || (error !== null && isUnanswered(error));
  return (
    <>
      {rows.length > 0 && (
        <div className={styles.bar}>
          <span>{count(rows.length, "partition")}</span>
          <Age at={dataUpdatedAt} asking={isFetching} />
          <IconButton label="Refresh" tip="Ask the brokers again" keys="F5" icon={RefreshCw} onPress={ask} />
        </div>
      )}
      {rows.length > 0 && isLost && (
        <LostNote
          lastDataAt={dataUpdatedAt}
          askedAt={Math.max(dataUpdatedAt, errorUpdatedAt)}
          everyMs={PARTITIONS_AGAIN_MS}
          details={error?.message}
        />
      )}
      {rows.length > 0 && error && !isLost && <ErrorNote failure={error} banner action={retry} />}
      {rows.length > 0 && known < rows.length && (
        <Note
          tone="warn"
          banner
          message={`${known} of ${count(rows.length, "partition")} answered: the offsets of the others are not known.`}
        />
      )}
      <Grid
        label="Partitions"
        columns={columns}
        minWidth={930}
        first={0}
        end={rows.length}
        row={(number) => rows[number]}
        rowHeight={compact ? 22 : 28}
        selected={selected}
        onSelect={setSelected}
        onOpen={(number) => {
          const partition = rows[number];
          if (!partition) return;
          session.state.update({ page: "messages" });
          session.restart({ partitions: [partition.id] });
        }}
        onSight={ignore}
        dimmed={isLost}
        empty={
          error ? (
            <div className={styles.failure}>
              <ErrorNote failure={error} action={retry} />
            </div>
          ) : asks ? (
            <Waiting what="Asking the brokers" since={openedAt} onStop={() => onAsk(false)} />
          ) : (
            <Empty icon={CirclePause} title="Stopped" action={<Button onPress={ask}>Ask again</Button>}>
              The brokers were not heard to the end.
            </Empty>
          )
        }
      />
    </>
  );
}

/** How old the offsets are; 0 for never. */
function Age({ at, asking }: { at: number; asking: boolean }) {
  const age = useElapsed(at, 1000);
  if (asking && age > 2 * PARTITIONS_AGAIN_MS) return <span>asking the brokers…</span>;
  return <span>{age < 2000 ? "just now" : `${duration(age)} ago`}</span>;
}

/** All rows are here already. */
function ignore() {}
