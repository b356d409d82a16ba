import { act, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderIn } from "../app/testing/renderIn";
import type { Analysis, Job } from "../bindings";
import { backend } from "../ipc/backend";
import { mockBackend } from "../ipc/testing/mockBackend";
import { TopicSession } from "../messages/TopicSession";
import { AnalysisPage } from "./AnalysisPage";
import { percent } from "./percent";

const SIZES = { least: 12, median: 300, p95: 900, p99: 1000, most: 2048, mean: 340 };
const FOUND: Analysis = {
  read: 1000,
  sample: 10000,
  spanned: "88412122",
  partitions: [
    { partition: 0, spanned: "80000000", read: 500, bytes: 150000, tombstones: 2, problem: null },
    { partition: 1, spanned: "4206061", read: 500, bytes: 150000, tombstones: 0, problem: null },
    { partition: 2, spanned: "0", read: 0, bytes: 0, tombstones: 0, problem: "Partition 2 has no leader." },
  ],
  key: { nulls: 1000, formats: [], sizes: null },
  value: {
    nulls: 2,
    formats: [
      { name: "JSON", count: 990 },
      { name: "schema 12", count: 8 },
    ],
    sizes: { ...SIZES, steps: [{ upTo: 512, count: 998 }] },
  },
  keys: 0,
  headers: [{ name: "trace-id", count: 1000 }],
  times: [1763906561096, 1763906571096],
};

function open(found: Analysis) {
  const calls = mockBackend({
    start_analysis: () => 7,
    analysis: () => found,
    stop_job: () => null,
    save_settings: () => null,
  });
  const session = new TopicSession(backend, "c", "orders");
  const workspace = renderIn(<AnalysisPage session={session} />);
  const job = (state: Job["state"]) => act(() => workspace.jobs.set([{ ...JOB, state }]));
  return { calls, job, user: userEvent.setup() };
}

const JOB: Job = {
  id: 7,
  kind: "analysis",
  title: "Analyse “orders”",
  connection: "c",
  topic: "orders",
  state: { kind: "running" },
  done: 1000,
  total: 10000,
  bytes: 0,
  rate: 0,
  leftMs: null,
  startedMs: 0,
  found: 0,
  path: null,
};

test("a sample is chosen and read, and what it is like shows while it is read", async () => {
  const { calls, job, user } = open(FOUND);
  await user.click(screen.getByRole("radio", { name: "100,000" }));
  await user.click(screen.getByRole("button", { name: "Analyse" }));
  await expect
    .poll(() => calls.find(({ command }) => command === "start_analysis")?.args)
    .toEqual({ connection: "c", topic: "orders", sample: 100_000 });
  job({ kind: "running" });
  expect(await screen.findByText(/of 88,412,122, the newest of each partition/)).toBeTruthy();
  const value = screen.getByRole("region", { name: "Value" });
  expect(within(value).getByRole("row", { name: /schema 12/ }).textContent).toContain("0.8 %");
  expect(within(value).getByRole("row", { name: /tombstone/ }).textContent).toContain("2");
  const partitions = screen.getByRole("region", { name: "Partitions" });
  expect(within(partitions).getByRole("row", { name: /^0 / }).textContent).toContain("more than its share");
  expect(within(partitions).getByText("Partition 2 has no leader.")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Stop" }));
  await expect.poll(() => calls.some(({ command }) => command === "stop_job")).toBe(true);
});

test("a topic without messages is told", async () => {
  const { job, user } = open({ ...FOUND, read: 0 });
  await user.click(screen.getByRole("button", { name: "Analyse" }));
  job({ kind: "done", message: "0 messages were looked at." });
  expect(await screen.findByText("The topic holds no messages.")).toBeTruthy();
});

test("what is rare is not nothing, and what is frequent is not all", () => {
  expect([percent(0, 10), percent(1, 100_000), percent(99_999, 100_000), percent(10, 10)]).toEqual([
    "0 %",
    "< 0.1 %",
    "> 99.9 %",
    "100 %",
  ]);
  expect([percent(55, 1000), percent(555, 1000)]).toEqual(["5.5 %", "56 %"]);
});
