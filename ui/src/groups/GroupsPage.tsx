import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CirclePause, Copy, RefreshCw, Users } from "lucide-react";
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { useCommands } from "../app/commands";
import { groupTab } from "../app/tabs";
import { useSettings, useWorkspace } from "../app/workspace";
import type { GroupPage, GroupQuery, GroupRow } from "../bindings";
import { Connecting } from "../connections/Connecting";
import { useCluster, useConnection } from "../connections/queries";
import { backend } from "../ipc/backend";
import { isUnanswered, toFailed } from "../ipc/failure";
import { Button, IconButton } from "../kit/Button";
import { copy } from "../kit/clipboard";
import { Empty } from "../kit/Empty";
import { FilterField } from "../kit/Field";
import { Grid, type GridHandle } from "../kit/grid/Grid";
import { ContextMenu, type MenuEntry } from "../kit/Menu";
import { ErrorNote } from "../kit/Note";
import { duration, grouped } from "../kit/numbers";
import { useStore } from "../kit/store";
import { useElapsed } from "../kit/useElapsed";
import { Waiting } from "../kit/Waiting";
import { LostNote } from "../topics/LostNote";
import { GrantNote } from "./GrantNote";
import styles from "./GroupsPage.module.css";
import { NoGroups } from "./NoGroups";
import { PAGE_ROWS, useGroupPage } from "./queries";
import { useGroupColumns } from "./useGroupColumns";
import { useKeptRows } from "./useKeptRows";

/** How often what is in sight is asked for anew. */
const AGAIN_MS = 15_000;
const LOST_AGAIN_MS = 5_000;
const FIRST_QUERY: GroupQuery = { search: "", sort: "lag", descending: true };

