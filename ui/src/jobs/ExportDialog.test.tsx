import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderIn } from "../app/testing/renderIn";
import type { ExportDraft, TopicView } from "../bindings";
import { backend } from "../ipc/backend";
import { mockBackend } from "../ipc/testing/mockBackend";
import { TopicSession } from "../messages/TopicSession";
import { firstView } from "../messages/view";
import { ExportDialog } from "./ExportDialog";

const VIEW: TopicView = {
  ...firstView(),
  start: { kind: "earliest" },
  filter: { text: ".status = FAILED", mode: "auto", matchCase: false },
};

type StartExport = { exportDraft: ExportDraft };

function open(startExport: (args: StartExport) => unknown, view: TopicView = VIEW) {
  const calls = mockBackend({
    list_connections: () => [],
    topic_partitions: () => [],
    check_filter: () => ({ kind: "where", problem: null }),
    export_defaults: ({ topic, format }) => `/home/me/${topic}.${format === "csv" ? "csv" : "jsonl"}`,
    choose_file: () => "/tmp/other.jsonl",
    start_export: startExport,
  });
  const session = new TopicSession(backend, "c", "orders");
  session.restore(view, null);
  let isClosed = false;
  const workspace = renderIn(
    <ExportDialog
      session={session}
      onClose={() => {
        isClosed = true;
      }}
    />,
    { columns: [{ connection: "c", topic: "orders", columns: [{ path: ".amount", width: null }] }] },
  );
  return { calls, workspace, user: userEvent.setup(), isClosed: () => isClosed };
}

test("all that the view asks for is exported up to now, to the proposed file", async () => {
  const { calls, user, workspace, isClosed } = open(() => 7);
  expect(screen.getByText(/re-reads the topic, not only what is on screen/)).toBeTruthy();
  expect(screen.getByText(".status = FAILED")).toBeTruthy();
  await screen.findByDisplayValue("/home/me/orders.jsonl");
  await user.click(screen.getByRole("radio", { name: "CSV" }));
  await screen.findByDisplayValue("/home/me/orders.csv");
  await user.click(screen.getByRole("button", { name: "Export" }));
  await waitFor(() => expect(isClosed()).toBe(true));
  expect(workspace.jobsOpen.get()).toBe(true);
  expect(calls.find(({ command }) => command === "start_export")?.args).toMatchObject({
    connection: "c",
    spec: { topic: "orders", start: { kind: "earliest" }, until: { kind: "now" }, follow: false },
    exportDraft: { format: "csv", path: "/home/me/orders.csv", replace: false, columns: [".amount"] },
  });
});

test("a file that is there is replaced only after it was asked", async () => {
  const { calls, user, isClosed } = open(({ exportDraft }) => {
    if (!exportDraft.replace)
      throw { code: "conflict", message: "orders.jsonl is there already.", hint: null, details: null };
    return 7;
  });
  await screen.findByDisplayValue("/home/me/orders.jsonl");
  expect(screen.queryByRole("checkbox", { name: "Replace it" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Export" }));
  await screen.findByText("orders.jsonl is there already.");
  expect(screen.getByRole("button", { name: "Export" })).toHaveProperty("disabled", true);
  await user.click(screen.getByRole("checkbox", { name: "Replace it" }));
  await user.click(screen.getByRole("button", { name: "Replace and export" }));
  await waitFor(() => expect(isClosed()).toBe(true));
  expect(calls.filter(({ command }) => command === "start_export")).toHaveLength(2);
});

test("a chosen file stays when the format is another, and asks about replacing anew", async () => {
  const { user } = open(() => {
    throw { code: "conflict", message: "It is there already.", hint: null, details: null };
  });
  await screen.findByDisplayValue("/home/me/orders.jsonl");
  await user.click(screen.getByRole("button", { name: "Export" }));
  await screen.findByRole("checkbox", { name: "Replace it" });
  await user.click(screen.getByRole("button", { name: "Choose…" }));
  await screen.findByDisplayValue("/tmp/other.jsonl");
  expect(screen.queryByRole("checkbox", { name: "Replace it" })).toBeNull();
  await user.click(screen.getByRole("radio", { name: "CSV" }));
  expect(screen.getByRole("textbox", { name: "File" })).toHaveProperty("value", "/tmp/other.jsonl");
});

test("a view of what comes from now on says why it can't be exported", () => {
  open(() => 7, { ...firstView(), start: { kind: "latest" } });
  expect(screen.getByText(/nothing to read up to now/)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Export" })).toHaveProperty("disabled", true);
});
