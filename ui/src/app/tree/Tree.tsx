import { Plus } from "lucide-react";
import { type KeyboardEvent, useRef } from "react";
import { useConnections } from "../../connections/queries";
import { Button, IconButton } from "../../kit/Button";
import { classes } from "../../kit/css";
import { ErrorNote } from "../../kit/Note";
import { Logo } from "../Logo";
import { useWorkspace } from "../workspace";
import { ConnectionNode } from "./ConnectionNode";
import { SavedViews } from "./SavedViews";
import styles from "./Tree.module.css";

/** Connections, their topics, and the topics that one comes back to. `narrow`: only icons. */
export function Tree({ narrow }: { narrow: boolean }) {
  const workspace = useWorkspace();
  const connections = useConnections();
  const tree = useRef<HTMLDivElement>(null);
  const add = () => workspace.overlay.set({ kind: "connection", edit: null });

  const onKeyDown = (event: KeyboardEvent) => {
    const items = [...(tree.current?.querySelectorAll<HTMLElement>("[role=treeitem]") ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const current = items[at];
    if (!current || event.ctrlKey || event.metaKey || event.altKey) return;
    const focus = (item: HTMLElement | undefined) => item?.focus();
    switch (event.key) {
      case "ArrowDown":
        focus(items[at + 1]);
        break;
      case "ArrowUp":
        focus(items[at - 1]);
        break;
      case "Home":
        focus(items[0]);
        break;
      case "End":
        focus(items.at(-1));
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <nav className={classes(styles.side, narrow && styles.narrow)} aria-label="Side">
      <button
        type="button"
        className={styles.brand}
        aria-label="Home"
        onClick={() => workspace.open({ kind: "home" })}
      >
        <Logo />
        {!narrow && "Tributary"}
      </button>
      <div ref={tree} className={styles.trees} onKeyDown={onKeyDown}>
        {!narrow && (
          <div className={styles.section}>
            <h2>Clusters</h2>
            <IconButton label="Add connection" icon={Plus} onPress={add} />
          </div>
        )}
        <div role="tree" aria-label="Connections" className={styles.tree}>
          {connections.data?.map((connection, index) => (
            <ConnectionNode key={connection.id} connection={connection} first={index === 0} narrow={narrow} />
          ))}
        </div>
        <SavedViews narrow={narrow} />
      </div>
      {connections.error && !narrow && (
        <div className={styles.failure}>
          <ErrorNote
            failure={connections.error}
            action={<Button onPress={() => void connections.refetch()}>Try again</Button>}
          />
        </div>
      )}
      {narrow && <IconButton label="Add connection" icon={Plus} onPress={add} />}
    </nav>
  );
}
