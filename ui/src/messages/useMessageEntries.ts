import { Clock, Copy, Filter, RotateCcw } from "lucide-react";
import { useWorkspace } from "../app/workspace";
import { backend } from "../ipc/backend";
import { toFailed } from "../ipc/failure";
import { copy } from "../kit/clipboard";
import type { MenuEntry } from "../kit/Menu";
import type { LiveView } from "./LiveView";
import type { TopicSession } from "./TopicSession";

/** What can be done with one message. */
export function useMessageEntries(
  session: TopicSession,
  live: LiveView,
  onProduceAgain: (row: number) => void,
): (row: number) => MenuEntry[] {
  const workspace = useWorkspace();
  const put = (text: Promise<string>) => {
    copy(text).catch((thrown) => workspace.say("error", toFailed(thrown)));
  };
  return (row) => {
    const message = live.row(row);
    const view = live.state.get().view;
    if (!message || view === null) return [];
    const { partition, timestamp, keyShape, valueShape } = message;
    const entries: MenuEntry[] = [];
    if (valueShape !== "null") {
      const run = () => put(backend.messageText(view, row, "value", "auto"));
      entries.push({ id: "value", name: "Copy value", icon: Copy, run });
    }
    if (keyShape !== "null") {
      const run = () => put(backend.messageText(view, row, "key", "auto"));
      entries.push({ id: "key", name: "Copy key", icon: Copy, run });
    }
    entries.push(
      { id: "again", name: "Produce again…", icon: RotateCcw, run: () => onProduceAgain(row) },
      "separator",
    );
    if (timestamp !== null) {
      entries.push({
        id: "from",
        name: "Start at this time",
        icon: Clock,
        run: () => session.restart({ start: { kind: "time", text: String(timestamp), utc: true } }),
      });
    }
    entries.push({
      id: "partition",
      name: `Only partition ${partition}`,
      icon: Filter,
      run: () => session.restart({ partitions: [partition] }),
    });
    return entries;
  };
}
