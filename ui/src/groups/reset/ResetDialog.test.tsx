import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderIn } from "../../app/testing/renderIn";
import type { PartitionName, Reset, ResetPlan } from "../../bindings";
import { mockBackend } from "../../ipc/testing/mockBackend";
import { groupDetail, groupPartition } from "../testing/detail";
import { ResetDialog } from "./ResetDialog";

const PLAN: ResetPlan = {
  group: "settlement-service",
  rows: [
    {
      topic: "orders",
      partition: 3,
      from: "7315290",
      to: "7300000",
      again: "15290",
      skipped: "0",
      first: "7300000",
      last: "7315289",
      fromMs: Date.UTC(2026, 10, 24, 12),
      toMs: Date.UTC(2026, 10, 24, 13),
      note: null,
    },
    {
      topic: "orders",
      partition: 4,
      from: null,
      to: null,
      again: "0",
      skipped: "0",
      first: null,
      last: null,
      fromMs: null,
      toMs: null,
      note: "It has no commit to count from: it stays.",
    },
  ],
  again: "15290",
  skipped: "0",
  lost: "0",
  refused: null,
  members: [],
};

const DONE = { entry: 7, outcome: "done", message: "The offsets were set.", undo: true, problems: [] };

function open(
  planReset: (reset: Reset) => unknown,
  partitions: PartitionName[] | null = null,
  applyReset: () => unknown = () => DONE,
) {
  const asked: Reset[] = [];
  const calls = mockBackend({
    apply_reset: applyReset,
    list_connections: () => [],
    group_detail: () =>
      groupDetail({ partitions: [groupPartition(), groupPartition({ topic: "payments", partition: 0 })] }),
    plan_reset: ({ reset }) => {
      asked.push(reset);
      return planReset(reset);
    },
  });
  const workspace = renderIn(
    <ResetDialog
      connection="c"
      group="settlement-service"
      partitions={partitions}
      onClose={() => undefined}
    />,
    { zone: "utc" },
  );
  return { asked, calls, workspace, user: userEvent.setup() };
}

async function goTo(user: ReturnType<typeof userEvent.setup>, name: RegExp) {
  await user.click(screen.getByRole("button", { name: /Go to/ }));
  await user.click(await screen.findByRole("option", { name }));
}

test("each partition shows from where to where, what is read again and when that was written", async () => {
  open(() => PLAN);
  const grid = await screen.findByRole("grid", { name: "Plan" });
  const [, first, second] = within(grid).getAllByRole("row");
  expect(first?.textContent).toContain("7,315,290");
  expect(first?.textContent).toContain("7,300,000");
  expect(first?.textContent).toContain("15,290");
  expect(within(grid).getByRole("columnheader", { name: /UTC/ })).toBeTruthy();
  expect(second?.textContent).toContain("no commit");
  expect(second?.textContent).toContain("stays");
  expect(screen.getByText(/messages read again/).textContent).toBe("15,290 messages read again");
});

test("the plan that is shown is the one that is carried out, with a way back", async () => {
  const { calls, workspace, user } = open(() => PLAN);
  await screen.findByRole("grid", { name: "Plan" });
  await user.click(screen.getByRole("button", { name: "Reset offsets" }));
  await waitFor(() => expect(workspace.said.get().at(-1)?.action?.name).toBe("Undo"));
  expect(calls.find(({ command }) => command === "apply_reset")?.args).toMatchObject({
    plan: PLAN,
    confirm: null,
  });
});

test("a plan that went out of date is planned anew, and says so", async () => {
  const { asked, user } = open(
    () => PLAN,
    null,
    () => {
      throw { code: "conflict", message: "The group has moved since.", hint: null, details: null };
    },
  );
  await screen.findByRole("grid", { name: "Plan" });
  const before = asked.length;
  await user.click(screen.getByRole("button", { name: "Reset offsets" }));
  expect(await screen.findByText("The group has moved since.")).toBeTruthy();
  await waitFor(() => expect(asked.length).toBeGreaterThan(before));
});

test("an active group is refused, with the members to stop", async () => {
  const refused = "The group is active. Stop its members first: settlement-1.";
  open(() => ({ ...PLAN, refused, members: ["settlement-1"] }));
  expect(await screen.findByText(refused)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Reset offsets" })).toHaveProperty("disabled", true);
  expect(screen.getByText(/^Stop the members first/)).toBeTruthy();
});

test("a target that needs a text asks nothing before it has one, and says at the field what is wrong with it", async () => {
  const { asked, user } = open((reset) => {
    if (reset.to.kind !== "duration") return PLAN;
    throw {
      code: "invalid",
      message: `“${reset.to.text}” is not a span of time.`,
      hint: "Write 2h.",
      details: null,
    };
  });
  await screen.findByRole("grid", { name: "Plan" });
  const before = asked.length;
  await goTo(user, /So long ago/);
  expect(await screen.findByText("Write how long ago.")).toBeTruthy();
  expect(asked).toHaveLength(before);
  await user.type(screen.getByRole("textbox", { name: "How long ago" }), "soon");
  expect(await screen.findByText("“soon” is not a span of time. Write 2h.")).toBeTruthy();
  expect(asked.at(-1)?.to).toEqual({ kind: "duration", text: "soon" });
});

test("what is chosen already is planned alone, and more can be chosen", async () => {
  const { asked, user } = open(() => PLAN, [{ topic: "orders", partition: 3 }]);
  await waitFor(() =>
    expect(asked.at(-1)).toEqual({
      to: { kind: "earliest" },
      topics: null,
      partitions: [{ topic: "orders", partition: 3 }],
    }),
  );
  await user.click(await screen.findByRole("checkbox", { name: "payments/0" }));
  await waitFor(() => expect(asked.at(-1)?.partitions).toHaveLength(2));
});
