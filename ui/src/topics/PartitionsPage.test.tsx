import type { UseQueryResult } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderIn } from "../app/testing/renderIn";
import type { PartitionRow } from "../bindings";
import { backend } from "../ipc/backend";
import { Failed } from "../ipc/failure";
import { mockBackend } from "../ipc/testing/mockBackend";
import { TopicSession } from "../messages/TopicSession";
import { PartitionsPage } from "./PartitionsPage";

const ROW: PartitionRow = {
  id: 0,
  leader: 1,
  replicas: [1],
  inSync: [1],
  start: "0",
  end: "9",
  messages: "9",
  problem: null,
};

function open(result: Partial<UseQueryResult<PartitionRow[]>>) {
  mockBackend({});
  const asked: boolean[] = [];
  const partitions = {
    error: null,
    dataUpdatedAt: Date.now(),
    errorUpdatedAt: 0,
    isFetching: false,
    ...result,
  };
  renderIn(
    <PartitionsPage
      partitions={partitions as UseQueryResult<PartitionRow[]>}
      session={new TopicSession(backend, "c", "orders")}
      asks={false}
      onAsk={(asks) => asked.push(asks)}
    />,
  );
  return { asked, user: userEvent.setup() };
}

test("partitions that did not answer are counted, and the age of the rest is said", () => {
  open({
    data: [ROW, { ...ROW, id: 1, start: null, end: null, messages: null }],
    dataUpdatedAt: Date.now() - 61_000,
  });
  expect(
    screen.getByText("1 of 2 partitions answered: the offsets of the others are not known."),
  ).toBeTruthy();
  expect(screen.getByText("61 s ago")).toBeTruthy();
});

test("a disconnect keeps the rows", () => {
  const error = new Failed({ code: "unreachable", message: "Nobody answers.", hint: null, details: null });
  open({ data: [ROW], error });
  expect(screen.getByText(/^Disconnected: last data/)).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("what is denied says which right is missing", () => {
  const hint = "DESCRIBE on topic orders is missing.";
  open({ error: new Failed({ code: "forbidden", message: "You may not see it.", hint, details: null }) });
  expect(screen.getByRole("alert").textContent).toContain(hint);
});

test("what was stopped can be asked for again", async () => {
  const { asked, user } = open({});
  await user.click(screen.getByRole("button", { name: "Ask again" }));
  expect(asked).toEqual([true]);
});

test("a partition that holds much more than its share says so", () => {
  open({
    data: [
      { ...ROW, messages: "100" },
      { ...ROW, id: 1, messages: "5000" },
      { ...ROW, id: 2, messages: "100" },
    ],
  });
  expect(screen.getByText("2.9 × its share")).toBeTruthy();
});
