import { useMemo, useState } from "react";
import { useSettings } from "../app/workspace";
import type { PartitionRow } from "../bindings";
import type { MessageRow } from "../ipc/window";
import { Grid, type GridHandle } from "../kit/grid/Grid";
import { ContextMenu } from "../kit/Menu";
import { useStore } from "../kit/store";
import { messageColumns } from "./columns";
import type { LiveView } from "./LiveView";
import { NoMessages } from "./NoMessages";
import type { TopicSession } from "./TopicSession";
import { useMessageEntries } from "./useMessageEntries";

type Props = {
  session: TopicSession;
  live: LiveView;
  partitions: readonly PartitionRow[] | undefined;
  onProduceAgain(row: number): void;
  wide: boolean;
  handle: React.Ref<GridHandle>;
};

/** The rows of a view, with what can be done with each. */
export function MessageGrid({ session, live, partitions, wide, handle, onProduceAgain }: Props) {
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
