import { Bookmark, Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import type { SavedView } from "../../bindings";
import { useConnections } from "../../connections/queries";
import { IconButton } from "../../kit/Button";
import { ContextMenu, MenuButton, type MenuEntry } from "../../kit/Menu";
import { topicTab } from "../tabs";
import { useSettings, useWorkspace } from "../workspace";
import styles from "./Tree.module.css";
import { TreeNode } from "./TreeNode";

/** The saved views, by name; not there while there is none. `narrow`: behind one icon. */
export function SavedViews({ narrow }: { narrow: boolean }) {
  const workspace = useWorkspace();
  const { savedViews } = useSettings();
  const byName = savedViews.toSorted((one, other) => one.name.localeCompare(other.name));
  if (byName.length === 0) return null;
  if (narrow) {
    const entries = byName.map((view) => ({
      id: view.id,
      name: view.name,
      icon: Bookmark,
      note: view.topic,
      run: () => workspace.openView(view),
    }));
    return (
      <div className={styles.narrowViews}>
        <MenuButton label="Saved views" entries={entries}>
          <IconButton label="Saved views" icon={Bookmark} size={16} />
        </MenuButton>
      </div>
    );
  }
  return (
    <>
      <div className={styles.section}>
        <h2>Saved views</h2>
      </div>
      <div role="tree" aria-label="Saved views" className={styles.tree}>
        {byName.map((view, index) => (
          <ViewNode key={view.id} view={view} first={index === 0} />
        ))}
      </div>
    </>
  );
}

function ViewNode({ view, first }: { view: SavedView; first: boolean }) {
  const workspace = useWorkspace();
  const connection = useConnections().data?.find(({ id }) => id === view.connection);
  const row = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState(false);
  const entries: MenuEntry[] = [
    { id: "open", name: "Open", icon: Bookmark, run: () => workspace.openView(view) },
    {
      id: "rename",
      name: "Rename…",
      icon: Pencil,
      run: () => workspace.overlay.set({ kind: "renameView", view }),
    },
    "separator",
    { id: "delete", name: "Delete", icon: Trash2, danger: true, run: () => workspace.deleteView(view) },
  ];
  return (
    <>
      <TreeNode
        nodeRef={row}
        level={1}
        look="view"
        label={view.name}
        tab={{ ...topicTab(view), saved: view.id }}
        isTabStop={first}
        onOpen={() => workspace.openView(view)}
        onMenu={() => setMenu(true)}
      >
        <Bookmark size={14} className={styles.icon} aria-hidden />
        <span className={styles.name} title={`${view.name} · ${view.topic} · ${connection?.name ?? ""}`}>
          {view.name}
        </span>
        <span className={styles.aside}>
          <button
            type="button"
            tabIndex={-1}
            className={styles.more}
            aria-label={`Actions for ${view.name}`}
            onClick={(event) => {
              event.stopPropagation();
              setMenu(true);
            }}
          >
            <Ellipsis size={14} aria-hidden />
          </button>
        </span>
      </TreeNode>
      {menu && (
        <ContextMenu
          label={`Actions for ${view.name}`}
          entries={entries}
          anchor={row}
          onClose={() => setMenu(false)}
        />
      )}
    </>
  );
}
