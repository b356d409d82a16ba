import { PanelRightOpen } from "lucide-react";
import { useCallback, useEffect, useRef } from "react";
import { useCommands } from "../app/commands";
import { useSettings, useWorkspace } from "../app/workspace";
import type { PartitionRow } from "../bindings";
import { useConnection } from "../connections/queries";
import { backend } from "../ipc/backend";
import { toFailed } from "../ipc/failure";
import { Button, IconButton } from "../kit/Button";
import type { GridHandle } from "../kit/grid/Grid";
import { ErrorNote, Note } from "../kit/Note";
import { Splitter } from "../kit/Splitter";
import { useStore } from "../kit/store";
import { useMedia, WIDE } from "../kit/useMedia";
import { fromDraft } from "../produce/draft";
import { Inspector } from "./Inspector";
import type { LiveView } from "./LiveView";
import { MessageGrid } from "./MessageGrid";
import styles from "./MessagesPage.module.css";
import { notice } from "./status";
import { Toolbar } from "./Toolbar";
import type { TopicSession } from "./TopicSession";

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

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each view that is shown
  useEffect(() => grid.current?.focus(), [live]);
  const { producing } = state;
  const wasProducing = useRef(producing);
  useEffect(() => {
    // Back from the drawer, to the rows.
    if (wasProducing.current && !producing) grid.current?.focus();
    wasProducing.current = producing;
  }, [producing]);

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
      } catch (thrown) {
        workspace.say("error", toFailed(thrown));
      }
    },
    [workspace, session, live],
  );
  const { selected } = state;
  useEffect(() => {
    // Also where no hand has selected it.
    if (selected !== null) grid.current?.reveal(selected);
  }, [selected]);
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
      run: () => session.restart(),
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
      {said?.kind === "failed" && view.end > view.first && (
        <ErrorNote
          failure={said.failure}
          banner
          action={<Button onPress={() => session.retry()}>Try again</Button>}
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
