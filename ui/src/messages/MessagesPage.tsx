import { Clock, Copy, FileSearch, Filter, Inbox, PanelRightOpen, RotateCcw } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useCommands } from "../app/commands";
import { useSettings, useWorkspace } from "../app/workspace";
import type { PartitionRow } from "../bindings";
import { useConnection } from "../connections/queries";
import { backend } from "../ipc/backend";
import { type Failed, toFailed } from "../ipc/failure";
import type { MessageRow } from "../ipc/window";
import { Button, IconButton } from "../kit/Button";
import { copy } from "../kit/clipboard";
import { Empty } from "../kit/Empty";
import { Grid, type GridHandle } from "../kit/grid/Grid";
import { ContextMenu, type MenuEntry } from "../kit/Menu";
import { ErrorNote, Note } from "../kit/Note";
import { Splitter } from "../kit/Splitter";
import { useStore } from "../kit/store";
import { useMedia, WIDE } from "../kit/useMedia";
import { Waiting } from "../kit/Waiting";
import { fromDraft } from "../produce/draft";
import { messageColumns } from "./columns";
import { Inspector } from "./Inspector";
import type { LiveView } from "./LiveView";
import styles from "./MessagesPage.module.css";
import { emptiness, notice } from "./status";
import { Toolbar } from "./Toolbar";
import { DEFAULT_START, type TopicSession } from "./TopicSession";

type Props = { session: TopicSession; partitions: readonly PartitionRow[] | undefined };

/** The messages of a topic: toolbar, grid and inspector. */
export function MessagesPage({ session, partitions }: Props) {
  const { live } = useStore(session.state);
  useEffect(() => session.ensureOpen(), [session]);
  return live && <Messages session={session} live={live} partitions={partitions} />;
}

const INSPECTOR = { min: 300, max: 900 };

