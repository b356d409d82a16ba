import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderIn } from "../app/testing/renderIn";
import type { Connection, FileReport, Job } from "../bindings";
import { backend } from "../ipc/backend";
import { mockBackend } from "../ipc/testing/mockBackend";
import { TopicSession } from "../messages/TopicSession";
import { ProduceDrawer } from "./ProduceDrawer";

const CONNECTION = { id: "c", name: "mine", readOnly: false, embedded: false } as Connection;
const GOOD: FileReport = {
  messages: 1204,
  bytes: 319_488,
  problems: [],
  problemCount: 0,
  first: '{"id":1}',
  note: null,
};

async function open(report: FileReport) {
  const calls = mockBackend({
    check_production: () => report,
    start_production: () => 7,
    choose_file: () => "/tmp/orders.jsonl",
  });
  const session = new TopicSession(backend, "c", "orders");
  const workspace = renderIn(<ProduceDrawer session={session} connection={CONNECTION} partitions={3} />);
  const user = userEvent.setup();
  await user.click(screen.getByRole("tab", { name: "From a file…" }));
  return { calls, user, workspace };
}

test("a chosen file is checked as a whole, and sent as a job", async () => {
  const { calls, user, workspace } = await open(GOOD);
  expect(screen.getByRole("button", { name: "Send" })).toHaveProperty("disabled", true);
  await user.click(screen.getByRole("button", { name: "Choose…" }));
  expect(await screen.findByText("1,204 messages, 312 KiB: every line is right.")).toBeTruthy();
  expect(screen.getByText('{"id":1}')).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Send 1,204 messages" }));
  const draft = { path: "/tmp/orders.jsonl", text: null, format: "jsonLines", separator: ":" };
  expect(calls.find(({ command }) => command === "start_production")?.args).toMatchObject({
    connection: "c",
    topic: "orders",
    draft,
  });
  const job = { id: 7, kind: "produce", title: "Produce to orders", state: { kind: "running" } } as Job;
  act(() =>
    workspace.jobs.set([{ ...job, done: 300, found: 300, total: 1204, rate: 0, leftMs: null, path: null }]),
  );
  expect(await screen.findByText("300 of 1,204 sent")).toBeTruthy();
});

test("lines that can't be read are told by number, and nothing is sent", async () => {
  const problems = [
    { line: 4, message: "Expected a value." },
    { line: 9, message: "The value is missing." },
  ];
  const { calls, user } = await open({ ...GOOD, problems, problemCount: 250, first: null });
  await user.click(screen.getByRole("radio", { name: "Pasted text" }));
  await user.click(screen.getByRole("textbox", { name: "Lines" }));
  await user.paste("not json\n");
  expect(await screen.findByText("250 lines can't be read.")).toBeTruthy();
  expect(screen.getByText("Line 9").parentElement?.textContent).toContain("The value is missing.");
  expect(screen.getByText("and 248 more lines")).toBeTruthy();
  await user.keyboard("{Control>}{Enter}{/Control}");
  expect(screen.getByRole("button", { name: "Send" })).toHaveProperty("disabled", true);
  expect(calls.some(({ command }) => command === "start_production")).toBe(false);
});

test("a change makes what was found void", async () => {
  const { calls, user } = await open(GOOD);
  await user.click(screen.getByRole("radio", { name: "key:value" }));
  await user.type(screen.getByRole("textbox", { name: "File" }), "/tmp/a.txt");
  await user.click(screen.getByRole("button", { name: "Check" }));
  await screen.findByRole("button", { name: "Send 1,204 messages" });
  await user.clear(screen.getByRole("textbox", { name: "Separator" }));
  await user.type(screen.getByRole("textbox", { name: "Separator" }), "\\t");
  expect(screen.getByRole("button", { name: "Send" })).toHaveProperty("disabled", true);
  await user.click(screen.getByRole("button", { name: "Check" }));
  expect(calls.at(-1)?.args).toMatchObject({ draft: { format: "keyValue", separator: "\t" } });
});
