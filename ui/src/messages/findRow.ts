import type { ViewSource } from "./LiveView";

/** Where a message stands in its topic. */
export type MessagePlace = { partition: number; offset: string };

const PROBE_ROWS = 500;

/**
 * The row of a message in a view without a filter, or null.
 *
 * Rows of one partition stand in the order of their offsets, so a few windows tell; where they don't, it is not found.
 */
export async function findRow(
  source: Pick<ViewSource, "viewRows">,
  view: number,
  { first, end }: { first: number; end: number },
  { partition, offset }: MessagePlace,
): Promise<number | null> {
  const wanted = BigInt(offset);
  let low = first;
  let high = end;
  while (low < high) {
    const from = Math.max(low, Math.floor((low + high - PROBE_ROWS) / 2));
    const { rows } = await source.viewRows(view, from, Math.min(PROBE_ROWS, high - from));
    const known = rows.filter((row) => row.partition === partition);
    const found = known.find((row) => row.offset === wanted);
    if (found) return found.row;
    const [lowest, highest] = [known[0], known.at(-1)];
    if (!lowest || !highest) return null;
    if (wanted < lowest.offset) high = from;
    else if (wanted > highest.offset) low = from + rows.length;
    else return null;
  }
  return null;
}
