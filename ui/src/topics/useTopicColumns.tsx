import { Star } from "lucide-react";
import { useMemo, useRef } from "react";
import { sameTopic } from "../app/tabs";
import { useWorkspace } from "../app/workspace";
import type { TopicName, TopicQuery, TopicRow, TopicSort } from "../bindings";
import type { Column } from "../kit/grid/GridRow";
import { grouped } from "../kit/numbers";
import type { Store } from "../kit/store";
import { Tag } from "../kit/Tag";
import { type Figures, figureColumns } from "./FigureCells";
import styles from "./useTopicColumns.module.css";

const SORTS: { id: TopicSort; title: string; width: string; right: boolean }[] = [
  { id: "name", title: "Name", width: "minmax(230px, 1fr)", right: false },
  { id: "partitions", title: "Partitions", width: "92px", right: true },
  { id: "replication", title: "Replication", width: "98px", right: true },
  { id: "messages", title: "Messages", width: "124px", right: true },
];

/** The columns of the topics grid; a press on a head sorts. */
export function useTopicColumns(
  query: TopicQuery,
  change: (part: Partial<TopicQuery>) => void,
  favourites: readonly TopicName[],
  connection: string,
  figures: Store<Figures>,
): Column<TopicRow>[] {
  const workspace = useWorkspace();
  const latest = useRef(change);
  latest.current = change;
  const { sort, descending } = query;
  return useMemo(() => {
    const star: Column<TopicRow> = {
      id: "favourite",
      title: "",
      width: "38px",
      render: ({ name }) => {
        const topic = { connection, topic: name };
        const on = favourites.some((other) => sameTopic(other, topic));
        return (
          <button
            type="button"
            tabIndex={-1}
            className={styles.star}
            aria-label={on ? `Remove ${name} from favourites` : `Add ${name} to favourites`}
            aria-pressed={on}
            onClick={() => workspace.toggleFavourite(topic)}
          >
            <Star size={14} fill={on ? "currentColor" : "none"} aria-hidden />
          </button>
        );
      },
    };
    const columns = SORTS.map(
      ({ id, title, width, right }): Column<TopicRow> => ({
        id,
        title,
        width,
        align: right ? "right" : undefined,
        render: (row) => <TopicCell row={row} column={id} />,
        sort: {
          direction: sort === id ? (descending ? "descending" : "ascending") : null,
          // Numbers are looked at from the largest on.
          toggle: () => latest.current({ sort: id, descending: sort === id ? !descending : id !== "name" }),
        },
      }),
    );
    return [star, ...columns, ...figureColumns(figures)];
  }, [workspace, sort, descending, favourites, connection, figures]);
}

function TopicCell({ row, column }: { row: TopicRow; column: TopicSort }) {
  switch (column) {
    case "name":
      return (
        <span className={styles.name}>
          {row.name} {row.internal && <Tag>internal</Tag>}{" "}
          {row.problem && <Tag tone="error">{row.problem}</Tag>}
        </span>
      );
    case "partitions":
      return <span className={styles.number}>{grouped(row.partitions)}</span>;
    case "replication":
      return <span className={styles.number}>{row.replication}</span>;
    case "messages":
      return row.messages === null ? (
        <span className={styles.unknown}>…</span>
      ) : (
        <span className={styles.number}>{grouped(row.messages)}</span>
      );
  }
}
