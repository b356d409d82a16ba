/** Rows that were chosen together, by number. */
export type Picked = ReadonlySet<number>;

/** "one" alone, "toggle" into or out of those chosen (Ctrl), "extend" from the last one on (Shift). */
export type PickHow = "one" | "toggle" | "extend";

export const NO_PICK: Picked = new Set();
/** So many can be copied at once. */
export const MOST_PICKED = 10_000;

/** What is selected after a row was chosen. Extending starts at the first of the set. */
export function pickRow(
  picked: Picked,
  selected: number | null,
  row: number,
  how: PickHow,
): { selected: number | null; picked: Picked } {
  if (how === "one" || selected === null) return { selected: row, picked: NO_PICK };
  const before = picked.size > 0 ? picked : new Set([selected]);
  if (how === "toggle") {
    const next = new Set(before);
    if (next.has(row)) next.delete(row);
    else if (next.size < MOST_PICKED) next.add(row);
    const still = next.has(row) ? row : ([...next].at(-1) ?? null);
    return { selected: still, picked: next.size > 1 ? next : NO_PICK };
  }
  // The first in the set is the one from which it is extended.
  const [anchor = selected] = before;
  const step = row < anchor ? -1 : 1;
  const next = new Set<number>();
  for (let at = anchor; next.size < MOST_PICKED; at += step) {
    next.add(at);
    if (at === row) break;
  }
  return { selected: [...next].at(-1) ?? row, picked: next.size > 1 ? next : NO_PICK };
}

/** The chosen rows in ascending order: the selected one where it is alone. */
export function pickedRows(picked: Picked, selected: number | null): number[] {
  if (picked.size > 0) return [...picked].sort((one, other) => one - other);
  return selected === null ? [] : [selected];
}
