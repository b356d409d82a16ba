import { useEffect, useMemo, useState } from "react";
import { useSettings } from "../app/workspace";
import type { PartitionRow } from "../bindings";
import { Grid, type GridHandle } from "../kit/grid/Grid";
import { ContextMenu } from "../kit/Menu";
import { useStore } from "../kit/store";
import { moveColumn, pathColumns, sizeColumn } from "./columnChoice";
import { messageColumns } from "./columns";
import type { LiveView } from "./LiveView";
import { NoMessages } from "./NoMessages";
import { shownRows } from "./shownRows";
import type { TopicSession } from "./TopicSession";
import type { Columns } from "./useColumns";
import { useMessageEntries } from "./useMessageEntries";
import { useWidths } from "./useWidths";

type Props = {
  session: TopicSession;
  live: LiveView;
  columns: Columns;
  partitions: readonly PartitionRow[] | undefined;
  onProduceAgain(row: number): void;
  wide: boolean;
  handle: React.Ref<GridHandle>;
};

const ROOM_STEP_PX = 120;

/** The rows of a view, with what can be done with each. */
export function MessageGrid(props: Props) {
  const { session, live, columns: chosen, partitions, wide, handle, onProduceAgain } = props;
  const entries = useMessageEntries(session, live, onProduceAgain);
  const { zone, compact } = useSettings();
  const { selected, picked } = useStore(session.state);
  const view = useStore(live.state);
  const { choices, choose } = chosen;
  const paths = useMemo(() => pathColumns(choices), [choices]);
  useEffect(() => live.setColumns(paths), [live, paths]);
  const widths = useWidths(view.rows, paths);
  const [menu, setMenu] = useState<{ row: number; element: Element } | null>(null);
  const [room, setRoom] = useState(Number.POSITIVE_INFINITY);
  const table = live.spec.latestPerKey;
  const { columns, minWidth } = useMemo(
    () =>
      messageColumns({
        choices,
        zone,
        dated: view.dated,
        widths,
        wide,
        room,
        table,
        onSize: (path, width) => choose(sizeColumn(choices, path, width)),
      }),
    [choices, choose, zone, view.dated, widths, wide, room, table],
  );
  const kind = view.tick?.state.kind;
  const menuAnchor = useMemo(() => ({ current: menu?.element ?? null }), [menu]);
  const rows = useMemo(() => shownRows(live.spec.order), [live]);
  const onSight = useMemo(
    () => (from: number, to: number) => {
      const range = rows.range({ first: from, end: to });
      live.see(range.first, range.end);
    },
    [rows, live],
  );
  const pickedNumbers = useMemo(() => new Set([...picked].map(rows.number)), [picked, rows]);
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
        {...rows.range(view)}
        origin={`${view.view} ${view.numbering}`}
        row={(number) => live.row(rows.number(number))}
        rowHeight={compact ? 22 : 28}
        selected={selected === null ? null : rows.number(selected)}
        picked={pickedNumbers}
        onSelect={(number, how) => session.select(rows.number(number), how)}
        onOpen={() => session.state.update({ inspector: true })}
        onSight={onSight}
        // In steps, so that rows are not drawn again for each pixel.
        onWidth={(px) => setRoom(Math.ceil(px / ROOM_STEP_PX) * ROOM_STEP_PX)}
        edge={rows.edge}
        following={view.following}
        onFollow={(following) => live.follow(following)}
        dimmed={kind === "disconnected" || kind === "failed" || view.filtering}
        empty={<NoMessages session={session} live={live} partitions={partitions} />}
        onMenu={(number, element) => setMenu({ row: rows.number(number), element })}
        onMoveColumn={(path, before) => choose(moveColumn(choices, path, before))}
        handle={handle}
      />
    </>
  );
}
