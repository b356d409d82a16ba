import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderIn } from "../app/testing/renderIn";
import type { MessageDetail } from "../bindings";
import { mockBackend } from "../ipc/testing/mockBackend";
import { PartLines } from "./PartLines";
import { TopicSession } from "./TopicSession";

const DETAIL = { partition: 3, offset: "7" } as MessageDetail;

const LINES = ["{", '"status": "FAILED",', '"amount": 10412.50', "}"].map((text, line) => ({
  line,
  continued: false,
  indent: 0,
  spans: [{ kind: /[A-Z0-9]/.test(text) ? "string" : "punctuation", text }],
  fold: null,
  folded: false,
}));

async function open(finding = false) {
  const calls = mockBackend({
    message_lines: ({ from, count }: { from: number; count: number }) => ({
      total: LINES.length,
      shape: "json",
      note: null,
      lines: LINES.slice(from, from + count),
    }),
    line_target: ({ line }: { line: number }) =>
      line === 1
        ? { path: ".status", value: "FAILED", condition: ".status = FAILED", column: ".status" }
        : null,
    add_condition: ({ condition }: { condition: string }) => `.amount > 1 and ${condition}`,
    find_lines: ({ text }: { text: string }) => {
      const lines = LINES.filter((line) => line.spans[0]?.text.includes(text)).map(({ line }) => line);
      return { lines, total: lines.length };
    },
    check_filter: () => ({ kind: "where", problem: null }),
    save_settings: () => null,
  });
  const session = new TopicSession({} as never, "c", "orders");
  const workspace = renderIn(
    <PartLines
      session={session}
      view={1}
      row={2}
      detail={DETAIL}
      part="value"
      form="auto"
      label="Value"
      finding={finding}
      onFinding={() => undefined}
    />,
  );
  await screen.findByText(/FAILED/);
  return { user: userEvent.setup(), session, workspace, calls };
}

test("a click on a value's button adds its condition to the filter", async () => {
  const { user, session } = await open();
  await user.click(screen.getAllByRole("button", { name: "Add to the filter", hidden: true })[0] as Element);
  await screen.findByText(/FAILED/);
  expect(session.view().filter.text).toBe(".amount > 1 and .status = FAILED");
});

test("a line's menu makes a column of its field", async () => {
  const { user, session, workspace } = await open();
  await user.pointer({ keys: "[MouseRight]", target: screen.getByText(/FAILED/) });
  await user.click(await screen.findByRole("menuitem", { name: /^Add as column/ }));
  const paths = workspace.columns(session)?.map(({ path }) => path);
  expect(paths).toEqual(["time", "partition", "offset", "key", ".status", "value", "size"]);
});

test("found places are counted and marked, and Enter goes around", async () => {
  const { user } = await open(true);
  const field = screen.getByRole("textbox", { name: "Find in the message" });
  await user.type(field, "a");
  expect(await screen.findByText("1 of 2")).toBeTruthy();
  await user.keyboard("{Enter}");
  expect(await screen.findByText("2 of 2")).toBeTruthy();
  await user.keyboard("{Enter}");
  expect(await screen.findByText("1 of 2")).toBeTruthy();
  expect(document.querySelectorAll("mark").length).toBeGreaterThan(1);
});
