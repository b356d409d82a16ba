import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { groupTab } from "../app/tabs";
import { renderIn } from "../app/testing/renderIn";
import type { Connection } from "../bindings";
import { mockBackend } from "../ipc/testing/mockBackend";
import { GroupPage } from "./GroupPage";
import { groupDetail, groupPartition } from "./testing/detail";

const CONNECTION = { id: "c", name: "prod", bootstrap: "kafka-1:9092", embedded: false } as Connection;
const NO_HISTORY = { fromMs: 0, stepMs: 15_000, total: [], produced: [], consumed: [], partitions: [] };

function open(detail: () => unknown) {
  mockBackend({
    list_connections: () => [CONNECTION],
    open_connection: () => ({ connection: "c", clusterId: null, brokers: [], security: "PLAINTEXT" }),
    group_detail: detail,
    lag_history: () => NO_HISTORY,
    check_filter: () => ({ kind: "fields", problem: null }),
    save_settings: () => null,
  });
  const workspace = renderIn(<GroupPage tab={groupTab("c", "settlement-service")} />);
  return { workspace, user: userEvent.setup() };
}

test("how far it is behind, whether it catches up and why are said", async () => {
  open(() => groupDetail());
  expect(await screen.findByText("3,201")).toBeTruthy();
  expect(screen.getByText("1,870 more in 5 min")).toBeTruthy();
  expect(screen.getAllByText("58 s").length).toBeGreaterThan(0);
  expect(screen.getByText("slowest: orders/3")).toBeTruthy();
  expect(screen.getByText("won't catch up")).toBeTruthy();
  expect(screen.getByText(/Partition 3 is hot/)).toBeTruthy();
});

test("what a partition waits on is read from its committed offset, in that partition only", async () => {
  const { workspace, user } = open(() => groupDetail());
  await user.click(await screen.findByRole("button", { name: "Show what it waits on: orders, partition 3" }));
  const { tab } = workspace;
  expect(tab).toMatchObject({ kind: "topic", topic: "orders" });
  if (tab.kind !== "topic") return;
  expect(workspace.session(tab).view()).toMatchObject({
    start: { kind: "position", text: "3:7315290" },
    order: "oldest",
    until: null,
    partitions: null,
  });
  expect(workspace.session(tab).place()).toEqual({ partition: 3, offset: "7315290" });
});

test("where nothing is committed there is nothing to show, and it says so", async () => {
  open(() =>
    groupDetail({ partitions: [groupPartition({ committed: null, lag: { kind: "none" }, behind: null })] }),
  );
  expect(await screen.findByText("no commit")).toBeTruthy();
  expect(screen.queryByRole("button", { name: /Show what it waits on/ })).toBeNull();
});

test("messages that retention took are said at their partition", async () => {
  const problem = "Below the start: 1,200 messages were lost to retention.";
  open(() => groupDetail({ partitions: [groupPartition({ problem })] }));
  expect(await screen.findByText(problem)).toBeTruthy();
});

test("a group that may not be seen shows the line that grants it", async () => {
  const grant = "kafka-acls --add --operation Describe --group settlement-service";
  open(() => {
    throw { code: "forbidden", message: "You may not see the group.", hint: "See details.", details: grant };
  });
  expect(await screen.findByText("You may not see the group.")).toBeTruthy();
  expect(screen.getAllByText(grant).length).toBeGreaterThan(0);
  expect(screen.getByRole("button", { name: "Copy the line that grants it" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Reset offsets…" })).toBeNull();
});

test("a group of which no lag can be had says why in place of empty tables", async () => {
  const why = "Share and streams groups keep their positions in a way that can't be asked for yet.";
  open(() =>
    groupDetail({
      kind: "shareOrStreams",
      lag: { kind: "unsupported", why },
      partitions: [],
      partitionCount: 0,
      cause: null,
    }),
  );
  expect(await screen.findByText(why)).toBeTruthy();
  expect(screen.queryByRole("grid")).toBeNull();
});

test("the members have a page of their own", async () => {
  const member = {
    id: "settlement-1-7f0c",
    client: "settlement-1",
    host: "/10.2.0.40",
    instance: null,
    partitions: 4,
    lag: null,
  };
  const { user } = open(() => groupDetail({ members: [member], memberCount: 1 }));
  await user.click(await screen.findByRole("tab", { name: "Members 1" }));
  expect(await screen.findByText("settlement-1-7f0c")).toBeTruthy();
  await waitFor(() => expect(screen.getByText("not known")).toBeTruthy());
});
