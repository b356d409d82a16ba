import type { PartitionRow } from "../bindings";

/** A partition with so many times its share is marked. */
const MARKED_FROM = 2;
/** Fewer messages say nothing about how keys are spread. */
const TELLING_FROM = 1_000;

/** How many times its share a partition holds, by number, of those that hold much more than the others. */
export function skewOf(partitions: readonly PartitionRow[]): ReadonlyMap<number, number> {
  const known = partitions.flatMap(({ id, messages }) =>
    messages === null ? [] : [{ id, held: Number(messages) }],
  );
  const total = known.reduce((sum, { held }) => sum + held, 0);
  if (known.length < 2 || total < TELLING_FROM) return new Map();
  const share = total / known.length;
  return new Map(
    known.flatMap(({ id, held }) => (held >= MARKED_FROM * share ? [[id, held / share] as const] : [])),
  );
}
