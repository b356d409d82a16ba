import { useState } from "react";
import type { MessageRow } from "../ipc/window";

/** What the rows that were seen need in room. */
export type Widths = {
  /** Digits of the longest offset. */
  offsetDigits: number;
  /** Characters of the longest key. */
  keyChars: number;
  /** By path: characters of the longest cell, and whether all are numbers. */
  cells: Readonly<Record<string, CellWidth>>;
};

type CellWidth = { chars: number; numeric: boolean };

const NOTHING: CellWidth = { chars: 0, numeric: true };

/** How much room offsets, keys and columns by path need: columns only grow. */
export function useWidths(rows: ReadonlyMap<number, MessageRow>, paths: readonly string[]): Widths {
  const [most, setMost] = useState<Widths>({ offsetDigits: 1, keyChars: 1, cells: {} });
  let { offsetDigits, keyChars } = most;
  const cells: Record<string, CellWidth> = { ...most.cells };
  let grew = false;
  for (const row of rows.values()) {
    offsetDigits = Math.max(offsetDigits, String(row.offset).length);
    keyChars = Math.max(
      keyChars,
      row.key.reduce((sum, { text }) => sum + text.length, 0),
    );
    for (const path of paths) {
      const cell = row.cell(path);
      if (!cell || cell === "notJson") continue;
      const before = cells[path] ?? NOTHING;
      const numeric = before.numeric && cell.kind === "number";
      if (cells[path] && cell.text.length <= before.chars && numeric === before.numeric) continue;
      cells[path] = { chars: Math.max(before.chars, cell.text.length), numeric };
      grew = true;
    }
  }
  if (!grew && offsetDigits === most.offsetDigits && keyChars === most.keyChars) return most;
  const next = { offsetDigits, keyChars, cells };
  setMost(next);
  return next;
}
