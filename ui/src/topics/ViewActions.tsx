import { Bookmark, BookmarkPlus, Pencil, RotateCcw, Save, Trash2 } from "lucide-react";
import { type Command, useCommands } from "../app/commands";
import { isChanged } from "../app/savedViews";
import type { TopicTab } from "../app/tabs";
import { useSettings, useWorkspace } from "../app/workspace";
import { Button } from "../kit/Button";
import { MenuButton, type MenuEntry } from "../kit/Menu";
import { useStore } from "../kit/store";
import { Tag } from "../kit/Tag";
import type { TopicSession } from "../messages/TopicSession";
import styles from "./ViewActions.module.css";

/** Keeps what a topic's tab shows as a view, and says whether it is still the one that was saved. */
export function ViewActions({ tab, session }: { tab: TopicTab; session: TopicSession }) {
  const workspace = useWorkspace();
  useSettings();
  useStore(session.state);
  const saved = workspace.savedView(tab);
  const changed =
    saved !== null && isChanged(saved, { view: session.view(), columns: workspace.columns(session) });
  const saveNew = () => workspace.overlay.set({ kind: "saveView", tab });
  const update = () => workspace.updateView(tab);
  const revert = () => workspace.revertView(tab);
  const forAny: Command = { id: "view.saveNew", title: "Save as a new view…", group: "Views", run: saveNew };
  useCommands(
    saved === null
      ? [{ ...forAny, title: "Save view…", keys: ["mod+s"] }]
      : [
          forAny,
          ...(changed
            ? [
                {
                  id: "view.update",
                  title: `Save the changes to “${saved.name}”`,
                  group: "Views",
                  keys: ["mod+s"],
                  run: update,
                },
                { id: "view.revert", title: `Back to “${saved.name}” as saved`, group: "Views", run: revert },
              ]
            : []),
        ],
  );
  if (saved === null) {
    return (
      <Button look="quiet" icon={BookmarkPlus} onPress={saveNew}>
        Save view…
      </Button>
    );
  }
  const entries: MenuEntry[] = [
    ...(changed
      ? ([
          { id: "update", name: "Save the changes", icon: Save, keys: "mod+s", run: update },
          { id: "revert", name: "Back to what was saved", icon: RotateCcw, run: revert },
          "separator",
        ] satisfies MenuEntry[])
      : []),
    { id: "new", name: "Save as a new view…", icon: BookmarkPlus, run: saveNew },
    {
      id: "rename",
      name: "Rename…",
      icon: Pencil,
      run: () => workspace.overlay.set({ kind: "renameView", view: saved }),
    },
    "separator",
    { id: "delete", name: "Delete", icon: Trash2, danger: true, run: () => workspace.deleteView(saved) },
  ];
  return (
    <>
      <MenuButton label={`Saved view ${saved.name}`} entries={entries}>
        <Button look="quiet" icon={Bookmark} opens aria-label={`Saved view ${saved.name}`}>
          <span className={styles.name}>{saved.name}</span>
        </Button>
      </MenuButton>
      {changed && (
        <>
          <Tag tone="info">changed</Tag>
          <Button onPress={update}>Save changes</Button>
        </>
      )}
    </>
  );
}
