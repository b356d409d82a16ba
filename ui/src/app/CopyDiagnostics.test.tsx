import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { mockBackend } from "../ipc/testing/mockBackend";
import { CopyDiagnostics } from "./CopyDiagnostics";

const copied: string[] = [];
vi.mock("../kit/clipboard", () => ({
  copy: async (text: Promise<string>) => {
    copied.push(await text);
  },
}));

test("diagnostics go to the clipboard, with the details of what is at hand behind them", async () => {
  mockBackend({ diagnostics: () => "Tributary 0.1.0" });
  render(<CopyDiagnostics details="Error: no such thing" />);
  await userEvent.click(screen.getByRole("button", { name: "Copy diagnostics" }));
  expect(await screen.findByRole("button", { name: "Copied" })).toBeTruthy();
  expect(copied).toEqual(["Tributary 0.1.0\n\nError: no such thing"]);
});

test("that they could not be had is said", async () => {
  mockBackend({
    diagnostics: () => {
      throw { code: "internal", message: "The log can't be read.", hint: null, details: null };
    },
  });
  render(<CopyDiagnostics />);
  await userEvent.click(screen.getByRole("button", { name: "Copy diagnostics" }));
  expect((await screen.findByRole("alert")).textContent).toContain("The log can't be read.");
});
