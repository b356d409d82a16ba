import { useQueryClient } from "@tanstack/react-query";
import { KeyRound, List, Lock, LockOpen, Pencil, Trash2, Unplug, Users } from "lucide-react";
import { useWorkspace } from "../app/workspace";
import type { Connection } from "../bindings";
import { backend } from "../ipc/backend";
import { toFailed } from "../ipc/failure";
import type { MenuEntry } from "../kit/Menu";
import { type Link, useDisconnect } from "./queries";

/** What can be done with a connection, the same wherever it is shown. */
export function useConnectionEntries(): (connection: Connection, link: Link) => MenuEntry[] {
  const workspace = useWorkspace();
  const disconnect = useDisconnect();
  const setReadOnly = useSetReadOnly();
  return (connection, link) => [
    {
      id: "topics",
      name: "Topics",
      icon: List,
      run: () => workspace.open({ kind: "topics", connection: connection.id }),
    },
    {
      id: "groups",
      name: "Consumer groups",
      icon: Users,
      run: () => workspace.open({ kind: "groups", connection: connection.id }),
    },
    {
      id: "access",
      name: "Access",
      icon: KeyRound,
      run: () => workspace.open({ kind: "access", connection: connection.id }),
    },
    connection.readOnly
      ? {
          id: "unlock",
          name: "Allow writing…",
          icon: LockOpen,
          run: () => workspace.overlay.set({ kind: "allowWriting", connection }),
        }
      : { id: "lock", name: "Make read-only", icon: Lock, run: () => void setReadOnly(connection, true) },
    ...(link === "closed"
      ? []
      : [
          {
            id: "disconnect",
            name: "Disconnect",
            icon: Unplug,
            run: () => {
              workspace.closeConnection(connection.id);
              workspace.toggleExpanded(connection.id, false);
              disconnect(connection.id).catch((thrown) => workspace.say("error", toFailed(thrown)));
            },
          },
        ]),
    ...(connection.embedded
      ? []
      : ([
          {
            id: "edit",
            name: "Edit…",
            icon: Pencil,
            run: () => workspace.overlay.set({ kind: "connection", edit: connection }),
          },
          "separator",
          {
            id: "delete",
            name: "Delete…",
            icon: Trash2,
            danger: true,
            run: () => workspace.overlay.set({ kind: "deleteConnection", connection }),
          },
        ] satisfies MenuEntry[])),
  ];
}

/** Locks or unlocks a connection against writing. */
export function useSetReadOnly(): (connection: Connection, readOnly: boolean) => Promise<void> {
  const workspace = useWorkspace();
  const queries = useQueryClient();
  return async (connection, readOnly) => {
    try {
      await backend.setReadOnly(connection.id, readOnly);
    } catch (thrown) {
      workspace.say("error", toFailed(thrown));
    }
    await queries.invalidateQueries({ queryKey: ["listConnections"] });
  };
}
