import type { Order } from "../bindings";

type Range = { first: number; end: number };

/**
 * How rows are counted on the screen, from top to bottom. Rows rise with newness: with the newest on top they are
 * counted by what they are below zero.
 */
export function shownRows(order: Order) {
  const reversed = order === "newest";
  return {
    /** Where the newest are. */
    edge: reversed ? ("first" as const) : ("last" as const),
    /** A row's number on the screen, and back. */
    number: (row: number): number => (reversed ? 0 - row : row),
    /** A range of rows on the screen, and back. */
    range: ({ first, end }: Range): Range => (reversed ? { first: 1 - end, end: 1 - first } : { first, end }),
  };
}
