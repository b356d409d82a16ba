import { ArrowDown, ArrowUp } from "lucide-react";
import { memo, type ReactNode } from "react";
import { classes } from "../css";
import styles from "./Grid.module.css";

export type Column<R> = {
  id: string;
  title: string;
  /** A track of CSS grid. */
  width: string;
  align?: "right";
  render(row: R): ReactNode;
  /** Present on columns that can be sorted by. */
  sort?: { direction: "ascending" | "descending" | null; toggle(): void };
};

/** A column's head, which sorts where that can be.  */
export function HeaderCell<R>({ column }: { column: Column<R> }) {
  const { sort } = column;
  return (
    <div
      role="columnheader"
      aria-sort={sort ? (sort.direction ?? "none") : undefined}
      className={classes(
        styles.headerCell,
        sort && styles.sortable,
        column.align === "right" && styles.right,
      )}
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
    </div>
  );
}

type GridRowProps = {
  id: string;
  number: number;
  index: number;
  row: unknown;
  columns: readonly Column<unknown>[];
  selected: boolean;
};

/** One row: drawn again only when its own parts change. */
export const GridRow = memo(function GridRow({ id, number, index, row, columns, selected }: GridRowProps) {
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index}
      aria-selected={selected}
      aria-busy={row === undefined || undefined}
      data-row={number}
      className={styles.row}
    >
      {row === null ? (
        <div role="gridcell" className={styles.gone} aria-colspan={columns.length}>
          made room for newer rows
        </div>
      ) : (
        row !== undefined &&
        columns.map((column) => (
          <div
            key={column.id}
            role="gridcell"
            className={classes(styles.cell, column.align === "right" && styles.right)}
          >
            {column.render(row)}
          </div>
        ))
      )}
    </div>
  );
});
