import { X } from "lucide-react";
import { useEffect } from "react";
import { AccessPage } from "../access/AccessPage";
import { AddAccess } from "../access/AddAccess";
import { DeleteAccess } from "../access/DeleteAccess";
import type { Tab } from "../bindings";
import { ConfirmName } from "../changes/ConfirmName";
import { JournalDialog } from "../changes/JournalDialog";
import { AllowWriting } from "../connections/AllowWriting";
import { ConnectionDialog } from "../connections/ConnectionDialog";
import { DeleteConnection } from "../connections/DeleteConnection";
import { useConnection } from "../connections/queries";
import { DeleteGroup } from "../groups/DeleteGroup";
import { ExportGroup } from "../groups/ExportGroup";
import { GroupPage } from "../groups/GroupPage";
import { GroupsPage } from "../groups/GroupsPage";
import { ResetDialog } from "../groups/reset/ResetDialog";
import { ExportDialog } from "../jobs/ExportDialog";
import { Button, IconButton } from "../kit/Button";
import { Note } from "../kit/Note";
import { Splitter } from "../kit/Splitter";
import { useStore } from "../kit/store";
import { useMedia, WIDE } from "../kit/useMedia";
import { AddPartitions } from "../topics/change/AddPartitions";
import { CreateTopic } from "../topics/change/CreateTopic";
import { DeleteTopic } from "../topics/change/DeleteTopic";
import { PurgeTopic } from "../topics/change/PurgeTopic";
import { TopicPage } from "../topics/TopicPage";
import { TopicsPage } from "../topics/TopicsPage";
import styles from "./App.module.css";
import { Boundary } from "./Boundary";
import { Home } from "./Home";
import { KeysDialog } from "./KeysDialog";
import { NameView } from "./NameView";
import { Palette } from "./palette/Palette";
import { StatusBar } from "./StatusBar";
import { TabBar } from "./TabBar";
import { tabKey } from "./tabs";
import { useTheme } from "./theme";
import { Tree } from "./tree/Tree";
import { useKeys, useWindowCommands } from "./windowCommands";
import { useSettings, useWorkspace } from "./workspace";

const SIDE = { min: 180, max: 480 };

/** The window: tree, tabs, the active page, status bar, and what lies over them. */
export function App() {
  const workspace = useWorkspace();
  const settings = useSettings();
  const wide = useMedia(WIDE);
  useTheme(settings.theme);
  useWindowCommands();
  useKeys();
  useEffect(() => workspace.watchJobs(), [workspace]);
  useEffect(() => {
    // After the first frame, for those who wait for the window.
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        document.body.dataset.ready = "true";
      });
    });
    const flush = () => workspace.flush();
    window.addEventListener("pagehide", flush);
    window.addEventListener("contextmenu", keepBrowserMenuAway);
    return () => {
      window.removeEventListener("pagehide", flush);
      window.removeEventListener("contextmenu", keepBrowserMenuAway);
    };
  }, [workspace]);
  const { tab } = workspace;
  const production = useConnection(tab.kind === "home" ? null : tab.connection)?.production ?? false;
  const narrow = !wide || settings.sideWidth === 0;
  return (
    <div className={styles.app} data-production={production || undefined}>
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
        <Confirm />
      </Boundary>
    </div>
  );
}

/** The web view's own menu offers to reload: only text keeps it, for copy and paste. */
function keepBrowserMenuAway(event: MouseEvent) {
  const isText = "input, textarea, pre, [contenteditable=true], [data-selectable]";
  if (event.target instanceof Element && !event.target.closest(isText)) event.preventDefault();
}

function Page({ tab }: { tab: Tab }) {
  switch (tab.kind) {
    case "home":
      return <Home />;
    case "topics":
      return <TopicsPage key={tab.connection} connection={tab.connection} />;
    case "groups":
      return <GroupsPage key={tab.connection} connection={tab.connection} />;
    case "group":
      return <GroupPage key={tabKey(tab)} tab={tab} />;
    case "access":
      return <AccessPage key={tab.connection} connection={tab.connection} />;
    case "topic":
      return <TopicPage key={tabKey(tab)} tab={tab} />;
  }
}

function SaidNotes() {
  const workspace = useWorkspace();
  return useStore(workspace.said).map(({ id, tone, message, hint, details, action }) => (
    <Note
      key={id}
      tone={tone}
      message={message}
      hint={hint}
      details={details}
      banner
      action={
        <>
          {action && (
            <Button
              onPress={() => {
                action.run();
                workspace.dismiss(id);
              }}
            >
              {action.name}
            </Button>
          )}
          <IconButton label="Dismiss" icon={X} onPress={() => workspace.dismiss(id)} />
        </>
      }
    />
  ));
}

/** Over whatever asked for it. */
function Confirm() {
  const confirming = useStore(useWorkspace().confirming);
  return confirming && <ConfirmName key={confirming.name} confirming={confirming} />;
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
    case "export":
      return <ExportDialog session={overlay.session} onClose={close} />;
    case "exportGroup":
      return <ExportGroup connection={overlay.connection} group={overlay.group} onClose={close} />;
    case "resetGroup":
      return (
        <ResetDialog
          connection={overlay.connection}
          group={overlay.group}
          partitions={overlay.partitions}
          onClose={close}
        />
      );
    case "deleteGroup":
      return (
        <DeleteGroup
          connection={overlay.connection}
          group={overlay.group}
          topic={overlay.topic}
          onClose={close}
        />
      );
    case "createTopic":
      return <CreateTopic connection={overlay.connection} onClose={close} />;
    case "addPartitions":
      return <AddPartitions connection={overlay.connection} topic={overlay.topic} onClose={close} />;
    case "purge":
      return <PurgeTopic connection={overlay.connection} topic={overlay.topic} onClose={close} />;
    case "deleteTopic":
      return <DeleteTopic connection={overlay.connection} topic={overlay.topic} onClose={close} />;
    case "addAccess":
      return (
        <AddAccess
          connection={overlay.connection}
          topic={overlay.topic}
          principal={overlay.principal}
          onClose={close}
        />
      );
    case "deleteAccess":
      return <DeleteAccess connection={overlay.connection} entries={overlay.entries} onClose={close} />;
    case "journal":
      return <JournalDialog onClose={close} />;
    case "saveView":
      return (
        <NameView
          title="Save this view"
          onName={(name) => workspace.saveView(overlay.tab, name)}
          onClose={close}
        />
      );
    case "renameView":
      return (
        <NameView
          title={`Rename “${overlay.view.name}”`}
          rename={overlay.view}
          onName={(name) => workspace.renameView(overlay.view.id, name)}
          onClose={close}
        />
      );
  }
}
