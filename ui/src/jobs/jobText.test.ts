import { expect, test } from "vitest";
import type { Job } from "../bindings";
import { jobProgress, progressText, summary } from "./jobText";

const JOB: Job = {
  id: 1,
  kind: "export",
  title: "Export of orders",
  connection: "c",
  topic: "orders",
  state: { kind: "running" },
  done: 1_200_000,
  total: 5_000_000,
  bytes: 0,
  rate: 75_123.4,
  leftMs: 40_000,
  startedMs: 0,
  found: 12_400,
  path: null,
};
const DONE: Job = { ...JOB, id: 2, state: { kind: "done", message: "Done." } };
const FAILED: Job = {
  ...JOB,
  id: 3,
  state: { kind: "failed", failure: { code: "internal", message: "No.", hint: null, details: null } },
};

test("a job says how far it is, how fast, and how long it still takes", () => {
  expect(progressText(jobProgress(JOB))).toBe("1.20 M of 5 M read · 12,400 found · 75,123/s · 40 s left");
  const sending = { ...JOB, kind: "produce", found: 10, total: 1000, rate: 0, leftMs: null } as const;
  expect(progressText(jobProgress(sending))).toBe("10 of 1,000 sent");
});

test("the status bar tells of what runs, then of what failed, then of what is done", () => {
  expect(summary([], 0)).toEqual({ text: "0 jobs", tone: "off" });
  expect(summary([JOB, DONE], 0)).toEqual({ text: "1 job · 24 %", tone: "busy" });
  expect(summary([JOB], 1)).toEqual({ text: "2 jobs", tone: "busy" });
  expect(summary([JOB, FAILED], 0)).toEqual({ text: "1 job · 24 % · 1 failed", tone: "error" });
  expect(summary([FAILED, DONE], 0)).toEqual({ text: "1 job failed", tone: "error" });
  expect(summary([DONE], 0)).toEqual({ text: "1 job done", tone: "ok" });
});
