import { expect, test } from "vitest";
import { configRow } from "../testing/configRow";
import { pendingOf, withSetting } from "./settingsDraft";

const RETENTION = configRow({ name: "retention.ms", value: "604800000", type: "millis", source: "topic" });
const POLICY = configRow({ name: "cleanup.policy", value: "delete", type: "list" });

test("what is typed as it was changes nothing, however it is written", () => {
  expect(pendingOf([RETENTION, POLICY], { "retention.ms": "7 d", "cleanup.policy": "delete" })).toEqual([]);
});

test("a change holds what the broker gets, or what is wrong with it", () => {
  expect(pendingOf([RETENTION, POLICY], { "retention.ms": "1 d", "cleanup.policy": "compact" })).toEqual([
    { row: RETENTION, to: "86400000", problem: null },
    { row: POLICY, to: "compact", problem: null },
  ]);
  expect(pendingOf([RETENTION], { "retention.ms": "soon" })[0]?.problem).toMatch(/^Write /);
});

test("only what the topic sets itself goes back to the default", () => {
  const changes = pendingOf([RETENTION, POLICY], { "retention.ms": null, "cleanup.policy": null });
  expect(changes).toEqual([{ row: RETENTION, to: null, problem: null }]);
});

test("a setting leaves the draft alone", () => {
  expect(withSetting({ a: "1", b: "2" }, "a", undefined)).toEqual({ b: "2" });
  expect(withSetting({ a: "1" }, "b", null)).toEqual({ a: "1", b: null });
});