function Messages({ session, live, partitions }: Props & { live: LiveView }) {
  const workspace = useWorkspace();
  const settings = useSettings();
  const wide = useMedia(WIDE);
  const state = useStore(session.state);
  const view = useStore(live.state);
  const grid = useRef<GridHandle>(null);
  const filter = useRef<HTMLInputElement>(null);
  const [draftFailure, setDraftFailure] = useState<Failed | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each view that is shown
  useEffect(() => grid.current?.focus(), [live]);

  const produce = useCallback(() => session.state.update({ producing: true }), [session]);
  const produceAgain = useCallback(
    async (row: number) => {
      const id = live.state.get().view;
      if (id === null) return;
      try {
        const [draft, detail] = await Promise.all([
          backend.messageDraft(id, row),
          backend.messageDetail(id, row),
        ]);
        session.draft.set(fromDraft(draft, detail.value.shape === "json"));
        session.state.update({ producing: true });
        setDraftFailure(null);
      } catch (thrown) {
        setDraftFailure(toFailed(thrown));
      }
    },
    [session, live],
  );
  const { selected } = state;
  useCommands([
    {
      id: "messages.filter",
      title: "Filter messages",
      group: "Messages",
      keys: ["/"],
      run: () => filter.current?.focus(),
    },
    {
      id: "messages.next",
      title: "Next message",
      group: "Messages",
      keys: ["j"],
      palette: false,
      run: () => grid.current?.move(1),
    },
    {
      id: "messages.previous",
      title: "Previous message",
      group: "Messages",
      keys: ["k"],
      palette: false,
      run: () => grid.current?.move(-1),
    },
    {
      id: "messages.follow",
      title: view.following ? "Pause following" : "Follow the newest messages",
      group: "Messages",
      keys: ["Space"],
      run: () => live.follow(!view.following),
    },
    {
      id: "messages.produce",
      title: `Produce to ${session.topic}…`,
      group: "Messages",
      keys: ["p"],
      run: produce,
    },
    {
      id: "messages.reload",
      title: "Read again from the same start",
      group: "Messages",
      keys: ["F5", "mod+r"],
      run: () => void session.restart(),
    },
    {
      id: "messages.inspector",
      title: state.inspector ? "Close the inspector" : "Open the inspector",
      group: "Messages",
      keys: ["i"],
      run: () => session.state.update({ inspector: !state.inspector }),
    },
    ...(selected === null
      ? []
      : [
          {
            id: "messages.again",
            title: "Produce the selected message again…",
            group: "Messages",
            run: () => void produceAgain(selected),
          },
        ]),
  ]);

  const said = notice(view, settings.zone);
  const readOnly = useConnection(session.connection)?.readOnly ?? false;
  return (
    <div className={styles.page}>
      <Toolbar
        session={session}
        live={live}
        partitions={partitions?.length ?? null}
        readOnly={readOnly}
        filterRef={filter}
        onLeaveFilter={() => grid.current?.focus()}
        onProduce={produce}
      />
      {draftFailure && <ErrorNote failure={draftFailure} banner />}
      {said?.kind === "failed" && view.end > view.first && (
        <ErrorNote
          failure={said.failure}
          banner
          action={<Button onPress={() => void session.restart()}>Try again</Button>}
        />
      )}
      {said?.kind === "disconnected" && (
        <Note tone="warn" message={said.message} details={said.details} banner />
      )}
      {said?.kind === "full" && <Note tone="warn" message={said.message} banner />}
      <div className={styles.split}>
        <div className={styles.grid}>
          <MessageGrid
            session={session}
            live={live}
            partitions={partitions}
            wide={wide}
            handle={grid}
            onProduceAgain={(row) => void produceAgain(row)}
          />
          {!state.inspector && (
            <div className={styles.reopen}>
              <IconButton
                label="Open the inspector"
                icon={PanelRightOpen}
                keys="i"
                onPress={() => session.state.update({ inspector: true })}
              />
            </div>
          )}
        </div>
        {state.inspector && wide && (
          <Splitter
            label="Width of the inspector"
            panel="after"
            size={settings.inspectorWidth}
            {...INSPECTOR}
            onResize={(inspectorWidth) => workspace.update({ inspectorWidth })}
          />
        )}
        {state.inspector && (
          <div className={styles.inspector} style={wide ? { width: settings.inspectorWidth } : undefined}>
            <Inspector
              session={session}
              view={view.view}
              numbering={view.numbering}
              row={view.filtering ? null : state.selected}
              onProduceAgain={(row) => void produceAgain(row)}
              onClose={() => {
                session.state.update({ inspector: false });
                grid.current?.focus();
              }}
            />
          </div>
        )}
      </div>
    </div>
  );
}

type GridProps = Props & {
  live: LiveView;
  onProduceAgain(row: number): void;
  wide: boolean;
  handle: React.Ref<GridHandle>;
};

function MessageGrid({ session, live, partitions, wide, handle, onProduceAgain }: GridProps) {
  const entries = useMessageEntries(session, live, onProduceAgain);
  const { zone, compact } = useSettings();
  const { selected } = useStore(session.state);
  const view = useStore(live.state);
  const { offsetDigits, keyChars } = useWidths(view.rows);
  const [menu, setMenu] = useState<{ row: number; element: Element } | null>(null);
  const { columns, minWidth } = useMemo(
    () => messageColumns({ zone, dated: view.dated, offsetDigits, keyChars, wide }),
    [zone, view.dated, offsetDigits, keyChars, wide],
  );
  const kind = view.tick?.state.kind;
  const menuAnchor = useMemo(() => ({ current: menu?.element ?? null }), [menu]);
  return (
    <>
      {menu && (
        <ContextMenu
          label="Message"
          entries={entries(menu.row)}
          anchor={menuAnchor}
          onClose={() => setMenu(null)}
        />
      )}
      <Grid
        label="Messages"
        columns={columns}
        minWidth={minWidth}
        first={view.first}
        end={view.end}
        origin={`${view.view} ${view.numbering}`}
        row={(number) => live.row(number)}
        rowHeight={compact ? 22 : 28}
        selected={selected}
        onSelect={(row) => session.select(row)}
        onOpen={() => session.state.update({ inspector: true })}
        onSight={(from, to) => live.see(from, to)}
        following={view.following}
        onFollow={(following) => live.follow(following)}
        dimmed={kind === "disconnected" || kind === "failed" || view.filtering}
        empty={<NoMessages session={session} live={live} partitions={partitions} />}
        onMenu={(row, element) => setMenu({ row, element })}
        handle={handle}
      />
    </>
  );
}

