import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderIn } from "../app/testing/renderIn";
import type { TopicGroups } from "../bindings";
import { mockBackend } from "../ipc/testing/mockBackend";
import { ConsumersPage } from "./ConsumersPage";

function open(answers: TopicGroups[]) {
  mockBackend({
    topic_groups: () => (answers.length > 1 ? answers.shift() : answers[0]),
    save_settings: () => null,
  });
  return renderIn(<ConsumersPage connection="c" topic="orders" />);
}

const NONE: TopicGroups = { groups: [], lags: "ready", note: null, grant: null };

test("none is told only when all groups were asked, and a group opens in its own tab", async () => {
  const group = {
    group: "settlement",
    kind: "classic",
    state: "empty",
    members: 0,
    lag: { kind: "known", messages: "12" },
  } as const;
  const workspace = open([
    { ...NONE, lags: "loading" },
    { ...NONE, groups: [group] },
  ]);
  expect(screen.queryByText("No group reads this topic")).toBeNull();
  await userEvent.click(await screen.findByText("settlement"));
  expect(workspace.tab).toEqual({ kind: "group", connection: "c", group: "settlement" });
});

test("a topic that nobody reads says so, with what may be missing", async () => {
  open([{ ...NONE, lags: "partial" }]);
  expect(await screen.findByText("No group reads this topic")).toBeTruthy();
  expect(screen.getByText(/some groups did not say what they read/)).toBeTruthy();
});
