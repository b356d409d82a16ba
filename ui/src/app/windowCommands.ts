import { useContext, useEffect } from "react";
import { toFailed } from "../ipc/failure";
import { copy } from "../kit/clipboard";
import { diagnosticsText } from "./CopyDiagnostics";
import { CommandsContext, useCommands } from "./commands";
import { useSettings, useWorkspace } from "./workspace";

/** What can be done anywhere. */
export function useWindowCommands() {
  const workspace = useWorkspace();
  const { activeTab, zone, compact, sideWidth } = useSettings();
  useCommands([
    {
      id: "palette",
      title: "Search or run a command",
      group: "Window",
      keys: ["mod+k"],
      palette: false,
      run: () => workspace.overlay.set({ kind: "palette" }),
    },
    {
      id: "keys",
      title: "Show the keys",
      group: "Window",
      keys: ["?"],
      run: () => workspace.overlay.set({ kind: "keys" }),
    },
    { id: "home", title: "Home", group: "Window", run: () => workspace.open({ kind: "home" }) },
    {
      id: "connection.add",
      title: "Add connection…",
      group: "Connections",
      run: () => workspace.overlay.set({ kind: "connection", edit: null }),
    },
    {
      id: "tab.close",
      title: "Close the tab",
      group: "Window",
      keys: ["mod+w"],
      run: () => workspace.close(activeTab),
    },
    { id: "tab.next", title: "Next tab", group: "Window", keys: ["mod+Tab"], run: () => workspace.step(1) },
    {
      id: "tab.previous",
      title: "Previous tab",
      group: "Window",
      keys: ["mod+shift+Tab"],
      run: () => workspace.step(-1),
    },
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => ({
      id: `tab.${number}`,
      title: `Tab ${number}`,
      group: "Window",
      keys: [`mod+${number}`],
      palette: false,
      run: () => workspace.activate(number - 1),
    })),
    {
      id: "side",
      title: sideWidth === 0 ? "Widen the tree" : "Narrow the tree to icons",
      group: "Window",
      keys: ["mod+b"],
      run: () => workspace.update({ sideWidth: sideWidth === 0 ? 248 : 0 }),
    },
    {
      id: "zone",
      title: zone === "utc" ? "Show times in local time" : "Show times in UTC",
      group: "Window",
      run: () => workspace.update({ zone: zone === "utc" ? "local" : "utc" }),
    },
    {
      id: "rows",
      title: compact ? "Comfortable rows" : "Compact rows",
      group: "Window",
      run: () => workspace.update({ compact: !compact }),
    },
    {
      id: "jobs",
      title: "Show the jobs",
      group: "Window",
      keys: ["mod+j"],
      run: () => workspace.jobsOpen.set(true),
    },
    {
      id: "journal",
      title: "Show the journal of changes",
      group: "Window",
      run: () => workspace.overlay.set({ kind: "journal" }),
    },
    {
      id: "diagnostics",
      title: "Copy diagnostics",
      group: "Help",
      run: () => {
        copy(diagnosticsText())
          .then(() =>
            workspace.say("info", {
              message: "Diagnostics copied.",
              hint: "Versions, settings without secrets and the last log lines: safe to paste in public.",
            }),
          )
          .catch((thrown) => workspace.say("error", toFailed(thrown)));
      },
    },
    {
      id: "theme.system",
      title: "Theme: as the system",
      group: "Window",
      run: () => workspace.update({ theme: "system" }),
    },
    {
      id: "theme.dark",
      title: "Theme: dark",
      group: "Window",
      run: () => workspace.update({ theme: "dark" }),
    },
    {
      id: "theme.light",
      title: "Theme: light",
      group: "Window",
      run: () => workspace.update({ theme: "light" }),
    },
  ]);
}

/** The keys of all commands, unless a dialog has them. */
export function useKeys() {
  const workspace = useWorkspace();
  const commands = useContext(CommandsContext);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isCovered = workspace.overlay.get() !== null || workspace.confirming.get() !== null;
      if (event.defaultPrevented || isCovered) return;
      if (commands.press(event)) event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [workspace, commands]);
}
