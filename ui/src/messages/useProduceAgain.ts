import { useCallback } from "react";
import { useWorkspace } from "../app/workspace";
import { backend } from "../ipc/backend";
import { toFailed } from "../ipc/failure";
import { fromDraft } from "../produce/draft";
import type { LiveView } from "./LiveView";
import type { TopicSession } from "./TopicSession";

/** Opens the produce drawer with a row's message in it. */
export function useProduceAgain(session: TopicSession, live: LiveView): (row: number) => Promise<void> {
  const workspace = useWorkspace();
  return useCallback(
    async (row: number) => {
      const id = live.state.get().view;
      if (id === null) return;
      try {
        const [draft, detail] = await Promise.all([
          backend.messageDraft(id, row),
          backend.messageDetail(id, row),
        ]);
        session.draft.set(fromDraft(draft, detail.value.shape === "json"));
        session.state.update({ producing: true });
      } catch (thrown) {
        workspace.say("error", toFailed(thrown));
      }
    },
    [workspace, session, live],
  );
}
