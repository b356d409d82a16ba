import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { groupTab } from "../app/tabs";
import { renderIn } from "../app/testing/renderIn";
import type { GroupDetail } from "../bindings";
import { mockBackend } from "../ipc/testing/mockBackend";
import { DeleteGroup } from "./DeleteGroup";
import { groupDetail } from "./testing/detail";

function open(detail: GroupDetail, topic: string | null = null) {
  const calls = mockBackend({
    list_connections: () => [],
    group_detail: () => detail,
    delete_group: () => ({ entry: 1, outcome: "done", message: "Deleted.", undo: true, problems: [] }),
    delete_group_offsets: () => ({
      entry: 1,
      outcome: "done",
      message: "Deleted.",
      undo: true,
      problems: [],
    }),
    save_settings: () => null,
  });
  const workspace = renderIn(
    <DeleteGroup connection="c" group="settlement-service" topic={topic} onClose={() => undefined} />,
    { tabs: [{ kind: "home" }, groupTab("c", "settlement-service")], activeTab: 1 },
  );
  return { calls, workspace, user: userEvent.setup() };
}

test("a group with members is not deleted, and says to stop them", async () => {
  open(groupDetail({ memberCount: 3 }));
  expect(await screen.findByText("The group is active: it has 3 members.")).toBeTruthy();
  expect(screen.getByText("Stop its members first.")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Delete the group" })).toHaveProperty("disabled", true);
});

test("with the group its tab goes", async () => {
  const { calls, workspace, user } = open(groupDetail());
  expect(await screen.findByText(/1 partition of 1 topic/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Delete the group" }));
  await expect.poll(() => workspace.settings.get().tabs).toEqual([{ kind: "home" }]);
  expect(calls.some(({ command }) => command === "delete_group")).toBe(true);
});

test("the offsets of one topic are deleted alone", async () => {
  const { calls, workspace, user } = open(groupDetail({ members: [] }), "payments");
  await screen.findByText(/What it has committed for payments is deleted/);
  await user.click(screen.getByRole("button", { name: "Delete its offsets" }));
  await expect
    .poll(() => calls.find(({ command }) => command === "delete_group_offsets")?.args)
    .toMatchObject({
      topic: "payments",
    });
  expect(workspace.settings.get().tabs).toHaveLength(2);
});
