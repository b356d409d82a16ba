import { useQueryClient } from "@tanstack/react-query";
import { CirclePause, Copy, KeyRound, List, Lock, Plus, RefreshCw, Star } from "lucide-react";
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { useCommands } from "../app/commands";
import { sameTopic, topicTab } from "../app/tabs";
import { useSettings, useWorkspace } from "../app/workspace";
import type { TopicPage, TopicQuery, TopicRow } from "../bindings";
import { Connecting } from "../connections/Connecting";
import { useCluster, useConnection } from "../connections/queries";
import { backend } from "../ipc/backend";
import { type Failed, isUnanswered, toFailed } from "../ipc/failure";
import { Button, IconButton } from "../kit/Button";
import { copy } from "../kit/clipboard";
import { Empty } from "../kit/Empty";
import { FilterField } from "../kit/Field";
import { Grid, type GridHandle } from "../kit/grid/Grid";
import { ContextMenu, type MenuEntry } from "../kit/Menu";
import { ErrorNote, Note } from "../kit/Note";
import { count, duration, grouped } from "../kit/numbers";
import { useStore } from "../kit/store";
import { Switch } from "../kit/Toggle";
import { useElapsed } from "../kit/useElapsed";
import { Waiting } from "../kit/Waiting";
import { topicEntries } from "./change/topicEntries";
import { LostNote } from "./LostNote";
import { NoTopics } from "./NoTopics";
import { PAGE_ROWS, useTopicPage } from "./queries";
import styles from "./TopicsPage.module.css";
import { useTopicColumns } from "./useTopicColumns";
import { useTopicFigures } from "./useTopicFigures";

const LOST_AGAIN_MS = 5_000;
const FIRST_QUERY: TopicQuery = { search: "", sort: "name", descending: false, internal: false };

