import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderIn } from "../app/testing/renderIn";
import { useWorkspace } from "../app/workspace";
import type { ChangeResult } from "../bindings";
import { backend } from "../ipc/backend";
import { toFailed } from "../ipc/failure";
import { mockBackend } from "../ipc/testing/mockBackend";
import { useStore } from "../kit/store";
import { ConfirmName } from "./ConfirmName";
import { useChange } from "./useChange";

const DONE: ChangeResult = {
  entry: 7,
  outcome: "done",
  message: "The group was deleted.",
  undo: true,
  problems: [],
};

function Page() {
  const workspace = useWorkspace();
  const makeChange = useChange();
  const confirming = useStore(workspace.confirming);
  return (
    <>
      <button
        type="button"
        onClick={() => {
          makeChange((confirm) => backend.deleteGroup("c", "settlement", confirm)).catch((thrown) =>
            workspace.say("error", toFailed(thrown)),
          );
        }}
      >
        Delete
      </button>
      {confirming && <ConfirmName confirming={confirming} />}
    </>
  );
}

// biome-ignore lint/suspicious/noExplicitAny: arguments as they come over the wire
type Answers = Record<string, (args: any) => unknown>;

function open(answers: Answers) {
  const calls = mockBackend({ save_settings: () => null, ...answers });
  const workspace = renderIn(<Page />);
  const made = () => calls.filter(({ command }) => command === "delete_group").map(({ args }) => args);
  return { workspace, made, calls, user: userEvent.setup() };
}

const NEEDS_NAME = {
  code: "confirm",
  message: "This is a production connection.",
  hint: null,
  details: "settlement",
};

test("on production nothing is changed before its name is typed as it is", async () => {
  const { workspace, made, user } = open({
    delete_group: ({ confirm }) => {
      if (confirm !== "settlement") throw NEEDS_NAME;
      return DONE;
    },
  });
  await user.click(screen.getByRole("button", { name: "Delete" }));
  const field = await screen.findByRole("textbox", { name: "Name" });
  await user.type(field, "settle{Enter}");
  expect(made()).toHaveLength(1);
  await user.clear(field);
  await user.type(field, "settlement{Enter}");
  await waitFor(() => expect(workspace.said.get().at(-1)?.message).toBe("The group was deleted."));
  expect(made().at(-1)).toMatchObject({ confirm: "settlement" });
  expect(screen.queryByRole("alertdialog")).toBeNull();
});

test("who leaves without typing changes nothing, and is told nothing", async () => {
  const { workspace, made, user } = open({
    delete_group: () => {
      throw NEEDS_NAME;
    },
  });
  await user.click(screen.getByRole("button", { name: "Delete" }));
  await user.click(await screen.findByRole("button", { name: "Cancel" }));
  expect(made()).toHaveLength(1);
  expect(workspace.said.get()).toEqual([]);
});

test("a change can be taken back from where it is told", async () => {
  const { workspace, calls, user } = open({
    delete_group: () => DONE,
    undo_change: () => ({ ...DONE, entry: 8, message: "The offsets are back.", undo: false }),
  });
  await user.click(screen.getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(workspace.said.get().at(-1)?.action?.name).toBe("Undo"));
  workspace.said.get().at(-1)?.action?.run();
  await waitFor(() => expect(workspace.said.get().at(-1)?.message).toBe("The offsets are back."));
  expect(calls.find(({ command }) => command === "undo_change")?.args).toMatchObject({ entry: 7 });
});

test("a change whose answer is lost is looked up, and what was found is told in its place", async () => {
  let found: (result: ChangeResult) => void = () => undefined;
  const { workspace, user } = open({
    delete_group: () => ({ ...DONE, outcome: "unknown", message: "No answer came.", undo: false }),
    check_change: () =>
      new Promise<ChangeResult>((resolve) => {
        found = resolve;
      }),
  });
  await user.click(screen.getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(workspace.said.get().at(-1)?.hint).toBe("Checking what became of it…"));
  found({ ...DONE, outcome: "refused", message: "Nothing was changed.", undo: false });
  await waitFor(() =>
    expect(workspace.said.get().map(({ message }) => message)).toEqual(["Nothing was changed."]),
  );
});

test("what failed in part is told with each part that failed", async () => {
  const { workspace, user } = open({
    delete_group: () => ({
      ...DONE,
      outcome: "partial",
      problems: ["orders/3: refused.", "orders/4: refused."],
    }),
  });
  await user.click(screen.getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(workspace.said.get()).toHaveLength(1));
  expect(workspace.said.get()[0]).toMatchObject({
    tone: "warn",
    hint: "orders/3: refused.",
    details: "orders/4: refused.",
  });
});
