import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { useSettings } from "../app/workspace";
import type { PartitionRow } from "../bindings";
import { Button } from "../kit/Button";
import { Grid } from "../kit/grid/Grid";
import type { Column } from "../kit/grid/GridRow";
import { ErrorNote } from "../kit/Note";
import { grouped } from "../kit/numbers";
import { Tag } from "../kit/Tag";
import { Waiting } from "../kit/Waiting";
import type { TopicSession } from "../messages/TopicSession";
import styles from "./PartitionsPage.module.css";

type Props = { partitions: UseQueryResult<PartitionRow[]>; session: TopicSession };

const number = (value: string | number | null) =>
  value === null ? (
    <span className={styles.none}>unknown</span>
  ) : (
    <span className={styles.number}>{grouped(value)}</span>
  );

const COLUMNS: Column<PartitionRow>[] = [
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
    render: ({ problem }) => problem && <Tag tone="error">{problem}</Tag>,
  },
];

/** The partitions of a topic. Enter reads one. */
export function PartitionsPage({ partitions, session }: Props) {
  const { compact } = useSettings();
  const [selected, setSelected] = useState<number | null>(null);
  const [openedAt] = useState(Date.now);
  const rows = partitions.data ?? [];
  const retry = <Button onPress={() => void partitions.refetch()}>Try again</Button>;
  return (
    <>
      {partitions.error && rows.length > 0 && <ErrorNote failure={partitions.error} banner action={retry} />}
      <Grid
        label="Partitions"
        columns={COLUMNS}
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
        empty={
          partitions.error ? (
            <div className={styles.failure}>
              <ErrorNote failure={partitions.error} action={retry} />
            </div>
          ) : (
            <Waiting what="Asking the brokers" since={openedAt} />
          )
        }
      />
    </>
  );
}

/** All rows are here already. */
function ignore() {}
