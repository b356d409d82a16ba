import { CirclePause, Copy, Lock, RefreshCw, Trash2, UserRound } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useCommands } from "../app/commands";
import { useSettings, useWorkspace } from "../app/workspace";
import type { AclEntry, AclFilter, Connection } from "../bindings";
import { Denied } from "../groups/GrantNote";
import { backend } from "../ipc/backend";
import { isUnanswered, toFailed } from "../ipc/failure";
import { Button, IconButton } from "../kit/Button";
import { copy } from "../kit/clipboard";
import { Empty } from "../kit/Empty";
import { Grid } from "../kit/grid/Grid";
import type { Column } from "../kit/grid/GridRow";
import { ContextMenu, type MenuEntry } from "../kit/Menu";
import { ErrorNote } from "../kit/Note";
import { count, duration } from "../kit/numbers";
import { useStore } from "../kit/store";
import { Tag } from "../kit/Tag";
import { useElapsed } from "../kit/useElapsed";
import { Waiting } from "../kit/Waiting";
import { NO_PICK, pickedRows, pickRow } from "../messages/picked";
import styles from "./AclGrid.module.css";
import { PAGE_ROWS, useAcls } from "./queries";
import { inWords, OPERATION_WORD, RESOURCE_WORD } from "./words";

type Props = {
  connection: string;
  known: Connection | undefined;
  filter: AclFilter;
  /** Shown before the figures. */
  fields?: React.ReactNode;
  /** Narrows to somebody's entries. */
  onPrincipal(principal: string): void;
  onAdd(): void;
  /** Why there is nothing in the list, and the next step. */
  empty: React.ReactNode;
};

const COLUMNS: Column<AclEntry>[] = [
  {
    id: "principal",
    title: "Who",
    width: "minmax(170px, 1fr)",
    render: ({ principal }) => (
      <span title={principal}>{principal === "User:*" ? "everybody" : principal}</span>
    ),
  },
  {
    id: "permission",
    title: "May",
    width: "84px",
    render: ({ permission }) => <Tag tone={permission === "allow" ? "ok" : "error"}>{permission}</Tag>,
  },
  {
    id: "operation",
    title: "What",
    width: "140px",
    render: ({ operation }) => OPERATION_WORD[operation],
  },
  {
    id: "resource",
    title: "With",
    width: "130px",
    render: ({ resource }) => RESOURCE_WORD[resource],
  },
  {
    id: "name",
    title: "Name",
    width: "minmax(200px, 1.3fr)",
    render: (entry) => <Name entry={entry} />,
  },
  {
    id: "host",
    title: "From",
    width: "130px",
    render: ({ host }) =>
      host === "*" ? (
        <span className={styles.faint}>anywhere</span>
      ) : (
        <span className={styles.mono}>{host}</span>
      ),
  },
];

