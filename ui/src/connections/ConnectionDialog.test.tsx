import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { renderIn } from "../app/testing/renderIn";
import type { Connection } from "../bindings";
import { mockBackend } from "../ipc/testing/mockBackend";
import { ConnectionDialog } from "./ConnectionDialog";

const STORED: Connection = {
  id: "prod",
  name: "production",
  bootstrap: "broker:9092",
  security: "saslSsl",
  caFile: null,
  mechanism: "scramSha256",
  username: "alice",
  hasSecret: true,
  keep: "keychain",
  properties: [{ name: "ssl.key.password", value: "", hasSecret: true }],
  readOnly: false,
  production: false,
  embedded: false,
};
const KEYCHAIN = { keychain: () => ({ available: true, message: "" }), list_connections: () => [STORED] };

test("a stored secret is only said to be there, and is kept when its field stays empty", async () => {
  const calls = mockBackend({ ...KEYCHAIN, save_connection: () => STORED });
  const onClose = vi.fn();
  renderIn(<ConnectionDialog edit={STORED} onClose={onClose} />);
  const password = screen.getByLabelText("Password");
  expect(password).toMatchObject({ type: "password", value: "", placeholder: "stored" });
  expect(screen.getByLabelText("Property 1: value")).toMatchObject({
    type: "password",
    value: "",
    placeholder: "stored",
  });
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(calls.find(({ command }) => command === "save_connection")?.args).toMatchObject({
    draft: {
      id: "prod",
      password: null,
      properties: [{ name: "ssl.key.password", value: "", hasSecret: true }],
    },
  });
});

test("what the backend refuses is said at the form, and nothing that was typed is lost", async () => {
  mockBackend({
    ...KEYCHAIN,
    save_connection: () => {
      throw {
        code: "invalid",
        message: "plugin.library.paths is not allowed.",
        hint: "It loads code.",
        details: null,
      };
    },
  });
  const onClose = vi.fn();
  renderIn(<ConnectionDialog edit={null} onClose={onClose} />);
  await userEvent.type(screen.getByLabelText("Name"), "mine");
  await userEvent.type(screen.getByLabelText("Bootstrap servers"), "one:9092, [[::1]:9093");
  await userEvent.click(screen.getByRole("button", { name: "Add" }));
  expect((await screen.findByRole("alert")).textContent).toContain("plugin.library.paths is not allowed.");
  expect(screen.getByLabelText("Name")).toHaveProperty("value", "mine");
  expect(onClose).not.toHaveBeenCalled();
});

test("a bootstrap server without a port is refused before anything is asked", async () => {
  const calls = mockBackend(KEYCHAIN);
  renderIn(<ConnectionDialog edit={null} onClose={() => undefined} />);
  await userEvent.type(screen.getByLabelText("Name"), "mine");
  await userEvent.type(screen.getByLabelText("Bootstrap servers"), "broker");
  await userEvent.click(screen.getByRole("button", { name: "Test" }));
  expect(screen.getByRole("textbox", { description: "“broker” is not host:port." })).toBeTruthy();
  expect(calls.some(({ command }) => command === "test_connection")).toBe(false);
});

test("a test says what came of it, and how long it took", async () => {
  mockBackend({
    ...KEYCHAIN,
    test_connection: () => ({
      ok: false,
      message: "The broker refused the user or the password.",
      hint: "Check both.",
      details: "SASL authentication error",
      elapsedMs: 1400,
    }),
  });
  renderIn(<ConnectionDialog edit={STORED} onClose={() => undefined} />);
  await userEvent.click(screen.getByRole("button", { name: "Test" }));
  const said = await screen.findByRole("alert");
  expect(said.textContent).toContain("The broker refused the user or the password. 1.4 s");
  expect(screen.getByText("SASL authentication error").closest("details")).toHaveProperty("open", false);
});

test("without a keychain, secrets are kept until the end, and the form says so", async () => {
  const calls = mockBackend({
    ...KEYCHAIN,
    keychain: () => ({ available: false, message: "No Secret Service answers." }),
    save_connection: () => STORED,
  });
  renderIn(<ConnectionDialog edit={STORED} onClose={() => undefined} />);
  expect(await screen.findByText("Secrets are kept until you quit.")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(calls.some(({ command }) => command === "save_connection")).toBe(true));
  expect(calls.find(({ command }) => command === "save_connection")?.args).toMatchObject({
    draft: { keep: "untilQuit" },
  });
});

test("an edit keeps secrets where they are kept now", async () => {
  const stored: Connection = { ...STORED, keep: "untilQuit" };
  const calls = mockBackend({ ...KEYCHAIN, save_connection: () => stored });
  renderIn(<ConnectionDialog edit={stored} onClose={() => undefined} />);
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(calls.some(({ command }) => command === "save_connection")).toBe(true));
  expect(calls.find(({ command }) => command === "save_connection")?.args).toMatchObject({
    draft: { keep: "untilQuit" },
  });
});
