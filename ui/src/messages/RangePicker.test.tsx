import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { renderIn } from "../app/testing/renderIn";
import type { TopicView } from "../bindings";
import { mockBackend } from "../ipc/testing/mockBackend";
import { RangePicker } from "./RangePicker";
import { firstView } from "./view";

type Apply = (change: Partial<TopicView>) => Promise<string | null>;

function Harness({ onApply }: { onApply: Apply }) {
  const [open, setOpen] = useState(false);
  return (
    <RangePicker
      connection="c"
      view={firstView()}
      zone="utc"
      open={{ is: open, set: setOpen }}
      onApply={onApply}
    />
  );
}

async function openWith(onApply: Apply) {
  mockBackend({ consumer_groups: () => ["audit", "settlement", "settlement-test"] });
  const user = userEvent.setup();
  renderIn(<Harness onApply={onApply} />);
  await user.click(screen.getByRole("button", { name: "Start: last 500, newest first" }));
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
  await user.click(
    within(screen.getByRole("radiogroup", { name: "Read from" })).getByRole("radio", { name: "Time" }),
  );
  await user.type(screen.getByRole("textbox", { name: "Time" }), "2h ago");
  await user.click(
    within(screen.getByRole("radiogroup", { name: "Read to" })).getByRole("radio", { name: "Time" }),
  );
  await user.type(screen.getByRole("textbox", { name: "End time" }), "soon");
  await user.click(screen.getByRole("button", { name: "Read" }));
  const field = await screen.findByRole("textbox", { description: "“soon” is not a time. Write 2h ago." });
  expect(field).toBe(screen.getByRole("textbox", { name: "End time" }));
  expect(field).toHaveProperty("value", "soon");
});

test("a group is chosen by its name, with an end, in the order one wants", async () => {
  const apply = vi.fn(async () => null);
  const user = await openWith(apply);
  await user.click(screen.getByRole("radio", { name: "Consumer group" }));
  await user.type(screen.getByRole("textbox", { name: "Consumer group" }), "settle");
  await user.click(await screen.findByRole("button", { name: "settlement" }));
  await user.click(screen.getByRole("radio", { name: "Now" }));
  await user.click(screen.getByRole("radio", { name: "Oldest first" }));
  await user.click(screen.getByRole("button", { name: "Read" }));
  expect(apply).toHaveBeenCalledWith({
    start: { kind: "group", group: "settlement" },
    until: { kind: "now" },
    order: "oldest",
    uncommitted: false,
    latestPerKey: false,
  });
});
