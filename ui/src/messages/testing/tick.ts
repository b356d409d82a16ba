import type { Tick } from "../../bindings";

/** A view of which nothing was read yet, and what is given. */
export function tickOf(change: Partial<Tick> = {}): Tick {
  return {
    first: 0,
    end: 0,
    seen: 0,
    matched: 0,
    dropped: 0,
    pending: 0,
    read: 0,
    total: 0,
    rate: 0,
    kept: 0,
    limit: 256 * 2 ** 20,
    partitions: 12,
    state: { kind: "live" },
    lastRecordMs: null,
    bytes: 0,
    unclear: 0,
    missing: 0,
    expired: 0,
    leftMs: null,
    only: null,
    ...change,
  };
}
