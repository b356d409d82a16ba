import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import type { FilterText, FilterVerdict } from "../bindings";
import { mockBackend } from "../ipc/testing/mockBackend";
import { FilterField } from "./FilterField";
import { NO_FILTER } from "./view";

const FIELDS = [".amount", ".status", ".statusText"];

function Harness({ verdict = null, onLeave }: { verdict?: FilterVerdict | null; onLeave(): void }) {
  const [filter, setFilter] = useState<FilterText>(NO_FILTER);
  return (
    <FilterField
      view={1}
      filter={filter}
      verdict={verdict}
      onChange={(change) => setFilter((before) => ({ ...before, ...change }))}
      onLeave={onLeave}
      inputRef={null}
      aside={null}
    />
  );
}

function open(verdict?: FilterVerdict) {
  mockBackend({
    complete_filter: ({ text, caret }: { text: string; caret: number }) => {
      const word = /\.\w*$/.exec(text.slice(0, caret))?.[0];
      const fitting = word === undefined ? [] : FIELDS.filter((field) => field.startsWith(word));
      return {
        from: caret - (word?.length ?? 0),
        to: caret,
        options: fitting.map((text) => ({ text, kind: "field", detail: "string" })),
      };
    },
  });
  const onLeave = vi.fn();
  render(<Harness verdict={verdict} onLeave={onLeave} />);
  const field = screen.getByRole("textbox", { name: "Filter" });
  return { user: userEvent.setup(), field, onLeave };
}

test("fields are proposed, and the keys choose one of them", async () => {
  const { user, field, onLeave } = open();
  await user.type(field, ".st");
  expect((await screen.findAllByRole("option")).map((option) => option.textContent)).toEqual([
    ".statusstring",
    ".statusTextstring",
  ]);
  await user.keyboard("{ArrowDown}{ArrowDown}{ArrowUp}");
  expect(screen.getByRole("option", { selected: true }).textContent).toBe(".statusstring");
  await user.keyboard("{Enter}");
  expect(field).toHaveProperty("value", ".status ");
  expect(onLeave).not.toHaveBeenCalled();
  await user.keyboard("= FAILED and .am");
  await screen.findByRole("option");
  await user.keyboard("{Tab}");
  expect(field).toHaveProperty("value", ".status = FAILED and .amount ");
  await user.keyboard("{Enter}");
  expect(onLeave).toHaveBeenCalledOnce();
});

test("Esc closes the proposals, then clears the field, then leaves it", async () => {
  const { user, field, onLeave } = open();
  await user.type(field, ".st");
  await screen.findAllByRole("option");
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("option")).toBeNull();
  expect(field).toHaveProperty("value", ".st");
  await user.keyboard("{Escape}");
  expect(field).toHaveProperty("value", "");
  expect(onLeave).not.toHaveBeenCalled();
  await user.keyboard("{Escape}");
  expect(onLeave).toHaveBeenCalledOnce();
});

test("what is wrong is said beneath, and the field is named invalid", async () => {
  const { user, field } = open({
    kind: "where",
    problem: { from: 3, to: 5, message: "There is no operator ==.", hint: "Write a single =." },
  });
  await user.type(field, "key == 1");
  await user.keyboard("{Escape}");
  expect(field.getAttribute("aria-invalid")).toBe("true");
  const said = await screen.findByRole("alert");
  expect(said.textContent).toContain("There is no operator ==. Write a single =.");
});

test("how the text is taken can be chosen", async () => {
  const { user, field } = open({ kind: "text", problem: null });
  await user.type(field, "key");
  await user.click(screen.getByRole("button", { name: "Filter kind: Text" }));
  await user.click(screen.getByRole("menuitem", { name: /^Conditions/ }));
  expect(screen.getByRole("button", { name: "Filter kind: Conditions" })).toBeTruthy();
});
