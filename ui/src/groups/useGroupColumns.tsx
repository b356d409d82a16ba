import { useMemo, useRef } from "react";
import type { GroupQuery, GroupRow, GroupSort } from "../bindings";
import type { Column } from "../kit/grid/GridRow";
import { grouped } from "../kit/numbers";
import { LagText } from "./LagText";
import { StateText } from "./StateText";
import { TrendText } from "./TrendText";
import styles from "./useGroupColumns.module.css";
import { KIND_ABOUT, KIND_WORD } from "./words";

/** The columns of the groups grid; a press on a head sorts. */
export function useGroupColumns(
  query: GroupQuery,
  change: (part: Partial<GroupQuery>) => void,
): Column<GroupRow>[] {
  const latest = useRef(change);
  latest.current = change;
  const { sort, descending } = query;
  return useMemo(() => {
    const sorted = (id: GroupSort): Column<GroupRow>["sort"] => ({
      direction: sort === id ? (descending ? "descending" : "ascending") : null,
      // Numbers are looked at from the largest on.
      toggle: () =>
        latest.current({
          sort: id,
          descending: sort === id ? !descending : id === "lag" || id === "members",
        }),
    });
    return [
      {
        id: "name",
        title: "Group",
        width: "minmax(200px, 1.4fr)",
        render: ({ id }) => (
          <span className={styles.name} title={id}>
            {id}
          </span>
        ),
        sort: sorted("name"),
      },
      {
        id: "state",
        title: "State",
        width: "96px",
        render: ({ state }) => <StateText state={state} />,
        sort: sorted("state"),
      },
      {
        id: "protocol",
        title: "Protocol",
        width: "118px",
        render: ({ kind }) => (
          <span className={styles.quiet} title={KIND_ABOUT[kind]}>
            {KIND_WORD[kind]}
          </span>
        ),
      },
      {
        id: "members",
        title: "Members",
        width: "86px",
        align: "right",
        render: ({ members }) =>
          members === null ? (
            <span className={styles.none}>–</span>
          ) : (
            <span className={styles.number}>{grouped(members)}</span>
          ),
        sort: sorted("members"),
      },
      {
        id: "topics",
        title: "Topics",
        width: "minmax(130px, 1fr)",
        render: (row) => <TopicNames row={row} />,
      },
      {
        id: "lag",
        title: "Lag",
        width: "112px",
        align: "right",
        render: ({ lag }) => <LagText lag={lag} />,
        sort: sorted("lag"),
      },
      {
        id: "worst",
        title: "Worst partition",
        width: "minmax(160px, 1fr)",
        render: ({ worst }) =>
          worst && (
            <span className={styles.worst} title={`${worst.topic}, partition ${worst.partition}`}>
              <span>{worst.topic}</span>
              <span className={styles.partition}>/{worst.partition}</span>
              <span className={styles.number}>{grouped(worst.lag)}</span>
            </span>
          ),
      },
      {
        id: "trend",
        title: "Trend",
        width: "108px",
        render: ({ trend }) => <TrendText trend={trend} />,
      },
    ];
  }, [sort, descending]);
}

function TopicNames({ row: { topics, topicCount } }: { row: GroupRow }) {
  if (topicCount === 0) return <span className={styles.none}>–</span>;
  const [first] = topics;
  const more = topicCount - topics.length;
  return (
    <span
      className={styles.topics}
      title={[...topics, ...(more > 0 ? [`and ${grouped(more)} more`] : [])].join("\n")}
    >
      <span>{first}</span>
      {topicCount > 1 && <span className={styles.more}>+{grouped(topicCount - 1)}</span>}
    </span>
  );
}
