import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { StartPicker } from "./StartPicker";

async function openWith(onApply: (start: unknown) => Promise<string | null>) {
  const user = userEvent.setup();
  render(<StartPicker start={{ kind: "last", count: 500 }} zone="utc" onApply={onApply} />);
  await user.click(screen.getByRole("button", { name: "Start: last 500" }));
  return user;
}

test("a count that is none is refused at its field, and nothing is read", async () => {
  const apply = vi.fn(async () => null);
  const user = await openWith(apply);
  const field = screen.getByRole("textbox", { name: "How many" });
  await user.clear(field);
  await user.type(field, "many{Enter}");
  expect(screen.getByRole("textbox", { description: "Write a whole number from 1 on." })).toBe(field);
  expect(apply).not.toHaveBeenCalled();
});

test("a time that the backend can't read is said at its field, which keeps what was typed", async () => {
  const user = await openWith(async () => "“soon” is not a time. Write 2h ago.");
  await user.click(screen.getByRole("radio", { name: "Time" }));
  await user.type(screen.getByRole("textbox", { name: "Time" }), "soon");
  await user.click(screen.getByRole("button", { name: "Read" }));
  const field = await screen.findByRole("textbox", { description: "“soon” is not a time. Write 2h ago." });
  expect(field).toHaveProperty("value", "soon");
});