/** The consumer groups of a connection, with how far they are behind. */
export function GroupsPage({ connection }: { connection: string }) {
  const workspace = useWorkspace();
  const settings = useSettings();
  const queries = useQueryClient();
  const name = useConnection(connection)?.name ?? connection;
  const cluster = useCluster(connection);
  const [query, setQuery] = useState(FIRST_QUERY);
  const asked = useDeferredValue(query);
  const [from, setFrom] = useState(0);
  /** The selected group: rows move as lags change, and the selection goes with its group. */
  const [selected, setSelected] = useState<string | null>(null);
  const [openedAt, setOpenedAt] = useState(Date.now);
  /** False: a person stopped the asking. */
  const [asks, setAsks] = useState(true);
  /** Enter was pressed: the first group is opened as soon as the answer to what was typed is there. */
  const [opensFirst, setOpensFirst] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const grid = useRef<GridHandle>(null);
  /** The rows in sight: of these the lags are asked for first, and more often. */
  const sight = useRef({ first: 0, count: 0 });
  const {
    data: page,
    error,
    dataUpdatedAt,
    isPlaceholderData,
    refetch,
  } = useGroupPage(connection, asked, from, cluster.isSuccess && asks);
  const refresh = useMutation({
    mutationFn: () => {
      const { first, count } = sight.current;
      return backend.listGroups(connection, query, first, Math.max(1, count), true);
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ["listGroups", connection] }),
  });
  const lost = useStore(backend.unreachable).has(connection);
  const unanswered = error !== null && isUnanswered(error);

  const isThere = page !== undefined;
  const isOld = useRef(false);
  isOld.current = page !== undefined && page.ageMs + Date.now() - dataUpdatedAt > AGAIN_MS;
  const ask = useRef(refresh.mutate);
  ask.current = refresh.mutate;
  useEffect(() => {
    if (!isThere) return;
    if (isOld.current) ask.current();
    const timer = setInterval(
      () => {
        if (document.visibilityState === "visible") ask.current();
      },
      lost ? LOST_AGAIN_MS : AGAIN_MS,
    );
    return () => clearInterval(timer);
  }, [isThere, lost]);
  useEffect(() => {
    if (!lost && unanswered) void refetch();
  }, [lost, unanswered, refetch]);

  const change = (part: Partial<GroupQuery>) => {
    setQuery({ ...query, ...part });
    setFrom(0);
    setSelected(null);
    setOpensFirst(false);
  };
  const retry = () => {
    setOpenedAt(Date.now());
    if (asks) void refetch();
    else setAsks(true);
  };
  const stop = () => {
    setAsks(false);
    void queries.cancelQueries({ queryKey: ["listGroups", connection] });
  };
  useCommands([
    {
      id: "groups.search",
      title: "Search consumer groups",
      group: "Groups",
      keys: ["/"],
      run: () => search.current?.focus(),
    },
    {
      id: "groups.refresh",
      title: "Ask the brokers again",
      group: "Groups",
      keys: ["F5", "mod+r"],
      run: () => refresh.mutate(),
    },
    {
      id: "groups.next",
      title: "Next group",
      group: "Groups",
      keys: ["j"],
      palette: false,
      run: () => grid.current?.move(1),
    },
    {
      id: "groups.previous",
      title: "Previous group",
      group: "Groups",
      keys: ["k"],
      palette: false,
      run: () => grid.current?.move(-1),
    },
  ]);

  const rows = useKeptRows(page?.rows);
  const start = page?.from ?? 0;
  const row = useCallback((number: number): GroupRow | undefined => rows[number - start], [rows, start]);
  const see = useCallback((first: number, end: number) => {
    sight.current = { first, count: end - first };
    setFrom((now) => {
      if (first >= now && end <= now + PAGE_ROWS) return now;
      return Math.max(0, Math.floor((first - PAGE_ROWS / 4) / 50) * 50);
    });
  }, []);
  const open = (group: string | undefined) => {
    if (group !== undefined) workspace.open(groupTab(connection, group));
  };
  const first = asked === query && !isPlaceholderData && page?.from === 0 ? page : null;
  useEffect(() => {
    if (!opensFirst || first === null) return;
    setOpensFirst(false);
    const group = first.rows[0]?.id;
    if (group !== undefined) workspace.open(groupTab(connection, group));
  }, [opensFirst, first, workspace, connection]);

  const [menu, setMenu] = useState<{ group: string; element: Element } | null>(null);
  const menuAnchor = useMemo(() => ({ current: menu?.element ?? null }), [menu]);
  const entries = (group: string): MenuEntry[] => [
    { id: "open", name: "Open", icon: Users, run: () => open(group) },
    {
      id: "copy",
      name: "Copy name",
      icon: Copy,
      run: () => {
        copy(Promise.resolve(group)).catch((thrown) => workspace.say("error", toFailed(thrown)));
      },
    },
  ];

  const columns = useGroupColumns(query, change);
  useEffect(() => grid.current?.focus(), []);
  const at = rows.findIndex(({ id }) => id === selected);

  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.title}>Consumer groups</h1>
        <span className={styles.of}>{name}</span>
        {page && <Figures page={page} at={dataUpdatedAt} refreshing={refresh.isPending} />}
        <IconButton
          label="Refresh"
          tip="Ask the brokers again"
          keys="F5"
          icon={RefreshCw}
          onPress={() => refresh.mutate()}
        />
      </header>
      <div className={styles.bar}>
        <FilterField
          label="Search consumer groups"
          placeholder="Search groups and their topics"
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
      </div>
      {page?.note && (page.total > 0 || page.grant === null) && (
        <GrantNote banner message={page.note} grant={page.grant} />
      )}
      {page && lost && (
        <LostNote
          lastDataAt={dataUpdatedAt - page.ageMs}
          askedAt={refresh.submittedAt}
          everyMs={LOST_AGAIN_MS}
        />
      )}
      {refresh.error && !(lost && isUnanswered(refresh.error)) && (
        <ErrorNote
          failure={refresh.error}
          banner
          action={<Button onPress={() => refresh.mutate()}>Try again</Button>}
        />
      )}
      {error && page && !(lost && unanswered) && (
        <ErrorNote failure={error} banner action={<Button onPress={retry}>Try again</Button>} />
      )}
      {menu && (
        <ContextMenu
          label="Consumer group"
          entries={entries(menu.group)}
          anchor={menuAnchor}
          onClose={() => setMenu(null)}
        />
      )}
      <Grid
        label="Consumer groups"
        columns={columns}
        minWidth={1020}
        first={0}
        end={page?.matching ?? 0}
        row={row}
        rowHeight={settings.compact ? 22 : 28}
        selected={at < 0 ? null : start + at}
        onSelect={(number) => setSelected(row(number)?.id ?? null)}
        onOpen={(number) => open(row(number)?.id)}
        opensOnClick
        onSight={see}
        onMenu={(number, element) => {
          const group = row(number)?.id;
          if (group !== undefined) setMenu({ group, element });
        }}
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
            <NoGroups
              page={page}
              search={query.search}
              onClear={() => change({ search: "" })}
              onRefresh={() => refresh.mutate()}
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

function Figures({ page, at, refreshing }: { page: GroupPage; at: number; refreshing: boolean }) {
  const age = page.ageMs + useElapsed(at, 1000);
  const words =
    page.lags === "loading"
      ? "asking for lags…"
      : refreshing
        ? "asking the brokers…"
        : age < 2000
          ? "just now"
          : `${duration(age)} ago`;
  return (
    <p className={styles.figures}>
      <span>
        <b>{grouped(page.total)}</b> {page.total === 1 ? "group" : "groups"}
      </span>
      {page.lags === "partial" && <span className={styles.partial}>some lags are not known</span>}
      <span>{words}</span>
    </p>
  );
}