/** What may be used and by whom, entry by entry; several can be selected and deleted together. */
export function AclGrid({ connection, known, filter, fields, onPrincipal, onAdd, empty }: Props) {
  const workspace = useWorkspace();
  const { compact } = useSettings();
  const [from, setFrom] = useState(0);
  const [choice, setChoice] = useState<ReturnType<typeof pickRow>>({ selected: null, picked: NO_PICK });
  const [asks, setAsks] = useState(true);
  const [openedAt, setOpenedAt] = useState(Date.now);
  const [menu, setMenu] = useState<Element | null>(null);
  const menuAnchor = useMemo(() => ({ current: menu }), [menu]);
  const { data: page, error, dataUpdatedAt, isFetching, refetch } = useAcls(connection, filter, from, asks);
  const lost = useStore(backend.unreachable).has(connection);
  const readOnly = known?.readOnly ?? false;
  /** What was in sight since the list was asked for, by row. */
  const seen = useRef(new Map<number, AclEntry>());
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another question are others
  useEffect(() => {
    seen.current.clear();
    setFrom(0);
    setChoice({ selected: null, picked: NO_PICK });
  }, [filter]);
  for (const [at, entry] of (page?.rows ?? []).entries()) seen.current.set((page?.from ?? 0) + at, entry);
  const row = useCallback((number: number) => page?.rows[number - page.from], [page]);
  const see = useCallback((first: number, end: number) => {
    setFrom((now) => (first >= now && end <= now + PAGE_ROWS ? now : Math.max(0, first - PAGE_ROWS / 4)));
  }, []);
  const ask = () => {
    setOpenedAt(Date.now());
    if (asks) void refetch();
    else setAsks(true);
  };
  const chosen = pickedRows(choice.picked, choice.selected).flatMap((number) => {
    const entry = seen.current.get(number);
    return entry === undefined ? [] : [entry];
  });
  const remove = (entries: AclEntry[]) =>
    workspace.overlay.set({ kind: "deleteAccess", connection, entries });
  useCommands([
    {
      id: "access.refresh",
      title: "Ask the brokers again",
      group: "Access",
      keys: ["F5", "mod+r"],
      run: ask,
    },
    { id: "access.add", title: "Add access…", group: "Access", run: onAdd },
  ]);
  if (page && page.grant !== null) return <Denied message={page.note ?? ""} grant={page.grant} />;
  const principal = chosen[0]?.principal;
  const entries: MenuEntry[] = [
    {
      id: "delete",
      name: chosen.length === 1 ? "Delete the entry…" : `Delete ${count(chosen.length, "entry", "entries")}…`,
      icon: readOnly ? Lock : Trash2,
      danger: true,
      note: readOnly ? "read-only" : undefined,
      run: () => remove(chosen),
    },
    ...(principal === undefined
      ? []
      : [
          {
            id: "principal",
            name: `Show what ${principal} may do`,
            icon: UserRound,
            run: () => onPrincipal(principal),
          },
        ]),
    {
      id: "copy",
      name: "Copy in words",
      icon: Copy,
      run: () => {
        copy(Promise.resolve(chosen.map(inWords).join("\n"))).catch((thrown) =>
          workspace.say("error", toFailed(thrown)),
        );
      },
    },
  ];
  return (
    <>
      <div className={styles.bar}>
        {fields}
        <span className={styles.figures}>{page && count(page.total, "entry", "entries")}</span>
        {page && <Age at={dataUpdatedAt} asking={isFetching} />}
        <IconButton label="Refresh" tip="Ask the brokers again" keys="F5" icon={RefreshCw} onPress={ask} />
        {chosen.length > 0 && (
          <Button icon={readOnly ? Lock : Trash2} onPress={() => remove(chosen)}>
            {chosen.length > 1 ? `Delete ${chosen.length}…` : "Delete…"}
          </Button>
        )}
      </div>
      {page && error && !(lost && isUnanswered(error)) && (
        <ErrorNote failure={error} banner action={<Button onPress={ask}>Try again</Button>} />
      )}
      {menu && (
        <ContextMenu label="Entry" entries={entries} anchor={menuAnchor} onClose={() => setMenu(null)} />
      )}
      <Grid
        label="Access rights"
        columns={COLUMNS}
        minWidth={860}
        first={0}
        end={page?.total ?? 0}
        row={row}
        rowHeight={compact ? 22 : 28}
        selected={choice.selected}
        picked={choice.picked}
        onSelect={(number, how) => setChoice(pickRow(choice.picked, choice.selected, number, how))}
        onSight={see}
        onMenu={(_, element) => setMenu(element)}
        dimmed={lost}
        empty={
          error && !page ? (
            <div className={styles.failure}>
              <ErrorNote failure={error} action={<Button onPress={ask}>Try again</Button>} />
            </div>
          ) : page ? (
            page.note === null ? (
              empty
            ) : (
              <Empty
                icon={Lock}
                title="No access rights are listed"
                action={<Button onPress={ask}>Ask again</Button>}
              >
                {page.note}
              </Empty>
            )
          ) : asks ? (
            <Waiting what="Asking the brokers" since={openedAt} onStop={() => setAsks(false)} />
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

function Name({ entry: { resource, name, pattern } }: { entry: AclEntry }) {
  if (resource === "cluster") return <span className={styles.faint}>the cluster itself</span>;
  if (name === "*" && pattern === "literal") return <span className={styles.faint}>all</span>;
  return (
    <span title={name}>
      <span className={styles.mono}>{name}</span> {pattern === "prefixed" && <Tag>and all that begin so</Tag>}
    </span>
  );
}

/** How old the list is. */
function Age({ at, asking }: { at: number; asking: boolean }) {
  const age = useElapsed(at, 1000);
  const words = asking ? "asking the brokers…" : age < 2000 ? "just now" : `${duration(age)} ago`;
  return <span className={styles.figures}>{words}</span>;
}
