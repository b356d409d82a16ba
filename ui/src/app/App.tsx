import { X } from "lucide-react";
import { useContext, useEffect } from "react";
import type { Tab } from "../bindings";
import { AllowWriting } from "../connections/AllowWriting";
import { ConnectionDialog } from "../connections/ConnectionDialog";
import { DeleteConnection } from "../connections/DeleteConnection";
import { IconButton } from "../kit/Button";
import { Note } from "../kit/Note";
import { Splitter } from "../kit/Splitter";
import { useStore } from "../kit/store";
import { useMedia, WIDE } from "../kit/useMedia";
import { TopicPage } from "../topics/TopicPage";
import { TopicsPage } from "../topics/TopicsPage";
import styles from "./App.module.css";
import { Boundary } from "./Boundary";
import { CommandsContext, useCommands } from "./commands";
import { Home } from "./Home";
import { KeysDialog } from "./KeysDialog";
import { Palette } from "./Palette";
import { StatusBar } from "./StatusBar";
import { TabBar } from "./TabBar";
import { Tree } from "./Tree";
import { useTheme } from "./theme";
import { tabKey, useSettings, useWorkspace } from "./workspace";

const SIDE = { min: 180, max: 480 };

/** The window: tree, tabs, the active page, status bar, and what lies over them. */
export function App() {
  const workspace = useWorkspace();
  const settings = useSettings();
  const wide = useMedia(WIDE);
  useTheme(settings.theme);
  useWindowCommands();
  useKeys();
  useEffect(() => {
    // After the first frame, for those who wait for the window.
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        document.body.dataset.ready = "true";
      });
    });
    const flush = () => workspace.flush();
    window.addEventListener("pagehide", flush);
    return () => window.removeEventListener("pagehide", flush);
  }, [workspace]);
  const narrow = !wide || settings.sideWidth === 0;
  return (
    <div className={styles.app}>
      <div className={styles.side} style={{ width: narrow ? 52 : settings.sideWidth }}>
        <Boundary what="The tree">
          <Tree narrow={narrow} />
        </Boundary>
      </div>
      {!narrow && (
        <Splitter
          label="Width of the tree"
          panel="before"
          size={settings.sideWidth}
          {...SIDE}
          onResize={(sideWidth) => workspace.update({ sideWidth })}
        />
      )}
      <div className={styles.center}>
        <TabBar />
        <SaidNotes />
        <main className={styles.main}>
          <Boundary key={tabKey(workspace.tab)} what="This page">
            <Page tab={workspace.tab} />
          </Boundary>
        </main>
      </div>
      <div className={styles.status}>
        <Boundary what="The status">
          <StatusBar />
        </Boundary>
      </div>
      <Boundary what="The dialog">
        <Overlays />
      </Boundary>
    </div>
  );
}

function Page({ tab }: { tab: Tab }) {
  switch (tab.kind) {
    case "home":
      return <Home />;
    case "topics":
      return <TopicsPage key={tab.connection} connection={tab.connection} />;
    case "topic":
      return <TopicPage key={tabKey(tab)} connection={tab.connection} topic={tab.topic} />;
  }
}

function SaidNotes() {
  const workspace = useWorkspace();
  return useStore(workspace.said).map(({ id, tone, message, hint, details }) => (
    <Note
      key={id}
      tone={tone}
      message={message}
      hint={hint}
      details={details}
      banner
      action={<IconButton label="Dismiss" icon={X} onPress={() => workspace.dismiss(id)} />}
    />
  ));
}

function Overlays() {
  const workspace = useWorkspace();
  const overlay = useStore(workspace.overlay);
  const close = () => workspace.overlay.set(null);
  switch (overlay?.kind) {
    case undefined:
      return null;
    case "palette":
      return <Palette onClose={close} />;
    case "keys":
      return <KeysDialog onClose={close} />;
    case "connection":
      return <ConnectionDialog edit={overlay.edit} onClose={close} />;
    case "allowWriting":
      return <AllowWriting connection={overlay.connection} onClose={close} />;
    case "deleteConnection":
      return <DeleteConnection connection={overlay.connection} onClose={close} />;
  }
}

function useWindowCommands() {
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
function useKeys() {
  const workspace = useWorkspace();
  const commands = useContext(CommandsContext);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || workspace.overlay.get() !== null) return;
      if (commands.press(event)) event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [workspace, commands]);
}
