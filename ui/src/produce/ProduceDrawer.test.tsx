import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { renderIn } from "../app/testing/renderIn";
import type { Connection } from "../bindings";
import { backend } from "../ipc/backend";
import { mockBackend } from "../ipc/testing/mockBackend";
import { TopicSession } from "../messages/TopicSession";
import { ProduceDrawer } from "./ProduceDrawer";

// An editor that lays text out has nothing to measure here.
vi.mock("./JsonEditor", () => ({
  JsonEditor: ({
    value,
    onChange,
    label,
  }: {
    value: string;
    onChange(value: string): void;
    label: string;
  }) => <textarea aria-label={label} value={value} onChange={(event) => onChange(event.target.value)} />,
}));

const CONNECTION = { id: "c", name: "mine", readOnly: false, embedded: false } as Connection;

function open(connection = CONNECTION) {
  const session = new TopicSession(backend, "c", "orders");
  renderIn(<ProduceDrawer session={session} connection={connection} partitions={12} />);
  return { session, user: userEvent.setup() };
}

test("after a failure all that was typed is still there, and can be sent again", async () => {
  let fails = true;
  const calls = mockBackend({
    check_json: () => null,
    produce: () => {
      if (fails)
        throw { code: "timeout", message: "The brokers did not take it.", hint: null, details: null };
      return { partition: 3, offset: "88412" };
    },
  });
  const { user } = open();
  await user.type(screen.getByRole("textbox", { name: "Key" }), "c-1");
  await user.click(await screen.findByRole("textbox", { name: "Value" }));
  await user.paste('{"id":1}');
  await user.click(screen.getByRole("button", { name: "Send" }));
  expect((await screen.findByRole("alert")).textContent).toContain("The brokers did not take it.");
  expect(screen.getByRole("textbox", { name: "Value" })).toHaveProperty("value", '{"id":1}');
  fails = false;
  screen.getByRole("button", { name: "Clear" }).focus();
  await user.keyboard("{Control>}{Enter}{/Control}");
  expect(await screen.findByText("Written to partition 3 at offset 88,412.")).toBeTruthy();
  expect(calls.filter(({ command }) => command === "produce").at(-1)?.args).toMatchObject({
    topic: "orders",
    draft: { key: { form: "text", text: "c-1" }, value: { form: "text", text: '{"id":1}' }, partition: null },
  });
});

test("what was said about a draft goes with the first change to it", async () => {
  mockBackend({
    check_json: () => null,
    produce: () => {
      throw { code: "timeout", message: "The brokers did not take it.", hint: null, details: null };
    },
  });
  const { user } = open();
  await user.click(screen.getByRole("button", { name: "Send" }));
  await screen.findByRole("alert");
  await user.type(screen.getByRole("textbox", { name: "Key" }), "c");
  expect(screen.queryByRole("alert")).toBeNull();
});

test("null key, tombstone, headers twice and null, and a chosen partition are sent as such", async () => {
  const calls = mockBackend({ check_json: () => null, produce: () => ({ partition: 7, offset: "0" }) });
  const { user } = open();
  await user.click(screen.getByRole("checkbox", { name: "Tombstone" }));
  await user.click(screen.getByRole("button", { name: "Add header" }));
  await user.click(screen.getByRole("button", { name: "Add header" }));
  await user.type(screen.getByRole("textbox", { name: "Header 1: name" }), "trace");
  await user.type(screen.getByRole("textbox", { name: "Header 1: value" }), "a");
  await user.type(screen.getByRole("textbox", { name: "Header 2: name" }), "trace");
  await user.click(screen.getAllByRole("checkbox", { name: "Null" })[1] as HTMLElement);
  await user.type(screen.getByRole("textbox", { name: "Partition" }), "7");
  await user.click(screen.getByRole("button", { name: "Send" }));
  await screen.findByText(/Written to partition 7/);
  expect(calls.find(({ command }) => command === "produce")?.args).toMatchObject({
    draft: {
      key: null,
      value: null,
      headers: [
        { name: "trace", value: { form: "text", text: "a" } },
        { name: "trace", value: null },
      ],
      partition: 7,
    },
  });
});

