import { PanelRightOpen } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useSettings, useWorkspace } from "../app/workspace";
import type { PartitionRow } from "../bindings";
import { useConnection } from "../connections/queries";
import { openExport } from "../jobs/openExport";
import { IconButton } from "../kit/Button";
import type { GridHandle } from "../kit/grid/Grid";
import { Splitter } from "../kit/Splitter";
import { useParts, useStore } from "../kit/store";
import { useMedia, WIDE } from "../kit/useMedia";
import { Banners } from "./Banners";
import { HistogramBar } from "./HistogramBar";
import { Inspector } from "./Inspector";
import type { LiveView } from "./LiveView";
import { MessageGrid } from "./MessageGrid";
import styles from "./MessagesPage.module.css";
import { useMessageCommands } from "./messageCommands";
import { Toolbar } from "./Toolbar";
import type { TopicSession } from "./TopicSession";
import { useColumns } from "./useColumns";
import { useCopyRows } from "./useMessageEntries";
import { useProduceAgain } from "./useProduceAgain";

type Props = { session: TopicSession; partitions: readonly PartitionRow[] | undefined };

/** The messages of a topic: toolbar, histogram, grid and inspector. */
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
  const view = useParts(live.state, ({ view, numbering, filtering }) => ({ view, numbering, filtering }));
  const columns = useColumns(session);
  const grid = useRef<GridHandle>(null);
  const filter = useRef<HTMLInputElement>(null);
  const [rangeOpen, setRangeOpen] = useState(false);
  // Where there is little height, it shows for as long as it was asked for.
  const [narrowHistogram, setNarrowHistogram] = useState(false);
  const histogram = {
    shown: wide ? settings.histogram : narrowHistogram,
    toggle: () =>
      wide ? workspace.update({ histogram: !settings.histogram }) : setNarrowHistogram((shown) => !shown),
  };
  const produceAgain = useProduceAgain(session, live);
  const copyRows = useCopyRows(session);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each view that is shown
  useEffect(() => grid.current?.focus(), [live]);
  const { producing } = state;
  const wasProducing = useRef(producing);
  useEffect(() => {
    // Back from the drawer, to the rows.
    if (wasProducing.current && !producing) grid.current?.focus();
    wasProducing.current = producing;
  }, [producing]);
  const { selected } = state;
  useEffect(() => {
    // Also where no hand has selected it.
    if (selected !== null) grid.current?.reveal(live.spec.order === "newest" ? 0 - selected : selected);
  }, [selected, live]);

  useMessageCommands({
    session,
    live,
    grid,
    filter,
    histogram,
    openRange: () => setRangeOpen(true),
    produceAgain,
    copyRows,
  });
  const readOnly = useConnection(session.connection)?.readOnly ?? false;
  return (
    <div className={styles.page}>
      <Toolbar
        session={session}
        live={live}
        columns={columns}
        partitions={partitions?.length ?? null}
        readOnly={readOnly}
        filterRef={filter}
        range={{ is: rangeOpen, set: setRangeOpen }}
        histogram={histogram}
        onLeaveFilter={() => grid.current?.focus()}
        onExport={() => openExport(workspace, session)}
        onProduce={() => session.state.update({ producing: true })}
      />
      <Banners session={session} live={live} onNarrow={() => setRangeOpen(true)} />
      {histogram.shown && <HistogramBar session={session} live={live} onCollapse={histogram.toggle} />}
      <div className={styles.split}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the grid in it has the focus */}
        <div
          className={styles.grid}
          onKeyDown={(event) => {
            const copies = (event.ctrlKey || event.metaKey) && event.key === "c";
            if (!copies || String(window.getSelection()) !== "") return;
            event.preventDefault();
            copyRows("json");
          }}
        >
          <MessageGrid
            session={session}
            live={live}
            columns={columns}
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
        {/* Below the grid it would take room for nothing. */}
        {state.inspector && (wide || state.selected !== null) && (
          <div className={styles.inspector} style={wide ? { width: settings.inspectorWidth } : undefined}>
            <Inspector
              session={session}
              view={view.view}
              numbering={view.numbering}
              row={view.filtering ? null : state.selected}
              onMove={(by) => grid.current?.move(by)}
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
