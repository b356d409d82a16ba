import { ArrowDown, ArrowUp } from "lucide-react";
import { type PointerEvent, useRef, useState } from "react";
import { classes } from "../css";
import styles from "./Grid.module.css";
import type { Column } from "./GridRow";

type GridHeaderProps = {
  columns: readonly Column<never>[];
  /** Puts a column before another, or at the end. */
  onMove?(id: string, before: string | null): void;
};

type Place = { id: string; side: "before" | "after" };

/** A hand that moves less than this only presses. */
const DRAG_FROM_PX = 5;

/** The heads of the columns: they sort, move by dragging and are sized at their edge, where that can be. */
export function GridHeader({ columns, onMove }: GridHeaderProps) {
  const header = useRef<HTMLDivElement>(null);
  const pressed = useRef<{ id: string; at: number } | null>(null);
  const [over, setOver] = useState<Place | null>(null);

  const placeAt = (x: number): Place | null => {
    const cells = [...(header.current?.children ?? [])];
    const at = cells.findIndex((cell) => x < cell.getBoundingClientRect().right);
    const index = at < 0 ? cells.length - 1 : at;
    const box = cells[index]?.getBoundingClientRect();
    const id = columns[index]?.id;
    if (!box || id === undefined) return null;
    return { id, side: x > box.left + box.width / 2 ? "after" : "before" };
  };

  const moving = (id: string) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      pressed.current = { id, at: event.clientX };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const from = pressed.current;
      if (from === null || (over === null && Math.abs(event.clientX - from.at) < DRAG_FROM_PX)) return;
      setOver(placeAt(event.clientX));
    },
    onPointerUp: () => {
      const id = pressed.current?.id;
      pressed.current = null;
      setOver(null);
      if (id === undefined || over === null || over.id === id) return;
      const index = columns.findIndex((column) => column.id === over.id);
      const before = over.side === "before" ? over.id : (columns[index + 1]?.id ?? null);
      if (before !== id) onMove?.(id, before);
    },
  });

  return (
    <div ref={header} role="row" aria-rowindex={1} className={styles.header}>
      {columns.map((column) => (
        <HeaderCell
          key={column.id}
          column={column}
          over={over?.id === column.id && pressed.current?.id !== column.id ? over.side : null}
          moving={onMove ? moving(column.id) : {}}
        />
      ))}
    </div>
  );
}

type HeaderCellProps = {
  column: Column<never>;
  /** A dragged head would land there. */
  over: Place["side"] | null;
  moving: object;
};

function HeaderCell({ column, over, moving }: HeaderCellProps) {
  const { sort, size } = column;
  return (
    <div
      role="columnheader"
      aria-sort={sort ? (sort.direction ?? "none") : undefined}
      className={classes(
        styles.headerCell,
        sort && styles.sortable,
        column.align === "right" && styles.right,
      )}
      data-over={over ?? undefined}
      {...moving}
    >
      {sort ? (
        <button
          type="button"
          onClick={sort.toggle}
          className={styles.sort}
          data-on={sort.direction !== null || undefined}
        >
          {column.title}
          {sort.direction === "ascending" && <ArrowUp size={12} aria-hidden />}
          {sort.direction === "descending" && <ArrowDown size={12} aria-hidden />}
        </button>
      ) : (
        column.title
      )}
      {size && <SizeEdge {...size} />}
    </div>
  );
}

/** The right edge of a head: dragged it sets the width, a double click fits it to what is shown. */
function SizeEdge({ min, set, fit }: { min: number; set(width: number): void; fit(): void }) {
  const drag = useRef<{ at: number; width: number } | null>(null);
  return (
    <div
      className={styles.edge}
      onPointerDown={(event) => {
        // The head itself is not moved from here.
        event.stopPropagation();
        const width = event.currentTarget.parentElement?.getBoundingClientRect().width ?? min;
        drag.current = { at: event.clientX, width };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        event.stopPropagation();
        if (!drag.current || event.clientX === drag.current.at) return;
        set(Math.max(min, Math.round(drag.current.width + event.clientX - drag.current.at)));
      }}
      onPointerUp={(event) => {
        event.stopPropagation();
        drag.current = null;
      }}
      onDoubleClick={fit}
    />
  );
}
