import { useQueryClient } from "@tanstack/react-query";
import { ListX, RefreshCw, Star } from "lucide-react";
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { useCommands } from "../app/commands";
import { sameTopic, useSettings, useWorkspace } from "../app/workspace";
import type { TopicName, TopicPage, TopicQuery, TopicRow, TopicSort } from "../bindings";
import { useCluster, useConnection } from "../connections/queries";
import { backend } from "../ipc/backend";
import { type Failed, toFailed } from "../ipc/failure";
import { Button, IconButton } from "../kit/Button";
import { Empty } from "../kit/Empty";
import { FilterField } from "../kit/Field";
import { type Column, Grid, type GridHandle } from "../kit/grid/Grid";
import { ErrorNote, Note } from "../kit/Note";
import { count, duration, grouped } from "../kit/numbers";
import { Tag } from "../kit/Tag";
import { Switch } from "../kit/Toggle";
import { useElapsed } from "../kit/useElapsed";
import { Waiting } from "../kit/Waiting";
import { PAGE_ROWS, useTopicPage } from "./queries";
import styles from "./TopicsPage.module.css";

const FIRST_QUERY: TopicQuery = { search: "", sort: "name", descending: false, internal: false };

/** The topics of a connection. */
export function TopicsPage({ connection }: { connection: string }) {
  const workspace = useWorkspace();
  const settings = useSettings();
  const queries = useQueryClient();
  const name = useConnection(connection)?.name ?? connection;
  const cluster = useCluster(connection);
  const [query, setQuery] = useState(FIRST_QUERY);
  const asked = useDeferredValue(query);
  const [from, setFrom] = useState(0);
  const [selected, setSelected] = useState<number | null>(null);
  const [openedAt] = useState(Date.now);
  const [refreshing, setRefreshing] = useState(false);
  const [refreshFailure, setRefreshFailure] = useState<Failed | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const grid = useRef<GridHandle>(null);
  const {
    data: page,
    error,
    dataUpdatedAt,
    refetch,
  } = useTopicPage(connection, asked, from, cluster.isSuccess);

  const change = (part: Partial<TopicQuery>) => {
    setQuery({ ...query, ...part });
    setFrom(0);
    setSelected(null);
  };
  const refresh = async () => {
    setRefreshing(true);
    setRefreshFailure(null);
    try {
      await backend.listTopics(connection, query, 0, 1, true);
      await queries.invalidateQueries({ queryKey: ["listTopics", connection] });
    } catch (thrown) {
      setRefreshFailure(toFailed(thrown));
    } finally {
      setRefreshing(false);
    }
  };
  const retry = () => {
    if (cluster.error) void cluster.refetch();
    else void refetch();
  };
  useCommands([
    {
      id: "topics.search",
      title: "Search topics",
      group: "Topics",
      keys: ["/"],
      run: () => search.current?.focus(),
    },
    {
      id: "topics.refresh",
      title: "Ask the brokers again",
      group: "Topics",
      keys: ["F5", "mod+r"],
      run: () => void refresh(),
    },
    {
      id: "topics.next",
      title: "Next topic",
      group: "Topics",
      keys: ["j"],
      palette: false,
      run: () => grid.current?.move(1),
    },
    {
      id: "topics.previous",
      title: "Previous topic",
      group: "Topics",
      keys: ["k"],
      palette: false,
      run: () => grid.current?.move(-1),
    },
  ]);

  const row = useCallback((number: number): TopicRow | undefined => page?.rows[number - page.from], [page]);
  const see = useCallback((first: number, end: number) => {
    setFrom((now) => {
      if (first >= now && end <= now + PAGE_ROWS) return now;
      return Math.max(0, Math.floor((first - PAGE_ROWS / 4) / 50) * 50);
    });
  }, []);
  const open = (number: number) => {
    const topic = row(number);
    if (topic) workspace.open({ kind: "topic", connection, topic: topic.name });
  };

  const columns = useTopicColumns(query, change, settings.favourites, connection);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when there are rows to walk
  useEffect(() => {
    if (page && document.activeElement === document.body) grid.current?.focus();
  }, [page === undefined]);

  const failure = cluster.error ?? error;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.title}>Topics</h1>
        <span className={styles.of}>{name}</span>
        {page && <Figures page={page} at={dataUpdatedAt} refreshing={refreshing} />}
        <IconButton
          label="Refresh"
          tip="Ask the brokers again"
          keys="F5"
          icon={RefreshCw}
          onPress={() => void refresh()}
        />
      </header>
      <div className={styles.bar}>
        <FilterField
          label="Search topics"
          placeholder="Search topics"
          value={query.search}
          onChange={(search) => change({ search })}
          onLeave={() => grid.current?.focus()}
          inputRef={search}
          keys="/"
          aside={
            query.search !== "" && page ? (
              <span className={styles.found}>
                {grouped(page.matching)} of {grouped(page.total)}
              </span>
            ) : undefined
          }
        />
        {page && page.internal > 0 && (
          <Switch isSelected={query.internal} onChange={(internal) => change({ internal })}>
            {count(page.internal, "internal topic")}
          </Switch>
        )}
      </div>
      {page?.note && <Note tone="warn" message={page.note} banner />}
      {page?.offsets === "partial" && !page.note && (
        <Note
          tone="warn"
          message="Some brokers did not say how many messages their partitions hold."
          banner
        />
      )}
      {refreshFailure && (
        <ErrorNote
          failure={refreshFailure}
          banner
          action={<Button onPress={() => void refresh()}>Try again</Button>}
        />
      )}
      {failure && page && (
        <ErrorNote failure={failure} banner action={<Button onPress={retry}>Try again</Button>} />
      )}
      <Grid
        label="Topics"
        columns={columns}
        minWidth={640}
        first={0}
        end={page?.matching ?? 0}
        row={row}
        rowHeight={settings.compact ? 22 : 28}
        selected={selected}
        onSelect={setSelected}
        onOpen={open}
        opensOnClick
        onSight={see}
        handle={grid}
        empty={
          failure ? (
            <div className={styles.failure}>
              <ErrorNote failure={failure} action={<Button onPress={retry}>Try again</Button>} />
            </div>
          ) : page ? (
            <NoTopics page={page} query={query} onChange={change} />
          ) : (
            <Waiting
              what={cluster.isSuccess ? "Asking the brokers" : `Connecting to ${name}`}
              since={openedAt}
            />
          )
        }
      />
    </div>
  );
}

