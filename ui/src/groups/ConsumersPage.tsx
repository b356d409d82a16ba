import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Copy, RefreshCw, Users } from "lucide-react";
import { useMemo, useState } from "react";
import { useCommands } from "../app/commands";
import { groupTab } from "../app/tabs";
import { useSettings, useWorkspace } from "../app/workspace";
import type { TopicGroup } from "../bindings";
import { backend } from "../ipc/backend";
import { isUnanswered, toFailed } from "../ipc/failure";
import { Button, IconButton } from "../kit/Button";
import { copy } from "../kit/clipboard";
import { Empty } from "../kit/Empty";
import { Grid } from "../kit/grid/Grid";
import type { Column } from "../kit/grid/GridRow";
import { ContextMenu } from "../kit/Menu";
import { ErrorNote } from "../kit/Note";
import { count, duration, grouped } from "../kit/numbers";
import { useStore } from "../kit/store";
import { useElapsed } from "../kit/useElapsed";
import { Waiting } from "../kit/Waiting";
import styles from "./ConsumersPage.module.css";
import { GrantNote } from "./GrantNote";
import { LagText } from "./LagText";
import { useTopicGroups } from "./queries";
import { StateText } from "./StateText";
import { KIND_ABOUT, KIND_WORD } from "./words";

const COLUMNS: Column<TopicGroup>[] = [
  {
    id: "group",
    title: "Group",
    width: "minmax(240px, 1fr)",
    render: ({ group }) => (
      <span className={styles.name} title={group}>
        {group}
      </span>
    ),
  },
  { id: "state", title: "State", width: "130px", render: ({ state }) => <StateText state={state} /> },
  {
    id: "protocol",
    title: "Protocol",
    width: "140px",
    render: ({ kind }) => <span title={KIND_ABOUT[kind]}>{KIND_WORD[kind]}</span>,
  },
  {
    id: "members",
    title: "Members",
    width: "110px",
    align: "right",
    render: ({ members }) => (
      <span className={styles.number}>{members === null ? "–" : grouped(members)}</span>
    ),
  },
  {
    id: "lag",
    title: "Lag in this topic",
    width: "170px",
    align: "right",
    render: ({ lag }) => <LagText lag={lag} />,
  },
];

/** The groups that read a topic, or have read it, the most lag first. */
export function ConsumersPage({ connection, topic }: { connection: string; topic: string }) {
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const { compact } = useSettings();
  const [openedAt] = useState(Date.now);
  /** The selected group: rows move as lags come in. */
  const [selected, setSelected] = useState<string | null>(null);
  const [menu, setMenu] = useState<{ group: string; element: Element } | null>(null);
  const menuAnchor = useMemo(() => ({ current: menu?.element ?? null }), [menu]);
  const { data, error, dataUpdatedAt, refetch } = useTopicGroups(connection, topic, true);
  const refresh = useMutation({
    mutationFn: () => backend.topicGroups(connection, topic, true),
    onSuccess: (groups) => queries.setQueryData(["topicGroups", connection, topic], groups),
  });
  const lost = useStore(backend.unreachable).has(connection);
  const ask = () => (data ? refresh.mutate() : void refetch());
  useCommands([
    {
      id: "consumers.refresh",
      title: "Ask the brokers again",
      group: "Topics",
      keys: ["F5", "mod+r"],
      run: ask,
    },
  ]);
  const rows = data?.groups ?? [];
  const isLoading = data?.lags === "loading";
  const open = (group: string | undefined) => {
    if (group !== undefined) workspace.open(groupTab(connection, group));
  };
  const at = rows.findIndex(({ group }) => group === selected);
  const failure = refresh.error ?? error;
  return (
    <>
      {data && (
        <div className={styles.bar}>
          <span>{count(rows.length, "group")}</span>
          <Age at={dataUpdatedAt} isLoading={isLoading || refresh.isPending} />
          <IconButton label="Refresh" tip="Ask the brokers again" keys="F5" icon={RefreshCw} onPress={ask} />
        </div>
      )}
      {data?.note && <GrantNote banner message={data.note} grant={data.grant} />}
      {data && failure && !(lost && isUnanswered(failure)) && (
        <ErrorNote failure={failure} banner action={<Button onPress={ask}>Try again</Button>} />
      )}
      {menu && (
        <ContextMenu
          label="Consumer group"
          entries={[
            { id: "open", name: "Open", icon: Users, run: () => open(menu.group) },
            {
              id: "copy",
              name: "Copy name",
              icon: Copy,
              run: () => {
                copy(Promise.resolve(menu.group)).catch((thrown) => workspace.say("error", toFailed(thrown)));
              },
            },
          ]}
          anchor={menuAnchor}
          onClose={() => setMenu(null)}
        />
      )}
      <Grid
        label="Consumers"
        columns={COLUMNS}
        minWidth={790}
        first={0}
        end={rows.length}
        row={(number) => rows[number]}
        rowHeight={compact ? 22 : 28}
        selected={at < 0 ? null : at}
        onSelect={(number) => setSelected(rows[number]?.group ?? null)}
        onOpen={(number) => open(rows[number]?.group)}
        opensOnClick
        onSight={ignore}
        onMenu={(number, element) => {
          const group = rows[number]?.group;
          if (group !== undefined) setMenu({ group, element });
        }}
        dimmed={lost}
        empty={
          error && !data ? (
            <div className={styles.failure}>
              <ErrorNote failure={error} action={<Button onPress={ask}>Try again</Button>} />
            </div>
          ) : !data || isLoading ? (
            <Waiting what="Asking all groups what they read" since={openedAt} />
          ) : (
            <Empty
              icon={Users}
              title="No group reads this topic"
              action={<Button onPress={ask}>Ask again</Button>}
            >
              {data.lags === "partial"
                ? "Of those that tell it: some groups did not say what they read."
                : "None has committed an offset in it, and no member of a group reads it."}
            </Empty>
          )
        }
      />
    </>
  );
}

/** How old the list is; 0 for never. */
function Age({ at, isLoading }: { at: number; isLoading: boolean }) {
  const age = useElapsed(at, 1000);
  if (isLoading) return <span>asking the groups…</span>;
  return <span>{age < 2000 ? "just now" : `${duration(age)} ago`}</span>;
}

/** All rows are here already. */
function ignore() {}
