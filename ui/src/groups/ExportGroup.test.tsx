import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderIn } from "../app/testing/renderIn";
import { mockBackend } from "../ipc/testing/mockBackend";
import { ExportGroup } from "./ExportGroup";

test("a file that is there is replaced only when that was asked for", async () => {
  let closed = 0;
  const calls = mockBackend({
    export_defaults: () => "/home/me/settlement.csv",
    export_group: ({ replace }) => {
      if (!replace) {
        throw { code: "conflict", message: "The file is there already.", hint: null, details: null };
      }
      return null;
    },
  });
  const workspace = renderIn(
    <ExportGroup
      connection="c"
      group="settlement"
      onClose={() => {
        closed += 1;
      }}
    />,
  );
  const user = userEvent.setup();
  await screen.findByDisplayValue("/home/me/settlement.csv");
  await user.click(screen.getByRole("button", { name: "Export" }));
  expect(await screen.findByText("The file is there already.")).toBeTruthy();
  expect(closed).toBe(0);
  await user.click(screen.getByRole("checkbox", { name: "Replace it" }));
  await user.click(screen.getByRole("button", { name: "Replace and export" }));
  await expect.poll(() => closed).toBe(1);
  expect(calls.at(-1)?.args).toMatchObject({
    group: "settlement",
    path: "/home/me/settlement.csv",
    replace: true,
  });
  expect(workspace.said.get().at(-1)?.message).toContain("/home/me/settlement.csv");
});
