import { createContext, useContext } from "react";
import type { ColumnChoice, Job, Place, SavedView, Settings, Tab, TopicName, TopicView } from "../bindings";
import { type Confirming, confirmed } from "../changes/confirming";
import { toFailed } from "../ipc/failure";
import { Store, useStore } from "../kit/store";
import { type SessionSource, TopicSession } from "../messages/TopicSession";
import type { Overlay, Said, Saying } from "./overlay";
import { sameData } from "./sameData";
import { topicColumns, withTopicColumns } from "./savedViews";
import { groupTab, sameTopic, type TopicTab, tabKey, topicTab, withATab } from "./tabs";

/** A view that reads in a tab that is not in front. */
export type Read = { tab: TopicTab; session: TopicSession };

export type WorkspaceSource = SessionSource & {
  /** Connections whose brokers did not answer a command. */
  readonly unreachable: Store<ReadonlySet<string>>;
  saveSettings(settings: Settings): Promise<unknown>;
  watchJobs(onChange: (jobs: Job[]) => void): Promise<unknown>;
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
  /** A change that waits for a name to be typed. */
  readonly confirming = new Store<Confirming | null>(null);
  readonly jobs = new Store<readonly Job[]>([]);
  /** The list of jobs is open. */
  readonly jobsOpen = new Store(false);
  readonly reads = new Store<readonly Read[]>([]);
  readonly #source: WorkspaceSource;
  readonly #sessions = new Map<string, TopicSession>();
  /** Columns that were chosen in the tab of a saved view, and not saved with it. */
  readonly #unsavedColumns = new Map<string, ColumnChoice[] | null>();
  #unreachable: ReadonlySet<string> = new Set();
  #lastSaid = 0;
  #watchesJobs = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(source: WorkspaceSource, settings: Settings) {
    this.#source = source;
    this.settings = new Store(withATab(settings));
    source.unreachable.subscribe(() => this.#findLost());
    this.settings.subscribe(() => this.#findReads());
  }

  /** Says something above the page until it is dismissed, by the number that this returns. */
  say(tone: Said["tone"], { message, hint = null, details = null, action = null }: Saying): number {
    this.#lastSaid += 1;
    this.said.set([...this.said.get(), { id: this.#lastSaid, tone, message, hint, details, action }]);
    return this.#lastSaid;
  }

  /**
   * Makes a change; on a production connection a person types the name of what is changed first. Null: they left without.
   */
  confirmed<T>(make: (confirm: string | null) => Promise<T>): Promise<T | null> {
    return confirmed(make, (confirming) => this.confirming.set(confirming));
  }

  dismiss(id: number): void {
    this.said.set(this.said.get().filter((other) => other.id !== id));
  }

  /** Changes the settings, and saves them a moment later. */
  update(change: Partial<Settings>): void {
    this.settings.update(change);
    this.#saveSoon();
  }

  /** Saves now what waits to be saved. */
  flush(): void {
    if (this.#timer === undefined) return;
    this.#keepTabs();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // The layout is worth no banner: the next change saves it again.
    this.#source
      .saveSettings(this.settings.get())
      .catch((thrown) => console.warn("settings not saved", thrown));
  }

  /** Follows the jobs from here on. */
  watchJobs(): void {
    if (this.#watchesJobs) return;
    this.#watchesJobs = true;
    this.#source
      .watchJobs((jobs) => this.jobs.set(jobs))
      .catch((thrown) => {
        this.#watchesJobs = false;
        this.say("error", toFailed(thrown));
      });
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

  /** Shows a topic in its own tab, reading this part of it; `place` is the message to be selected. */
  read(name: TopicName, change: Partial<TopicView>, place: Place | null = null): void {
    const tab = topicTab(name);
    this.open(tab);
    const session = this.session(tab);
    session.state.update({ page: "messages" });
    session.restore({ ...session.view(), ...change }, place);
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

  /** Closes the tab of a group that was deleted. */
  closeGroup(connection: string, group: string): void {
    const key = tabKey(groupTab(connection, group));
    this.close(this.settings.get().tabs.findIndex((tab) => tabKey(tab) === key));
  }

  /** Closes and forgets a topic that was deleted. Views of it stay: it may be made anew. */
  forgetTopic(connection: string, topic: string): void {
    const name = { connection, topic };
    const { tabs, activeTab, favourites, recent } = this.settings.get();
    const gone = tabs.filter((tab) => tab.kind === "topic" && sameTopic(tab, name));
    const before = tabs.slice(0, activeTab).filter((tab) => gone.includes(tab)).length;
    this.#closeAll(gone, activeTab - before);
    this.update({
      favourites: favourites.filter((other) => !sameTopic(other, name)),
      recent: recent.filter((other) => !sameTopic(other, name)),
    });
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
    const { favourites, recent, expanded, savedViews, columns } = this.settings.get();
    const others = (name: TopicName) => name.connection !== connection;
    this.update({
      favourites: favourites.filter(others),
      recent: recent.filter(others),
      expanded: expanded.filter((node) => !node.endsWith(connection)),
      savedViews: savedViews.filter(others),
      columns: columns.filter(others),
    });
  }

  /** The running state of a topic's tab: made when first asked for, closed with the tab. */
  session(tab: TopicTab): TopicSession {
    const key = tabKey(tab);
    let session = this.#sessions.get(key);
    if (!session) {
      session = new TopicSession(this.#source, tab.connection, tab.topic, () => this.#onNews());
      const view = tab.view ?? { ...session.view(), order: this.settings.get().order };
      session.restore(view, tab.place);
      session.state.subscribe(() => this.#saveSoon());
      this.#sessions.set(key, session);
    }
    return session;
  }

  /** The columns of a topic's tab; null: as they come. */
  columns(session: TopicSession): ColumnChoice[] | null {
    const tab = this.#tabOf(session);
    const saved = tab && this.savedView(tab);
    if (!tab || !saved) return topicColumns(this.settings.get(), session);
    const unsaved = this.#unsavedColumns.get(tabKey(tab));
    return unsaved === undefined ? saved.columns : unsaved;
  }

  /** Chooses other columns: for the topic, or in the tab of a saved view for this tab until they are saved with it. */
  setColumns(session: TopicSession, columns: ColumnChoice[] | null): void {
    const tab = this.#tabOf(session);
    if (tab && this.savedView(tab)) {
      this.#unsavedColumns.set(tabKey(tab), columns);
      this.update({});
    } else this.update({ columns: withTopicColumns(this.settings.get().columns, session, columns) });
  }

  /** The saved view that a tab was opened from. */
  savedView(tab: TopicTab): SavedView | null {
    return this.settings.get().savedViews.find(({ id }) => id === tab.saved) ?? null;
  }

  openView({ id, connection, topic, view }: SavedView): void {
    this.open({ ...topicTab({ connection, topic }, view), saved: id });
  }

  /** Keeps what a tab shows under a name; the tab is that view's from here on. */
  saveView(tab: TopicTab, name: string): void {
    const { connection, topic } = tab;
    const session = this.session(tab);
    const id = crypto.randomUUID();
    const saved = { id, name, connection, topic, view: session.view(), columns: this.columns(session) };
    const { savedViews } = this.settings.get();
    this.#rename(tab, { ...tab, saved: id, view: saved.view }, { savedViews: [...savedViews, saved] });
  }

  /** Keeps what the tab of a saved view shows in place of what was saved. */
  updateView(tab: TopicTab): void {
    const session = this.session(tab);
    const now = { view: session.view(), columns: this.columns(session) };
    this.#unsavedColumns.delete(tabKey(tab));
    this.#changeView(tab.saved, now);
  }

  /** Shows in the tab of a saved view what was saved. */
  revertView(tab: TopicTab): void {
    const saved = this.savedView(tab);
    if (!saved) return;
    this.#unsavedColumns.delete(tabKey(tab));
    this.session(tab).restore(saved.view, null);
    this.update({});
  }

  renameView(id: string, name: string): void {
    this.#changeView(id, { name });
  }

  /** Forgets a saved view, with a way back. A tab that shows it stays, as the topic's own where there is none. */
  deleteView(saved: SavedView): void {
    const before = this.settings.get();
    const tab = before.tabs.find((tab) => tab.kind === "topic" && tab.saved === saved.id);
    if (tab?.kind === "topic") {
      const own = topicTab(tab, tab.view);
      const isTaken = before.tabs.some((other) => tabKey(other) === tabKey(own));
      if (isTaken) this.close(before.tabs.indexOf(tab));
      else this.#rename(tab, { ...own, place: tab.place }, {});
    }
    const at = before.savedViews.findIndex(({ id }) => id === saved.id);
    this.update({ savedViews: before.savedViews.filter(({ id }) => id !== saved.id) });
    this.say("info", {
      message: `The view “${saved.name}” was deleted.`,
      action: {
        name: "Undo",
        run: () => this.update({ savedViews: this.settings.get().savedViews.toSpliced(at, 0, saved) }),
      },
    });
  }

  toggleFavourite(name: TopicName): void {
    const { favourites } = this.settings.get();
    const without = favourites.filter((other) => !sameTopic(other, name));
    const { connection, topic } = name;
    const isNew = without.length === favourites.length;
    this.update({ favourites: isNew ? [...favourites, { connection, topic }] : without });
  }

  toggleExpanded(node: string, expanded?: boolean): void {
    const now = this.settings.get().expanded;
    const is = now.includes(node);
    const want = expanded ?? !is;
    if (is !== want) this.update({ expanded: want ? [...now, node] : now.filter((other) => other !== node) });
  }

  #saveSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), SAVE_AFTER_MS);
  }

  /** Puts into the tabs what their sessions read and what is selected there, for the next start. */
  #keepTabs(): void {
    const { tabs } = this.settings.get();
    const kept = tabs.map((tab) => {
      const session = this.#sessions.get(tabKey(tab));
      return tab.kind === "topic" && session ? { ...tab, view: session.view(), place: session.place() } : tab;
    });
    if (!sameData(kept, tabs)) this.settings.update({ tabs: kept });
  }

  #onNews(): void {
    this.#findLost();
    this.#findReads();
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

  #findReads(): void {
    const { tabs, activeTab } = this.settings.get();
    const reads = tabs.flatMap((tab, index): Read[] => {
      const session = this.#sessions.get(tabKey(tab));
      const kind = session?.state.get().live?.state.get().tick?.state.kind;
      const isWork = kind === "reading" || kind === "asking";
      return tab.kind === "topic" && session && isWork && index !== activeTab ? [{ tab, session }] : [];
    });
    const before = this.reads.get();
    const isSame = ({ tab, session }: Read, at: number) =>
      before[at]?.session === session && before[at]?.tab === tab;
    if (reads.length !== before.length || !reads.every(isSame)) this.reads.set(reads);
  }

  #tabOf(session: TopicSession): TopicTab | undefined {
    const key = [...this.#sessions].find(([, other]) => other === session)?.[0];
    return this.settings
      .get()
      .tabs.find((tab): tab is TopicTab => tab.kind === "topic" && tabKey(tab) === key);
  }

  /** The same tab under another key: it goes on reading. */
  #rename(from: TopicTab, to: TopicTab, change: Partial<Settings>): void {
    const session = this.#sessions.get(tabKey(from));
    if (session) {
      this.#sessions.delete(tabKey(from));
      this.#sessions.set(tabKey(to), session);
    }
    this.#unsavedColumns.delete(tabKey(from));
    const key = tabKey(from);
    const tabs = this.settings.get().tabs.map((tab) => (tabKey(tab) === key ? to : tab));
    this.update({ ...change, tabs });
  }

  #changeView(id: string | null, change: Partial<SavedView>): void {
    const { savedViews } = this.settings.get();
    this.update({ savedViews: savedViews.map((view) => (view.id === id ? { ...view, ...change } : view)) });
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
      this.#unsavedColumns.delete(tabKey(tab));
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

export const WorkspaceContext = createContext<Workspace | null>(null);

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (workspace === null) throw new Error("no workspace around this component");
  return workspace;
}

export function useSettings(): Settings {
  return useStore(useWorkspace().settings);
}
