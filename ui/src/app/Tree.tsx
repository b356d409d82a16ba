import { ChevronDown, ChevronRight, Clock, Ellipsis, List, Lock, Plus, Server, Star } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import type { Connection, Tab } from "../bindings";
import { useConnectionEntries } from "../connections/actions";
import { LINK_DOT, LINK_WORD, linkOf, useConnections, useKnownCluster } from "../connections/queries";
import { Button, IconButton } from "../kit/Button";
import { classes } from "../kit/css";
import { ContextMenu } from "../kit/Menu";
import { ErrorNote } from "../kit/Note";
import { grouped } from "../kit/numbers";
import { useStore } from "../kit/store";
import { Dot, Tag } from "../kit/Tag";
import { useTopicCount } from "../topics/queries";
import { Logo } from "./Logo";
import styles from "./Tree.module.css";
import { sameTopic, tabKey, useSettings, useWorkspace } from "./workspace";

const RECENT_SHOWN = 5;

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
      {!narrow && (
        <div className={styles.section}>
          <span>Clusters</span>
          <IconButton label="Add connection" icon={Plus} onPress={add} />
        </div>
      )}
      <div ref={tree} role="tree" aria-label="Connections" className={styles.tree} onKeyDown={onKeyDown}>
        {connections.data?.map((connection, index) => (
          <ConnectionNode key={connection.id} connection={connection} first={index === 0} narrow={narrow} />
        ))}
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

function ConnectionNode({
  connection,
  first,
  narrow,
}: {
  connection: Connection;
  first: boolean;
  narrow: boolean;
}) {
  const workspace = useWorkspace();
  const { expanded, favourites, recent } = useSettings();
  const cluster = useKnownCluster(connection.id);
  const link = linkOf(cluster, useStore(workspace.lost).has(connection.id));
  const count = useTopicCount(connection.id, link === "open" || link === "lost");
  const entries = useConnectionEntries();
  const [menuAt, setMenuAt] = useState<"row" | null>(null);
  const row = useRef<HTMLDivElement>(null);
  const isOpen = expanded.includes(connection.id);
  const topicsNode = `topics ${connection.id}`;
  const topicsOpen = !expanded.includes(`closed ${topicsNode}`);
  const topics: Tab = { kind: "topics", connection: connection.id };
  const mine = favourites.filter((name) => name.connection === connection.id);
  const lately = recent
    .filter((name) => name.connection === connection.id && !mine.some((other) => sameTopic(other, name)))
    .slice(0, RECENT_SHOWN);

  if (narrow) {
    return (
      <Node
        level={1}
        label={`${connection.name}, ${LINK_WORD[link]}`}
        isTabStop={first}
        isSelected={tabBelongsTo(workspace.tab, connection.id)}
        onOpen={() => workspace.open(topics)}
      >
        <span className={styles.iconDot}>
          <Server size={16} aria-hidden />
          <Dot state={LINK_DOT[link]} />
        </span>
      </Node>
    );
  }
  return (
    <>
      <Node
        nodeRef={row}
        level={1}
        label={connection.name}
        isTabStop={first}
        isExpanded={isOpen}
        onExpand={(open) => workspace.toggleExpanded(connection.id, open)}
        onOpen={() => {
          workspace.toggleExpanded(connection.id, true);
          workspace.open(topics);
        }}
        onMenu={() => setMenuAt("row")}
      >
        <Server size={14} className={styles.icon} aria-hidden />
        <span className={styles.name}>{connection.name}</span>
        {connection.readOnly && <Lock size={12} className={styles.lock} aria-label="read-only" />}
        <span className={styles.aside}>
          {connection.embedded && <Tag>embedded</Tag>}
          <button
            type="button"
            tabIndex={-1}
            className={styles.more}
            aria-label={`Actions for ${connection.name}`}
            onClick={(event) => {
              event.stopPropagation();
              setMenuAt("row");
            }}
          >
            <Ellipsis size={14} aria-hidden />
          </button>
          <Dot state={LINK_DOT[link]} label={LINK_WORD[link]} />
        </span>
      </Node>
      {menuAt !== null && (
        <ContextMenu
          label={`Actions for ${connection.name}`}
          entries={entries(connection, link)}
          anchor={row}
          onClose={() => setMenuAt(null)}
        />
      )}
      {isOpen && (
        <Node
          level={2}
          label="Topics"
          tab={topics}
          isExpanded={mine.length + lately.length > 0 ? topicsOpen : undefined}
          onExpand={(open) => workspace.toggleExpanded(`closed ${topicsNode}`, !open)}
          onOpen={() => workspace.open(topics)}
        >
          <List size={14} className={styles.icon} aria-hidden />
          <span className={styles.name}>Topics</span>
          {count !== null && <span className={styles.count}>{grouped(count)}</span>}
        </Node>
      )}
      {isOpen &&
        topicsOpen &&
        [...mine, ...lately].map(({ topic }, index) => {
          const tab: Tab = { kind: "topic", connection: connection.id, topic };
          const Icon = index < mine.length ? Star : Clock;
          return (
            <Node key={topic} level={3} label={topic} tab={tab} onOpen={() => workspace.open(tab)}>
              <Icon
                size={13}
                className={styles.icon}
                fill={index < mine.length ? "currentColor" : "none"}
                aria-hidden
              />
              <span className={styles.name} title={topic}>
                {topic}
              </span>
            </Node>
          );
        })}
    </>
  );
}

type NodeProps = {
  level: 1 | 2 | 3;
  label: string;
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

function Node(props: NodeProps) {
  const { level, label, tab, isExpanded, onOpen, onExpand, onMenu, children } = props;
  const workspace = useWorkspace();
  useSettings();
  const selected = props.isSelected ?? (tab !== undefined && tabKey(tab) === tabKey(workspace.tab));
  return (
    <div
      ref={props.nodeRef}
      role="treeitem"
      aria-label={label}
      aria-level={level}
      aria-expanded={isExpanded}
      aria-selected={selected}
      tabIndex={selected || props.isTabStop ? 0 : -1}
      className={classes(styles.node, styles[`level${level}`])}
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

function tabBelongsTo(tab: Tab, connection: string): boolean {
  return tab.kind !== "home" && tab.connection === connection;
}
