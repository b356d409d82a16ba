import { Copy, Eye, List } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { topicTab } from "../app/tabs";
import { useSettings, useWorkspace } from "../app/workspace";
import type { GroupDetail, GroupPartition } from "../bindings";
import { toFailed } from "../ipc/failure";
import { copy } from "../kit/clipboard";
import { Grid } from "../kit/grid/Grid";
import type { Column } from "../kit/grid/GridRow";
import { ContextMenu, type MenuEntry } from "../kit/Menu";
import { Note } from "../kit/Note";
import { duration, grouped } from "../kit/numbers";
import { clock, fullMoment } from "../kit/times";
import { useMedia, WIDE } from "../kit/useMedia";
import styles from "./GroupPartitions.module.css";
import { LagText } from "./LagText";
import { readFromPosition, showWhatItWaitsOn } from "./waitsOn";

type Props = {
  connection: string;
  detail: GroupDetail;
  dimmed: boolean;
  /** More that can be done with a partition. */
  more?(partition: GroupPartition): MenuEntry[];
  empty: ReactNode;
};

type Sort = { by: "topic" | "lag"; descending: boolean };

const WAITS = "Show what it waits on";

/** Where a group stands in each partition, the worst first. */
export function GroupPartitions({ connection, detail, dimmed, more, empty }: Props) {
  const workspace = useWorkspace();
  const { compact, zone } = useSettings();
  const wide = useMedia(WIDE);
  const [sort, setSort] = useState<Sort>({ by: "lag", descending: true });
  /** The selected partition: rows move as lags change, and the selection goes with its partition. */
  const [selected, setSelected] = useState<string | null>(null);
  const [menu, setMenu] = useState<{ partition: GroupPartition; element: Element } | null>(null);
  const menuAnchor = useMemo(() => ({ current: menu?.element ?? null }), [menu]);
  const rows = useMemo(() => sorted(detail.partitions, sort), [detail.partitions, sort]);
  const most = detail.partitions.reduce((most, { lag }) => Math.max(most, messagesOf(lag)), 0);
  const all = detail.partitions.reduce((sum, { lag }) => sum + messagesOf(lag), 0);
  const much = (MUCH * all) / Math.max(1, detail.partitions.length);
  const hasProblems = detail.partitions.some(({ problem }) => problem !== null);

  const roomy = wide && !hasProblems;
  const columns = useMemo((): Column<GroupPartition>[] => {
    const toggle = (by: Sort["by"]) => () =>
      setSort((now) => ({ by, descending: now.by === by ? !now.descending : by === "lag" }));
    const direction = (by: Sort["by"]) =>
      sort.by === by ? (sort.descending ? "descending" : "ascending") : null;
    const all: (Column<GroupPartition> | false)[] = [
      {
        id: "topic",
        title: "Topic",
        width: "minmax(150px, 1.4fr)",
        render: ({ topic }) => (
          <span className={styles.topic} title={topic}>
            {topic}
          </span>
        ),
        sort: { direction: direction("topic"), toggle: toggle("topic") },
      },
      {
        id: "partition",
        title: "P",
        width: "48px",
        align: "right",
        render: ({ partition }) => <Offset value={String(partition)} />,
      },
      {
        id: "member",
        title: "Member",
        width: "minmax(110px, 1fr)",
        render: ({ member, client }) =>
          member === null ? (
            <span className={styles.none}>no member</span>
          ) : (
            <span title={member}>{client === null || client === "" ? member : client}</span>
          ),
      },
      roomy && {
        id: "host",
        title: "Host",
        width: "minmax(96px, 0.4fr)",
        render: ({ host }) => <span className={styles.number}>{host ?? ""}</span>,
      },
      {
        id: "committed",
        title: "Committed",
        width: "104px",
        align: "right",
        render: ({ committed }) => <Offset value={committed} />,
      },
      {
        id: "end",
        title: "End",
        width: "104px",
        align: "right",
        render: ({ end }) => <Offset value={end} />,
      },
      {
        id: "lag",
        title: "Lag",
        width: "92px",
        align: "right",
        render: ({ lag }) => <LagText lag={lag} />,
        sort: { direction: direction("lag"), toggle: toggle("lag") },
      },
      roomy && {
        id: "bar",
        title: "",
        width: "104px",
        render: ({ lag }) => <Bar lag={messagesOf(lag)} most={most} much={much} />,
      },
      {
        id: "behind",
        title: "Behind",
        width: "78px",
        align: "right",
        render: ({ behind }) =>
          behind === null ? (
            <span className={styles.none}>–</span>
          ) : (
            <span className={styles.number} title={behind.method}>
              {duration(behind.ms)}
            </span>
          ),
      },
      {
        id: "changed",
        title: "Last change",
        width: "98px",
        align: "right",
        render: ({ changedMs }) =>
          changedMs === null ? (
            <span className={styles.none} title="Not since this group is looked at.">
              –
            </span>
          ) : (
            <span className={styles.number} title={fullMoment(changedMs, zone)}>
              {clock(changedMs, zone)}
            </span>
          ),
      },
      hasProblems && {
        id: "problem",
        title: "Problem",
        width: "minmax(150px, 1.6fr)",
        render: ({ problem }) =>
          problem && (
            <span className={styles.problem} title={problem}>
              {problem}
            </span>
          ),
      },
      {
        id: "waits",
        title: "",
        width: "100px",
        align: "right",
        render: (row) =>
          row.committed === null ? (
            <span className={styles.noWait}>no commit</span>
          ) : (
            <button
              type="button"
              tabIndex={-1}
              className={styles.waits}
              aria-label={`${WAITS}: ${row.topic}, partition ${row.partition}`}
              title={WAITS}
              onClick={() => showWhatItWaitsOn(workspace, connection, row)}
            >
              Waits on…
            </button>
          ),
      },
    ];
    return all.filter((column) => column !== false);
  }, [workspace, connection, sort, most, much, hasProblems, roomy, zone]);

  const entries = (row: GroupPartition): MenuEntry[] => [
    ...(row.committed === null
      ? []
      : [
          {
            id: "waits",
            name: WAITS,
            icon: Eye,
            keys: "↵",
            run: () => showWhatItWaitsOn(workspace, connection, row),
          },
        ]),
    {
      id: "all",
      name: "Read the topic from where the group stands",
      icon: List,
      run: () => readFromPosition(workspace, connection, detail.id, row.topic),
    },
    {
      id: "topic",
      name: "Open the topic",
      icon: List,
      run: () => workspace.open(topicTab({ connection, topic: row.topic })),
    },
    ...(more?.(row) ?? []),
    "separator",
    {
      id: "copy",
      name: "Copy the topic's name",
      icon: Copy,
      run: () => {
        copy(Promise.resolve(row.topic)).catch((thrown) => workspace.say("error", toFailed(thrown)));
      },
    },
  ];
  const at = rows.findIndex((row) => keyOf(row) === selected);
  const minWidth = roomy ? 1090 : hasProblems ? 1030 : 900;
  return (
    <>
      {detail.partitionCount > rows.length && (
        <Note
          banner
          message={`The ${grouped(rows.length)} partitions with the most lag, of ${grouped(detail.partitionCount)}. An export has all of them.`}
        />
      )}
      {menu && (
        <ContextMenu
          label="Partition"
          entries={entries(menu.partition)}
          anchor={menuAnchor}
          onClose={() => setMenu(null)}
        />
      )}
      <Grid
        label="Partitions of the group"
        columns={columns}
        minWidth={minWidth}
        first={0}
        end={rows.length}
        row={(number) => rows[number]}
        rowHeight={compact ? 22 : 28}
        selected={at < 0 ? null : at}
        onSelect={(number) => {
          const row = rows[number];
          setSelected(row ? keyOf(row) : null);
        }}
        onOpen={(number) => {
          const row = rows[number];
          if (row) showWhatItWaitsOn(workspace, connection, row);
        }}
        onSight={ignore}
        onMenu={(number, element) => {
          const partition = rows[number];
          if (partition) setMenu({ partition, element });
        }}
        dimmed={dimmed}
        empty={empty}
      />
    </>
  );
}