test("what can't be sent says why at its field", async () => {
  mockBackend({ check_json: () => ({ line: 2, column: 5, message: "Expected a value." }) });
  const { user } = open();
  await user.type(screen.getByRole("textbox", { name: "Partition" }), "12");
  expect(screen.getByRole("textbox", { description: "This topic has partitions 0 to 11." })).toBeTruthy();
  await user.click(await screen.findByRole("textbox", { name: "Value" }));
  await user.paste("{\n  }x");
  expect(await screen.findByText("Line 2, column 5: Expected a value.")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Send" })).toHaveProperty("disabled", true);
});

test("a read-only connection says so in place of Send", () => {
  mockBackend({});
  open({ ...CONNECTION, readOnly: true });
  expect(screen.getByText("mine is read-only: nothing is written through it.")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Send" })).toBeNull();
});

test("a long value is not put into an editor, and is sent as it is", async () => {
  const calls = mockBackend({ check_json: () => null, produce: () => ({ partition: 0, offset: "1" }) });
  const { session, user } = open();
  const value = `{"all":"${"x".repeat(4_500_000)}"}`;
  act(() => session.draft.update({ value }));
  expect(await screen.findByText(/4.29 MiB, sent as it is/)).toBeTruthy();
  expect(screen.queryByRole("textbox", { name: "Value" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Send" }));
  await screen.findByText(/Written to partition 0/);
  expect(calls.find(({ command }) => command === "produce")?.args).toMatchObject({
    draft: { value: { form: "text", text: value } },
  });
  await user.click(screen.getByRole("button", { name: "Clear" }));
  expect(await screen.findByRole("textbox", { name: "Value" })).toHaveProperty("value", "");
});

test("a message is sent many times as a job, and {{n}} is no fault of its JSON", async () => {
  const calls = mockBackend({ check_json: () => null, produce_many: () => 3 });
  const { user } = open();
  await user.click(await screen.findByRole("textbox", { name: "Value" }));
  await user.paste('{"id": {{n}}}');
  await user.type(screen.getByRole("textbox", { name: "How often" }), "1,000");
  await vi.waitFor(() =>
    expect(calls.filter(({ command }) => command === "check_json").at(-1)?.args).toEqual({
      text: '{"id": 1    }',
    }),
  );
  await user.click(screen.getByRole("button", { name: "Send 1,000 messages" }));
  expect(calls.find(({ command }) => command === "produce_many")?.args).toMatchObject({
    topic: "orders",
    draft: { value: { form: "text", text: '{"id": {{n}}}' } },
    times: 1000,
  });
});

test("a message that was sent before is loaded again, and sent only by hand", async () => {
  const draft = {
    key: { form: "text", text: "c-9" },
    value: { form: "text", text: '{"id":9}' },
    headers: [],
    partition: null,
  };
  const calls = mockBackend({
    check_json: () => null,
    sent_messages: () => [{ draft, partition: 2, offset: "4711", atMs: Date.now() }],
  });
  const { user } = open();
  await user.click(screen.getByRole("tab", { name: "Last sent" }));
  const load = await screen.findByRole("button", { name: "Load partition 2, offset 4,711" });
  await user.keyboard("{Control>}{Enter}{/Control}");
  expect(calls.some(({ command }) => command === "produce")).toBe(false);
  await user.click(load);
  expect(await screen.findByRole("textbox", { name: "Key" })).toHaveProperty("value", "c-9");
  expect(await screen.findByRole("textbox", { name: "Value" })).toHaveProperty("value", '{"id":9}');
});

test("Last sent says so where nothing was sent", async () => {
  mockBackend({ sent_messages: () => [] });
  const { user } = open();
  await user.click(screen.getByRole("tab", { name: "Last sent" }));
  await user.click(await screen.findByRole("button", { name: "Write a message" }));
  expect(await screen.findByRole("textbox", { name: "Key" })).toBeTruthy();
});
