import { Bookmark, House, KeyRound, List, Search, Server, Users, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { Tab } from "../bindings";
import { useConnections } from "../connections/queries";
import { classes } from "../kit/css";
import { Kbd } from "../kit/Kbd";
import styles from "./TabBar.module.css";
import { tabKey } from "./tabs";
import { useSettings, useWorkspace } from "./workspace";

const ICONS = {
  home: House,
  topics: Server,
  topic: List,
  groups: Users,
  group: Users,
  access: KeyRound,
} as const;
const MIDDLE_BUTTON = 1;

/** The open tabs, and the field that opens the palette. */
export function TabBar() {
  const workspace = useWorkspace();
  const { tabs, activeTab } = useSettings();
  const list = useRef<HTMLDivElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another tab becomes the active one
  useEffect(() => {
    list.current
      ?.querySelector("[aria-selected=true]")
      ?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }, [activeTab, tabs.length]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowRight") workspace.step(1);
    else if (event.key === "ArrowLeft") workspace.step(-1);
    else if (event.key === "Delete") workspace.close(activeTab);
    else return;
    event.preventDefault();
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>("[aria-selected=true]")?.focus());
  };

  return (
    <header className={styles.bar}>
      <div ref={list} role="tablist" aria-label="Open tabs" className={styles.tabs} onKeyDown={onKeyDown}>
        {tabs.map((tab, index) => (
          <TabItem
            key={tabKey(tab)}
            tab={tab}
            active={index === activeTab}
            onActivate={() => workspace.activate(index)}
            onClose={() => workspace.close(index)}
          />
        ))}
      </div>
      <button
        type="button"
        className={styles.find}
        onClick={() => workspace.overlay.set({ kind: "palette" })}
      >
        <Search size={14} aria-hidden />
        <span>Search or run a command</span>
        <Kbd keys="mod+k" />
      </button>
    </header>
  );
}

type TabItemProps = { tab: Tab; active: boolean; onActivate(): void; onClose(): void };

function TabItem({ tab, active, onActivate, onClose }: TabItemProps) {
  const connections = useConnections();
  const name = tab.kind === "home" ? null : connections.data?.find(({ id }) => id === tab.connection)?.name;
  const workspace = useWorkspace();
  const saved = tab.kind === "topic" ? workspace.savedView(tab) : null;
  const title = saved?.name ?? tabTitle(tab, name);
  const Icon = saved ? Bookmark : ICONS[tab.kind];
  const about = aboutTab(tab, saved?.name ?? null, name ?? "") ?? title;
  return (
    <div
      className={classes(styles.item, active && styles.active)}
      onAuxClick={(event) => {
        if (event.button === MIDDLE_BUTTON) onClose();
      }}
      onMouseDown={(event) => {
        // No scrolling by the middle button.
        if (event.button === MIDDLE_BUTTON) event.preventDefault();
      }}
    >
      <button
        type="button"
        role="tab"
        aria-selected={active}
        tabIndex={active ? 0 : -1}
        className={styles.tab}
        title={about}
        onClick={onActivate}
      >
        <Icon size={14} aria-hidden />
        <span className={styles.title}>{title}</span>
      </button>
      <button
        type="button"
        tabIndex={-1}
        className={styles.close}
        aria-label={`Close ${title}`}
        onClick={onClose}
      >
        <X size={13} aria-hidden />
      </button>
    </div>
  );
}

function tabTitle(tab: Tab, connection: string | null | undefined): string {
  switch (tab.kind) {
    case "home":
      return "Home";
    case "topics":
      return connection ?? "Topics";
    case "groups":
      return connection ? `${connection} groups` : "Consumer groups";
    case "access":
      return connection ? `${connection} access` : "Access";
    case "topic":
      return tab.topic;
    case "group":
      return tab.group;
  }
}

/** What is said of a tab whose title is cut, or not enough; null where the title says all. */
function aboutTab(tab: Tab, saved: string | null, connection: string): string | null {
  if (tab.kind === "topic") return `${saved === null ? "" : `${saved} · `}${tab.topic} · ${connection}`;
  return tab.kind === "group" ? `${tab.group} · consumer group · ${connection}` : null;
}
