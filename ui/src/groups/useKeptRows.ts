import { useMemo, useRef } from "react";
import { sameData } from "../app/sameData";
import type { GroupRow } from "../bindings";

/** The same rows as the same objects as before where they say the same, so that only others are drawn again. */
export function useKeptRows(rows: readonly GroupRow[] | undefined): readonly GroupRow[] {
  const kept = useRef<ReadonlyMap<string, GroupRow>>(new Map());
  return useMemo(() => {
    const next = (rows ?? []).map((row) => {
      const before = kept.current.get(row.id);
      // Its age is not shown, and is another each time.
      return before && sameData({ ...before, ageMs: null }, { ...row, ageMs: null }) ? before : row;
    });
    kept.current = new Map(next.map((row) => [row.id, row]));
    return next;
  }, [rows]);
}
