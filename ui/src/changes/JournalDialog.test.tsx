import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderIn } from "../app/testing/renderIn";
import type { JournalRow } from "../bindings";
import { mockBackend } from "../ipc/testing/mockBackend";
import { JournalDialog } from "./JournalDialog";

const ROW: JournalRow = {
  id: 7,
  atMs: Date.UTC(2026, 10, 24, 12),
  connection: "prod",
  what: "Offsets set",
  resource: "settlement",
  before: "orders/3 at 7,315,290",
  after: "orders/3 at 7,300,000",
  state: "done",
  outcome: "The offsets were set.",
  undo: true,
  check: false,
};

test("a change shows how it was and how it is, and can be taken back", async () => {
  const calls = mockBackend({
    list_journal: () => ({ total: 2, rows: [ROW, { ...ROW, id: 6, undo: false, state: "refused" }] }),
    undo_change: () => ({ entry: 8, outcome: "done", message: "They are back.", undo: false, problems: [] }),
  });
  const workspace = renderIn(<JournalDialog onClose={() => undefined} />);
  const user = userEvent.setup();
  await user.click((await screen.findAllByText("Offsets set"))[0] as HTMLElement);
  expect(await screen.findByText("orders/3 at 7,315,290")).toBeTruthy();
  expect(screen.getByText("orders/3 at 7,300,000")).toBeTruthy();
  const undo = screen.getAllByRole("button", { name: /^Undo/ });
  expect(undo).toHaveLength(1);
  await user.click(undo[0] as HTMLElement);
  await waitFor(() => expect(workspace.said.get().at(-1)?.message).toBe("They are back."));
  expect(calls.find(({ command }) => command === "undo_change")?.args).toMatchObject({ entry: 7 });
});

test("it is searched by what is typed", async () => {
  const calls = mockBackend({
    list_journal: ({ search }) => ({ total: search ? 0 : 1, rows: search ? [] : [ROW] }),
  });
  renderIn(<JournalDialog onClose={() => undefined} />);
  await screen.findByText("Offsets set");
  await userEvent.type(screen.getByRole("textbox", { name: "Search the journal" }), "refund");
  expect(await screen.findByText("No change with “refund”")).toBeTruthy();
  expect(calls.at(-1)?.args).toMatchObject({ search: "refund", from: 0 });
});
