import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { Connection, NameHit } from "../../bindings";
import { mockBackend } from "../../ipc/testing/mockBackend";
import { firstView } from "../../messages/view";
import { renderIn } from "../testing/renderIn";
import { Palette } from "./Palette";

const CONNECTION = { id: "c", name: "prod", bootstrap: "kafka:9092", embedded: false } as Connection;
const VIEW = {
  id: "v",
  name: "failed payments",
  connection: "c",
  topic: "payments",
  view: firstView(),
  columns: null,
};
const topic = (name: string): NameHit => ({ kind: "topic", connection: "c", name, positions: [0] });

/** The palette over a backend that answers when it is told to. */
function open() {
  const asked: { text: string; answer(hits: NameHit[]): Promise<void> }[] = [];
  mockBackend({
    list_connections: () => [CONNECTION],
    save_settings: () => null,
    search_names: ({ text }) =>
      new Promise((resolve) => {
        asked.push({ text, answer: (hits) => act(async () => resolve(hits)) });
      }),
  });
  let closed = 0;
  render(
    <button type="button" ref={(button) => button?.focus()}>
      behind
    </button>,
  );
  const workspace = renderIn(
    <Palette
      onClose={() => {
        closed += 1;
      }}
    />,
    { savedViews: [VIEW] },
  );
  const names = () =>
    screen.queryAllByRole("option").map((option) => option.querySelector("span")?.textContent);
  return { asked, workspace, names, closed: () => closed, user: userEvent.setup() };
}

test("the list keeps what still fits until the next answer, and asks for the newest text only", async () => {
  const { asked, names, user } = open();
  const input = screen.getByRole("combobox");
  await screen.findByText("prod");
  await user.type(input, "p");
  await waitFor(() => expect(asked.map(({ text }) => text)).toEqual(["p"]));
  await asked[0]?.answer([topic("payments"), topic("parcels")]);
  await waitFor(() => expect(names()).toContain("parcels"));
  await user.type(input, "a");
  await waitFor(() => expect(asked).toHaveLength(2));
  await user.type(input, "ym");
  expect(names()).toEqual(["payments", "failed payments"]);
  expect(screen.queryByText("Searching…")).toBeNull();
  await asked[1]?.answer([topic("payments"), topic("parcels")]);
  await waitFor(() => expect(asked.map(({ text }) => text)).toEqual(["p", "pa", "paym"]));
  expect(names()).toEqual(["payments", "failed payments"]);
  await asked[2]?.answer([topic("payments"), topic("paymasters")]);
  await waitFor(() => expect(names()).toEqual(["payments", "paymasters", "failed payments"]));
});

test("a group opens in its own tab", async () => {
  const { asked, workspace, user } = open();
  await user.type(screen.getByRole("combobox"), "settle");
  await waitFor(() => expect(asked).toHaveLength(1));
  while (asked.at(-1)?.text !== "settle") {
    const before = asked.length;
    await asked.at(-1)?.answer([]);
    await waitFor(() => expect(asked.length).toBeGreaterThan(before));
  }
  await asked.at(-1)?.answer([{ ...topic("settlement-service"), kind: "group" }]);
  await screen.findByText("consumer group · prod");
  await user.keyboard("{Enter}");
  expect(workspace.tab).toEqual({ kind: "group", connection: "c", group: "settlement-service" });
});

test("Esc closes it, and what had the focus has it again", async () => {
  const { user, closed } = open();
  expect(document.activeElement).toBe(screen.getByRole("combobox"));
  await user.keyboard("{Tab}{Tab}");
  expect(document.activeElement, "nothing behind it").toBe(screen.getByRole("combobox"));
  await user.keyboard("{Escape}");
  expect(closed()).toBe(1);
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "behind" }));
});

test("a saved view opens in its own tab", async () => {
  const { workspace, user } = open();
  await user.type(screen.getByRole("combobox"), "failed{Enter}");
  expect(workspace.tab).toMatchObject({ topic: "payments", saved: "v" });
});

test("what can't be searched is said, and the rest is still found", async () => {
  mockBackend({
    list_connections: () => [CONNECTION],
    search_names: () => {
      throw { code: "internal", message: "The names are not there.", hint: null, details: null };
    },
  });
  renderIn(<Palette onClose={() => undefined} />);
  await userEvent.type(screen.getByRole("combobox"), "pro");
  expect((await screen.findByRole("alert")).textContent).toContain("The names are not there.");
  expect(screen.getByRole("option", { name: /^prod/ })).toBeTruthy();
});
