import { createContext, useContext } from "react";
import type { Connection, Settings, Tab, TopicName } from "../bindings";
import { Store, useStore } from "../kit/store";
import { type SessionSource, TopicSession } from "../messages/TopicSession";

/** A window over the window: one at a time. */
export type Overlay =
  | { kind: "palette" }
  | { kind: "keys" }
  | { kind: "connection"; edit: Connection | null }
  | { kind: "deleteConnection"; connection: Connection }
  | { kind: "allowWriting"; connection: Connection };

/** Something to be said once, above whatever is shown. */
export type Said = {
  id: number;
  tone: "warn" | "error";
  message: string;
  hint: string | null;
  details: string | null;
};

export type WorkspaceSource = SessionSource & {
  /** Connections whose brokers did not answer a command. */
  readonly unreachable: Store<ReadonlySet<string>>;
  saveSettings(settings: Settings): Promise<unknown>;
};

export const FIRST_SETTINGS: Settings = {
  theme: "system",
  zone: "utc",
  compact: false,
  sideWidth: 248,
  inspectorWidth: 400,
  tabs: [],
  activeTab: 0,
  favourites: [],
  recent: [],
  expanded: [],
};

const RECENT_TOPICS = 12;
const SAVE_AFTER_MS = 500;

/** What is open and how it is laid out. Kept in the settings; the running topics belong to it. */
export class Workspace {
  readonly settings: Store<Settings>;
  readonly overlay = new Store<Overlay | null>(null);
  /** Connections whose brokers don't answer a command, or send an open topic no data any more. */
  readonly lost = new Store<ReadonlySet<string>>(new Set());
  readonly said = new Store<readonly Said[]>([]);
  readonly #source: WorkspaceSource;
  readonly #sessions = new Map<string, TopicSession>();
  #unreachable: ReadonlySet<string> = new Set();
  #lastSaid = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(source: WorkspaceSource, settings: Settings) {
    this.#source = source;
    this.settings = new Store(withATab(settings));
    source.unreachable.subscribe(() => this.#findLost());
  }