function Offset({ value }: { value: string | null }) {
  return value === null ? (
    <span className={styles.none}>–</span>
  ) : (
    <span className={styles.number}>{grouped(value)}</span>
  );
}

/** A partition that lags so many times its even share stands out. */
const MUCH = 2;

/** How much of the worst lag this one is; red where it stands out among the others. */
function Bar({ lag, most, much }: { lag: number; most: number; much: number }) {
  return (
    <span className={styles.track} aria-hidden>
      <span
        className={styles.bar}
        data-much={lag > much || undefined}
        style={{ width: `${most === 0 ? 0 : (100 * lag) / most}%` }}
      />
    </span>
  );
}

function messagesOf(lag: GroupPartition["lag"]): number {
  return lag.kind === "known" || lag.kind === "partial" ? Number(lag.messages) : 0;
}

function keyOf({ topic, partition }: GroupPartition): string {
  return `${topic} ${partition}`;
}

/** They come with the most lag first, and lags that are not known last. */
function sorted(partitions: readonly GroupPartition[], { by, descending }: Sort): readonly GroupPartition[] {
  if (by === "lag") return descending ? partitions : partitions.toReversed();
  const ascending = partitions.toSorted(
    (one, other) => compare(one.topic, other.topic) || one.partition - other.partition,
  );
  return descending ? ascending.reverse() : ascending;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** All rows are here already. */
function ignore() {}
