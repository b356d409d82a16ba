import { ChevronDown, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import type { Tab } from "../../bindings";
import { classes } from "../../kit/css";
import { tabKey } from "../tabs";
import { useSettings, useWorkspace } from "../workspace";
import styles from "./Tree.module.css";

type TreeNodeProps = {
  level: 1 | 2 | 3;
  /** A line without children to its level. */
  look?: "view";
  label: string;
  /** Shown where one points, for a line that is only an icon. */
  tip?: string;
  /** What it opens, to mark it while that is shown. */
  tab?: Tab;
  isSelected?: boolean;
  isExpanded?: boolean;
  isTabStop?: boolean;
  nodeRef?: React.Ref<HTMLDivElement>;
  onOpen(): void;
  onExpand?(open: boolean): void;
  onMenu?(): void;
  children: ReactNode;
};

/** A line of the tree. */
export function TreeNode(props: TreeNodeProps) {
  const { level, label, tab, isExpanded, onOpen, onExpand, onMenu, children } = props;
  const workspace = useWorkspace();
  useSettings();
  const selected = props.isSelected ?? (tab !== undefined && tabKey(tab) === tabKey(workspace.tab));
  return (
    <div
      ref={props.nodeRef}
      role="treeitem"
      aria-label={label}
      title={props.tip}
      aria-level={level}
      aria-expanded={isExpanded}
      aria-selected={selected}
      tabIndex={selected || props.isTabStop ? 0 : -1}
      className={classes(styles.node, styles[props.look ?? `level${level}`])}
      onClick={onOpen}
      onContextMenu={(event) => {
        if (!onMenu) return;
        event.preventDefault();
        onMenu();
      }}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return;
        if (event.key === "Enter" || event.key === " ") onOpen();
        else if (event.key === "ArrowRight" && isExpanded === false) onExpand?.(true);
        else if (event.key === "ArrowLeft" && isExpanded) onExpand?.(false);
        else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) onMenu?.();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {isExpanded !== undefined && (
        <button
          type="button"
          tabIndex={-1}
          aria-label={isExpanded ? `Collapse ${label}` : `Expand ${label}`}
          className={styles.expand}
          onClick={(event) => {
            event.stopPropagation();
            onExpand?.(!isExpanded);
          }}
        >
          {isExpanded ? <ChevronDown size={12} /> : <ChevronRight size={12} />}
        </button>
      )}
      {children}
    </div>
  );
}
