import { expect, test } from "vitest";
import { firstView } from "../messages/view";
import { exportScope, exportSpec, nothingToExport, parsePaths } from "./exportScope";

test("an export ends where the topic ends now, and follows nothing", () => {
  const spec = exportSpec({ ...firstView(), start: { kind: "earliest" } }, "orders");
  expect(spec).toMatchObject({ topic: "orders", until: { kind: "now" }, follow: false, limit: null });
  const until = { kind: "offset", offset: "9" } as const;
  expect(exportSpec({ ...firstView(), until }, "orders").until).toEqual(until);
});

test("what is exported is said: range, partitions, key, filter", () => {
  const view = {
    ...firstView(),
    start: { kind: "earliest" } as const,
    partitions: [0, 3],
    key: { text: "c-1", partitioner: "murmur2" } as const,
    filter: { text: ".status = FAILED", mode: "auto", matchCase: false } as const,
  };
  expect(Object.fromEntries(exportScope(view, 6, "utc"))).toEqual({
    Range: "earliest to now",
    Partitions: "0, 3",
    Key: "c-1, read from its partition only",
    Filter: ".status = FAILED",
  });
  expect(Object.fromEntries(exportScope(firstView(), 6, "utc"))).toMatchObject({
    Partitions: "all 6",
    Filter: "none: every message",
  });
});

test("a view of what comes from now on has nothing to export", () => {
  expect(nothingToExport({ ...firstView(), start: { kind: "latest" } })).toMatch(/earlier start/);
  expect(nothingToExport(firstView())).toBeNull();
});

test("paths are separated by commas, but not within a quoted name", () => {
  expect(parsePaths('.amount, header.trace-id ,, ."odd, name".x, .amount')).toEqual([
    ".amount",
    "header.trace-id",
    '."odd, name".x',
  ]);
});