  /** Says something above the page until it is dismissed. */
  say(
    tone: Said["tone"],
    { message, hint, details = null }: Omit<Said, "id" | "tone" | "details"> & { details?: string | null },
  ): void {
    this.#lastSaid += 1;
    this.said.set([...this.said.get(), { id: this.#lastSaid, tone, message, hint, details }]);
  }

  dismiss(id: number): void {
    this.said.set(this.said.get().filter((other) => other.id !== id));
  }

  /** Changes the settings, and saves them a moment later. */
  update(change: Partial<Settings>): void {
    this.settings.update(change);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), SAVE_AFTER_MS);
  }

  /** Saves now what waits to be saved. */
  flush(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // The layout is worth no banner: the next change saves it again.
    this.#source
      .saveSettings(this.settings.get())
      .catch((thrown) => console.warn("settings not saved", thrown));
  }

  get tab(): Tab {
    const { tabs, activeTab } = this.settings.get();
    return tabs[activeTab] ?? { kind: "home" };
  }

  /** Shows a tab, opening it beside the active one if it isn't there. */
  open(tab: Tab): void {
    const { tabs, activeTab } = this.settings.get();
    const key = tabKey(tab);
    const at = tabs.findIndex((other) => tabKey(other) === key);
    if (tab.kind === "topic") this.#remember(tab);
    if (at >= 0) {
      this.update({ activeTab: at });
      return;
    }
    this.update({ tabs: tabs.toSpliced(activeTab + 1, 0, tab), activeTab: activeTab + 1 });
  }

  activate(index: number): void {
    const { tabs } = this.settings.get();
    if (index >= 0 && index < tabs.length) this.update({ activeTab: index });
  }

  /** The next tab, or with -1 the one before, around the ends. */
  step(by: number): void {
    const { tabs, activeTab } = this.settings.get();
    this.update({ activeTab: (activeTab + by + tabs.length) % tabs.length });
  }

  close(index: number): void {
    const { tabs, activeTab } = this.settings.get();
    const tab = tabs[index];
    if (tab) this.#closeAll([tab], index < activeTab ? activeTab - 1 : activeTab);
  }

  /** Closes what is open of a connection. */
  closeConnection(connection: string): void {
    const gone = this.settings
      .get()
      .tabs.filter((tab) => tab.kind !== "home" && tab.connection === connection);
    this.#closeAll(gone, this.settings.get().activeTab);
  }

  /** Forgets a connection that was deleted. */
  forget(connection: string): void {
    this.closeConnection(connection);
    const { favourites, recent, expanded } = this.settings.get();
    const others = (name: TopicName) => name.connection !== connection;
    this.update({
      favourites: favourites.filter(others),
      recent: recent.filter(others),
      expanded: expanded.filter((node) => !node.endsWith(connection)),
    });
  }

  /** The running state of a topic's tab: made when first asked for, closed with the tab. */
  session(connection: string, topic: string): TopicSession {
    const key = tabKey({ kind: "topic", connection, topic });
    let session = this.#sessions.get(key);
    if (!session) {
      session = new TopicSession(this.#source, connection, topic, () => this.#findLost());
      this.#sessions.set(key, session);
    }
    return session;
  }

  /** A topic's session if there is one. */
  findSession(tab: Tab): TopicSession | undefined {
    return this.#sessions.get(tabKey(tab));
  }

  toggleFavourite(name: TopicName): void {
    const { favourites } = this.settings.get();
    const without = favourites.filter((other) => !sameTopic(other, name));
    this.update({ favourites: without.length < favourites.length ? without : [...favourites, name] });
  }

  toggleExpanded(node: string, expanded?: boolean): void {
    const now = this.settings.get().expanded;
    const is = now.includes(node);
    const want = expanded ?? !is;
    if (is !== want) this.update({ expanded: want ? [...now, node] : now.filter((other) => other !== node) });
  }

  #findLost(): void {
    const unreachable = this.#source.unreachable.get();
    const lost = new Set(unreachable);
    for (const { connection, isLost } of this.#sessions.values()) if (isLost) lost.add(connection);
    const before = this.lost.get();
    if (lost.size !== before.size || [...lost].some((connection) => !before.has(connection)))
      this.lost.set(lost);
    const back = [...this.#unreachable].filter((connection) => !unreachable.has(connection));
    this.#unreachable = unreachable;
    for (const session of this.#sessions.values()) {
      if (back.includes(session.connection)) session.brokersAreBack();
    }
  }

  #remember({ connection, topic }: TopicName): void {
    const name = { connection, topic };
    const { recent } = this.settings.get();
    this.update({
      recent: [name, ...recent.filter((other) => !sameTopic(other, name))].slice(0, RECENT_TOPICS),
    });
  }

  #closeAll(gone: Tab[], activeTab: number): void {
    for (const tab of gone) {
      this.#sessions.get(tabKey(tab))?.close();
      this.#sessions.delete(tabKey(tab));
    }
    this.#findLost();
    const settings = this.settings.get();
    const tabs = settings.tabs.filter((tab) => !gone.includes(tab));
    this.update(
      tabs.length === 0
        ? { tabs: [{ kind: "home" }], activeTab: 0 }
        : { tabs, activeTab: Math.min(activeTab, tabs.length - 1) },
    );
  }
}

/** What makes two tabs the same. */
export function tabKey(tab: Tab): string {
  if (tab.kind === "home") return "home";
  return tab.kind === "topics" ? `topics ${tab.connection}` : `topic ${tab.connection} ${tab.topic}`;
}

export function sameTopic(one: TopicName, other: TopicName): boolean {
  return one.connection === other.connection && one.topic === other.topic;
}

function withATab(settings: Settings): Settings {
  if (settings.tabs.length === 0) return { ...settings, tabs: [{ kind: "home" }], activeTab: 0 };
  return { ...settings, activeTab: Math.min(Math.max(0, settings.activeTab), settings.tabs.length - 1) };
}

export const WorkspaceContext = createContext<Workspace | null>(null);

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (workspace === null) throw new Error("no workspace around this component");
  return workspace;
}

export function useSettings(): Settings {
  return useStore(useWorkspace().settings);
}
