import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useWorkspace, type Workspace } from "../app/workspace";
import type { ChangeResult } from "../bindings";
import { backend } from "../ipc/backend";
import { toFailed } from "../ipc/failure";

type Make = (confirm: string | null) => Promise<ChangeResult>;

/** Makes a change, says what became of it and offers to take it back. Null: the person left without making it. */
export function useChange(): (make: Make) => Promise<ChangeResult | null> {
  const workspace = useWorkspace();
  const queries = useQueryClient();
  return useCallback((make) => change(workspace, queries, make), [workspace, queries]);
}

/** Looks up what became of a change whose answer was lost, and says it. */
export function useCheckChange(): (entry: number) => Promise<void> {
  const workspace = useWorkspace();
  const queries = useQueryClient();
  return useCallback((entry) => check(workspace, queries, entry), [workspace, queries]);
}

/** What a change may have made old. */
const CHANGED: ReadonlySet<unknown> = new Set([
  "groupDetail",
  "listGroups",
  "topicGroups",
  "planReset",
  "listJournal",
  "listTopics",
  "topicPartitions",
  "topicConfigs",
  "topicFigures",
  "listAcls",
  "whoMayRead",
]);

async function change(workspace: Workspace, queries: QueryClient, make: Make): Promise<ChangeResult | null> {
  const result = await workspace.confirmed(make);
  if (result === null) return null;
  void queries.invalidateQueries({ predicate: ({ queryKey }) => CHANGED.has(queryKey[0]) });
  tell(workspace, queries, result);
  return result;
}

function tell(workspace: Workspace, queries: QueryClient, result: ChangeResult): void {
  const { entry, outcome, message, undo, problems } = result;
  if (outcome === "unknown" && entry !== null) {
    void check(workspace, queries, entry, message);
    return;
  }
  const [first = null, ...more] = problems;
  const takeBack = () => {
    change(workspace, queries, (confirm) => backend.undoChange(entry ?? 0, confirm)).catch((thrown) =>
      workspace.say("error", toFailed(thrown)),
    );
  };
  workspace.say(TONES[outcome], {
    message,
    hint: first,
    details: more.length === 0 ? null : more.join("\n"),
    action: undo && entry !== null ? { name: "Undo", run: takeBack } : null,
  });
}

const TONES = { done: "info", partial: "warn", unknown: "warn", refused: "error" } as const;

/** Says that it is looked up, then what was found. */
async function check(
  workspace: Workspace,
  queries: QueryClient,
  entry: number,
  message = "Looking up what became of the change…",
): Promise<void> {
  const waiting = workspace.say("warn", { message, hint: "Checking what became of it…" });
  try {
    const found = await backend.checkChange(entry);
    workspace.dismiss(waiting);
    void queries.invalidateQueries({ predicate: ({ queryKey }) => CHANGED.has(queryKey[0]) });
    const isStillUnknown = found.outcome === "unknown";
    tell(workspace, queries, isStillUnknown ? { ...found, entry: null } : found);
  } catch (thrown) {
    workspace.dismiss(waiting);
    workspace.say("error", toFailed(thrown));
  }
}