/** What can be done with one message. */
function useMessageEntries(
  session: TopicSession,
  live: LiveView,
  onProduceAgain: (row: number) => void,
): (row: number) => MenuEntry[] {
  const workspace = useWorkspace();
  const put = (text: Promise<string>) => {
    copy(text).catch((thrown) => workspace.say("error", toFailed(thrown)));
  };
  return (row) => {
    const message = live.row(row);
    const view = live.state.get().view;
    if (!message || view === null) return [];
    const { partition, timestamp, keyShape, valueShape } = message;
    const entries: MenuEntry[] = [];
    if (valueShape !== "null") {
      const run = () => put(backend.messageText(view, row, "value", "auto"));
      entries.push({ id: "value", name: "Copy value", icon: Copy, run });
    }
    if (keyShape !== "null") {
      const run = () => put(backend.messageText(view, row, "key", "auto"));
      entries.push({ id: "key", name: "Copy key", icon: Copy, run });
    }
    entries.push(
      { id: "again", name: "Produce again…", icon: RotateCcw, run: () => onProduceAgain(row) },
      "separator",
    );
    if (timestamp !== null) {
      entries.push({
        id: "from",
        name: "Start at this time",
        icon: Clock,
        run: () => void session.restart({ start: { kind: "time", text: String(timestamp), utc: true } }),
      });
    }
    entries.push({
      id: "partition",
      name: `Only partition ${partition}`,
      icon: Filter,
      run: () => void session.restart({ partitions: [partition] }),
    });
    return entries;
  };
}

function NoMessages({ session, live, partitions }: Props & { live: LiveView }) {
  const { zone } = useSettings();
  const { start } = useStore(session.state);
  const view = useStore(live.state);
  const said = notice(view, zone);
  if (said?.kind === "failed") {
    return (
      <div className={styles.failure}>
        <ErrorNote
          failure={said.failure}
          action={<Button onPress={() => void session.restart()}>Try again</Button>}
        />
      </div>
    );
  }
  const why = emptiness(view, start.kind, partitions);
  if (why === null) return <Waiting what="Asking the brokers" since={view.openedAt} />;
  return (
    <Empty
      icon={view.filter === "" ? Inbox : FileSearch}
      title={why.title}
      action={
        <>
          {(why.offer === "clearFilter" || why.offer === "searchAll") && (
            <Button onPress={() => session.typeFilter("")}>Clear the filter</Button>
          )}
          {why.offer === "searchAll" && (
            <Button look="primary" onPress={() => void session.restart({ start: { kind: "earliest" } })}>
              Search the whole topic
            </Button>
          )}
          {why.offer === "readAll" && (
            <>
              <Button onPress={() => void session.restart({ start: DEFAULT_START })}>
                Read the last 500
              </Button>
              <Button onPress={() => void session.restart({ start: { kind: "earliest" } })}>
                From the earliest
              </Button>
            </>
          )}
        </>
      }
    >
      {why.text}
    </Empty>
  );
}

/** How much room offsets and keys need: columns only grow. */
function useWidths(rows: ReadonlyMap<number, MessageRow>): { offsetDigits: number; keyChars: number } {
  const [most, setMost] = useState({ offsetDigits: 1, keyChars: 1 });
  let { offsetDigits, keyChars } = most;
  for (const { offset, key } of rows.values()) {
    offsetDigits = Math.max(offsetDigits, String(offset).length);
    keyChars = Math.max(
      keyChars,
      key.reduce((sum, { text }) => sum + text.length, 0),
    );
  }
  if (offsetDigits > most.offsetDigits || keyChars > most.keyChars) setMost({ offsetDigits, keyChars });
  return { offsetDigits, keyChars };
}
