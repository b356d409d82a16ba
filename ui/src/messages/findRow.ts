import type { Place } from "../bindings";
import type { ViewSource } from "./LiveView";

const PROBE_ROWS = 500;
/** A message that is not found with so many questions was hardly worth more. */
const MOST_PROBES = 200;

/**
 * The row of a message in a view, or null where it is not among its rows.
 *
 * Rows of one partition stand in the order of their offsets, so a few windows tell. Where a window holds nothing of the
 * partition, both sides are looked at.
 */
export async function findRow(
  source: Pick<ViewSource, "viewRows">,
  view: number,
  { first, end }: { first: number; end: number },
  { partition, offset }: Place,
): Promise<number | null> {
  const wanted = BigInt(offset);
  const ranges = [{ low: first, high: end }];
  for (let probe = 0; probe < MOST_PROBES; probe++) {
    const range = ranges.pop();
    if (!range) return null;
    const { low, high } = range;
    const from = Math.max(low, Math.floor((low + high - PROBE_ROWS) / 2));
    const to = Math.min(high, from + PROBE_ROWS);
    const { rows } = await source.viewRows(view, from, to - from);
    const known = rows.filter((row) => row.partition === partition);
    const found = known.find((row) => row.offset === wanted);
    if (found) return found.row;
    const [lowest, highest] = [known[0], known.at(-1)];
    const isAfter = lowest === undefined || wanted > lowest.offset;
    const isBefore = highest === undefined || wanted < highest.offset;
    if (isAfter && to < high) ranges.push({ low: to, high });
    if (isBefore && from > low) ranges.push({ low, high: from });
  }
  return null;
}
