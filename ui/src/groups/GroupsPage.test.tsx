import { act, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderIn } from "../app/testing/renderIn";
import type { Connection, GroupPage as Page } from "../bindings";
import { backend } from "../ipc/backend";
import { mockBackend } from "../ipc/testing/mockBackend";
import { GroupsPage } from "./GroupsPage";
import { groupRow } from "./testing/detail";

const CONNECTION = { id: "c", name: "prod", bootstrap: "kafka-1:9092", embedded: false } as Connection;

function page(part: Partial<Page>): Page {
  const rows = part.rows ?? [];
  return {
    total: rows.length,
    matching: rows.length,
    rows,
    lags: "ready",
    ageMs: 0,
    note: null,
    grant: null,
    ...part,
  };
}

type Asked = { query: { search: string; sort: string; descending: boolean }; refresh: boolean };

function open(listGroups: (asked: Asked) => unknown) {
  const calls = mockBackend({
    list_connections: () => [CONNECTION],
    open_connection: () => ({ connection: "c", clusterId: null, brokers: [], security: "PLAINTEXT" }),
    list_groups: listGroups,
    save_settings: () => null,
  });
  const workspace = renderIn(<GroupsPage connection="c" />);
  return { calls, workspace, user: userEvent.setup() };
}

test("lags come in by themselves", async () => {
  const answers = [
    page({ rows: [groupRow({ id: "settlement", lag: { kind: "asking" } })], lags: "loading" }),
    page({ rows: [groupRow({ id: "settlement", lag: { kind: "known", messages: "3201" } })] }),
  ];
  open(() => answers.shift() ?? page({}));
  const grid = await screen.findByRole("grid", { name: "Consumer groups" });
  expect(await within(grid).findByText("…")).toBeTruthy();
  expect(await within(grid).findByText("3,201")).toBeTruthy();
});

test("a list that may lack groups says why, and has the line that grants them", async () => {
  const grant = "kafka-acls --add --allow-principal User:anna --operation Describe --cluster";
  const { user } = open(() =>
    page({ rows: [groupRow({ id: "own" })], note: "The list shows only groups that you may see.", grant }),
  );
  expect(await screen.findByText("The list shows only groups that you may see.")).toBeTruthy();
  let copied = "";
  document.execCommand = () => {
    copied = document.querySelector("textarea")?.value ?? "";
    return true;
  };
  await user.click(screen.getByRole("button", { name: "Copy the line that grants it" }));
  await act(async () => undefined);
  expect(copied || (await navigator.clipboard.readText())).toBe(grant);
});

test("no group, no group that may be seen and none of that name are told apart", async () => {
  let answer = page({});
  const { user } = open(({ query }) => (query.search === "" ? answer : page({ total: 7 })));
  expect(await screen.findByText("There are no consumer groups")).toBeTruthy();
  answer = page({ note: "Only those that you may see.", grant: "kafka-acls --add" });
  await user.click(screen.getByRole("button", { name: "Ask again" }));
  expect(await screen.findByText("There are no consumer groups that you may see")).toBeTruthy();
  await user.type(screen.getByRole("textbox", { name: "Search consumer groups" }), "pay");
  expect(await screen.findByText(/is called like “pay”/)).toBeTruthy();
});

test("the most lag comes first, and a head sorts by something else", async () => {
  const { calls, user } = open(() => page({ rows: [groupRow({ id: "a" })] }));
  await screen.findByText("a");
  const last = () => {
    const call = calls.findLast(({ command }) => command === "list_groups");
    return (call?.args as Asked | undefined)?.query;
  };
  expect(last()).toMatchObject({ sort: "lag", descending: true });
  await user.click(screen.getByRole("button", { name: "Group" }));
  await screen.findByText("a");
  expect(last()).toMatchObject({ sort: "name", descending: false });
});

test("a group opens in its own tab, and the selection stays with it when rows move", async () => {
  const first = groupRow({ id: "first", lag: { kind: "known", messages: "9" } });
  const second = groupRow({ id: "second", lag: { kind: "known", messages: "5" } });
  let rows = [first, second];
  const { workspace, user } = open(() => page({ rows }));
  await user.click(await screen.findByText("second"));
  expect(workspace.tab).toEqual({ kind: "group", connection: "c", group: "second" });
  rows = [second, first];
  await user.click(screen.getByRole("button", { name: "Refresh" }));
  const row = await screen.findByRole("row", { name: /second/, selected: true });
  expect(row.getAttribute("aria-rowindex")).toBe("2");
});

test("while no broker answers the rows stay", async () => {
  open(({ refresh }) => {
    if (refresh) throw { code: "unreachable", message: "Nobody.", hint: null, details: null };
    return page({ rows: [groupRow({ id: "settlement" })] });
  });
  await screen.findByText("settlement");
  const query = { search: "", sort: "lag", descending: true } as const;
  await act(() => backend.listGroups("c", query, 0, 1, true).catch(() => undefined));
  expect(await screen.findByText(/^Disconnected: last data/)).toBeTruthy();
  expect(screen.getByText("settlement")).toBeTruthy();
});
