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
  /** Present on columns whose width one can set: the smallest in px, and what becomes of a new one. */
  size?: { min: number; set(width: number): void; fit(): void };
};

type GridRowProps = {
  id: string;
  number: number;
  index: number;
  row: unknown;
  columns: readonly Column<unknown>[];
  selected: boolean;
  /** The one of several that the keys move. */
  lead: boolean;
};

/** One row: drawn again only when its own parts change. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { id, number, index, row, columns, selected, lead } = props;
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index}
      aria-selected={selected}
      aria-busy={row === undefined || undefined}
      data-row={number}
      data-lead={lead || undefined}
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
