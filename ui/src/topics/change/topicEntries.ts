import { CirclePlus, Eraser, Lock, Trash2 } from "lucide-react";
import type { Overlay } from "../../app/overlay";
import type { Workspace } from "../../app/workspace";
import type { TopicName } from "../../bindings";
import type { MenuEntry } from "../../kit/Menu";

/** What changes a topic, the same wherever it is shown. Locked, it leads to why. */
export function topicEntries(workspace: Workspace, name: TopicName, readOnly: boolean): MenuEntry[] {
  const { connection, topic } = name;
  const note = readOnly ? "read-only" : undefined;
  const show = (kind: Extract<Overlay, TopicName>["kind"]) => () =>
    workspace.overlay.set({ kind, connection, topic });
  return [
    {
      id: "grow",
      name: "Add partitions…",
      icon: readOnly ? Lock : CirclePlus,
      note,
      run: show("addPartitions"),
    },
    {
      id: "purge",
      name: "Delete messages…",
      icon: readOnly ? Lock : Eraser,
      danger: true,
      note,
      run: show("purge"),
    },
    {
      id: "delete",
      name: "Delete the topic…",
      icon: readOnly ? Lock : Trash2,
      danger: true,
      note,
      run: show("deleteTopic"),
    },
  ];
}