/** The topics of a connection. */
export function TopicsPage({ connection }: { connection: string }) {
  const workspace = useWorkspace();
  const settings = useSettings();
  const queries = useQueryClient();
  const known = useConnection(connection);
  const name = known?.name ?? connection;
  const readOnly = known?.readOnly ?? false;
  const cluster = useCluster(connection);
  const [query, setQuery] = useState(FIRST_QUERY);
  const asked = useDeferredValue(query);
  const [from, setFrom] = useState(0);
  const [sight, setSight] = useState({ first: 0, end: 0 });
  const [selected, setSelected] = useState<number | null>(null);
  const [openedAt, setOpenedAt] = useState(Date.now);
  /** False: a person stopped the asking. */
  const [asks, setAsks] = useState(true);
  /** Enter was pressed: the first topic is opened as soon as the answer to what was typed is there. */
  const [opensFirst, setOpensFirst] = useState(false);
  const [refreshing, setRefreshing] = useState(false);
  const [refreshFailure, setRefreshFailure] = useState<Failed | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const grid = useRef<GridHandle>(null);
  const {
    data: page,
    error,
    dataUpdatedAt,
    isPlaceholderData,
    refetch,
  } = useTopicPage(connection, asked, from, cluster.isSuccess && asks);

  const change = (part: Partial<TopicQuery>) => {
    setQuery({ ...query, ...part });
    setFrom(0);
    setSelected(null);
    setOpensFirst(false);
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
    setOpenedAt(Date.now());
    if (asks) void refetch();
    else setAsks(true);
  };
  const stop = () => {
    setAsks(false);
    void queries.cancelQueries({ queryKey: ["listTopics", connection] });
  };
  const [lostAskedAt, setLostAskedAt] = useState(0);
  const lost = useStore(backend.unreachable).has(connection);
  const unanswered = error !== null && isUnanswered(error);
  // Nothing else asks here while the brokers are away.
  useEffect(() => {
    if (!lost) {
      if (unanswered) void refetch();
      return;
    }
    const ask = () => {
      setLostAskedAt(Date.now());
      void backend.listTopics(connection, FIRST_QUERY, 0, 1, true).catch(() => undefined);
    };
    setLostAskedAt(Date.now());
    const timer = setInterval(ask, LOST_AGAIN_MS);
    return () => clearInterval(timer);
  }, [lost, unanswered, connection, refetch]);
  useEffect(() => {
    if (!lost) setRefreshFailure((failure) => (failure && isUnanswered(failure) ? null : failure));
  }, [lost]);
  const create = () => workspace.overlay.set({ kind: "createTopic", connection });
  useCommands([
    { id: "topics.create", title: "Create a topic…", group: "Topics", run: create },
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
    setSight({ first, end });
    setFrom((now) => {
      if (first >= now && end <= now + PAGE_ROWS) return now;
      return Math.max(0, Math.floor((first - PAGE_ROWS / 4) / 50) * 50);
    });
  }, []);
  const open = (number: number) => {
    const topic = row(number);
    if (topic) workspace.open(topicTab({ connection, topic: topic.name }));
  };

  const first = asked === query && !isPlaceholderData && page?.from === 0 ? page : null;
  useEffect(() => {
    if (!opensFirst || first === null) return;
    setOpensFirst(false);
    const topic = first.rows[0]?.name;
    if (topic !== undefined) workspace.open(topicTab({ connection, topic }));
  }, [opensFirst, first, workspace, connection]);

  const inSight = useMemo(
    () =>
      page?.rows.slice(Math.max(0, sight.first - page.from), sight.end - page.from).map(({ name }) => name) ??
      [],
    [page, sight],
  );
  const figures = useTopicFigures(connection, inSight, cluster.isSuccess && !lost);
  const [menu, setMenu] = useState<{ number: number; element: Element } | null>(null);
  const menuAnchor = useMemo(() => ({ current: menu?.element ?? null }), [menu]);
  const entries = (number: number): MenuEntry[] => {
    const topic = row(number)?.name;
    if (topic === undefined) return [];
    const named = { connection, topic };
    const favourite = settings.favourites.some((other) => sameTopic(other, named));
    const grant = figures.get().get(topic)?.grant ?? null;
    return [
      { id: "open", name: "Open", icon: List, run: () => open(number) },
      {
        id: "favourite",
        name: favourite ? "Remove from favourites" : "Add to favourites",
        icon: Star,
        run: () => workspace.toggleFavourite(named),
      },
      {
        id: "copy",
        name: "Copy name",
        icon: Copy,
        run: () => {
          copy(Promise.resolve(topic)).catch((thrown) => workspace.say("error", toFailed(thrown)));
        },
      },
      ...(grant === null
        ? []
        : [
            {
              id: "grant",
              name: "Copy the line that grants its settings",
              icon: KeyRound,
              run: () => {
                copy(Promise.resolve(grant)).catch((thrown) => workspace.say("error", toFailed(thrown)));
              },
            },
          ]),
      "separator",
      ...topicEntries(workspace, named, readOnly),
    ];
  };

  const columns = useTopicColumns(query, change, settings.favourites, connection, figures);
  useEffect(() => grid.current?.focus(), []);

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
        <Button icon={readOnly ? Lock : Plus} isDisabled={!cluster.isSuccess} onPress={create}>
          Create topic…
        </Button>
      </header>
      <div className={styles.bar}>
        <FilterField
          label="Search topics"
          placeholder="Search topics"
          value={query.search}
          onChange={(search) => change({ search })}
          onLeave={() => grid.current?.focus()}
          onEnter={() => {
            setFrom(0);
            setOpensFirst(true);
          }}
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
      {page && lost && (
        <LostNote lastDataAt={dataUpdatedAt - page.ageMs} askedAt={lostAskedAt} everyMs={LOST_AGAIN_MS} />
      )}
      {refreshFailure && !(lost && isUnanswered(refreshFailure)) && (
        <ErrorNote
          failure={refreshFailure}
          banner
          action={<Button onPress={() => void refresh()}>Try again</Button>}
        />
      )}
      {error && page && !(lost && unanswered) && (
        <ErrorNote failure={error} banner action={<Button onPress={retry}>Try again</Button>} />
      )}
      {menu && (
        <ContextMenu
          label="Topic"
          entries={entries(menu.number)}
          anchor={menuAnchor}
          onClose={() => setMenu(null)}
        />
      )}
      <Grid
        label="Topics"
        columns={columns}
        minWidth={1004}
        first={0}
        end={page?.matching ?? 0}
        row={row}
        rowHeight={settings.compact ? 22 : 28}
        selected={selected}
        onSelect={setSelected}
        onOpen={open}
        opensOnClick
        onSight={see}
        onMenu={(number, element) => setMenu({ number, element })}
        handle={grid}
        dimmed={lost}
        empty={
          !cluster.isSuccess ? (
            <Connecting connection={connection} />
          ) : error ? (
            <div className={styles.failure}>
              <ErrorNote failure={error} action={<Button onPress={retry}>Try again</Button>} />
            </div>
          ) : page ? (
            <NoTopics
              page={page}
              query={query}
              connection={known}
              onChange={change}
              onRefresh={() => void refresh()}
            />
          ) : asks ? (
            <Waiting what="Asking the brokers" since={openedAt} onStop={stop} />
          ) : (
            <Empty icon={CirclePause} title="Stopped" action={<Button onPress={retry}>Ask again</Button>}>
              The brokers were not heard to the end.
            </Empty>
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