function Figures({ page, at, refreshing }: { page: TopicPage; at: number; refreshing: boolean }) {
  const since = useElapsed(at, 1000);
  const age = page.ageMs + since;
  const words = refreshing
    ? "asking the brokers…"
    : page.offsets === "loading"
      ? "counting messages…"
      : age < 2000
        ? "just now"
        : `${duration(age)} ago`;
  return (
    <p className={styles.figures}>
      <span>
        <b>{grouped(page.total)}</b> {page.total === 1 ? "topic" : "topics"}
      </span>
      <span>{words}</span>
    </p>
  );
}

function NoTopics({
  page,
  query,
  onChange,
}: {
  page: TopicPage;
  query: TopicQuery;
  onChange(part: Partial<TopicQuery>): void;
}) {
  const hidden = !query.internal && page.internal > 0;
  if (query.search !== "") {
    return (
      <Empty
        icon={ListX}
        title={`No topic is called like “${query.search}”`}
        action={
          <>
            <Button onPress={() => onChange({ search: "" })}>Clear the search</Button>
            {hidden && (
              <Button onPress={() => onChange({ internal: true })}>Search internal topics too</Button>
            )}
          </>
        }
      >
        {count(page.total, "topic")} {page.total === 1 ? "was" : "were"} searched.
      </Empty>
    );
  }
  return (
    <Empty
      icon={ListX}
      title={hidden ? "There are only internal topics" : "There are no topics that you may see"}
      action={
        hidden && (
          <Button onPress={() => onChange({ internal: true })}>
            Show {count(page.internal, "internal topic")}
          </Button>
        )
      }
    >
      {hidden ? null : "Either none was made yet, or this user lacks the right to describe them."}
    </Empty>
  );
}

const SORTS: { id: TopicSort; title: string; width: string; right: boolean }[] = [
  { id: "name", title: "Name", width: "minmax(280px, 1fr)", right: false },
  { id: "partitions", title: "Partitions", width: "110px", right: true },
  { id: "replication", title: "Replication", width: "110px", right: true },
  { id: "messages", title: "Messages", width: "150px", right: true },
];

function useTopicColumns(
  query: TopicQuery,
  change: (part: Partial<TopicQuery>) => void,
  favourites: readonly TopicName[],
  connection: string,
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
    return [star, ...columns];
  }, [workspace, sort, descending, favourites, connection]);
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
