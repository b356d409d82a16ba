import type { Workspace } from "../app/workspace";
import type { TopicSession } from "../messages/TopicSession";

/** Asks how and where to, then exports all that a topic's tab asks for. */
export function openExport(workspace: Workspace, session: TopicSession): void {
  workspace.overlay.set({ kind: "export", session });
}
