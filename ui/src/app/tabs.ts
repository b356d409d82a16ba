import type { Settings, Tab, TopicName, TopicView } from "../bindings";

export type TopicTab = Extract<Tab, { kind: "topic" }>;

/** A topic's own tab, or with `view` one that reads something else of it at first. */
export function topicTab({ connection, topic }: TopicName, view: TopicView | null = null): TopicTab {
  return { kind: "topic", connection, topic, view, place: null, saved: null };
}

export type GroupTab = Extract<Tab, { kind: "group" }>;

export function groupTab(connection: string, group: string): GroupTab {
  return { kind: "group", connection, group };
}

/** What makes two tabs the same: a topic has one of its own, and one for each saved view. */
export function tabKey(tab: Tab): string {
  switch (tab.kind) {
    case "home":
      return "home";
    case "topics":
    case "groups":
    case "access":
      return `${tab.kind} ${tab.connection}`;
    case "group":
      return `group ${tab.connection} ${tab.group}`;
    case "topic":
      return `topic ${tab.connection} ${tab.topic} ${tab.saved ?? ""}`;
  }
}

export function sameTopic(one: TopicName, other: TopicName): boolean {
  return one.connection === other.connection && one.topic === other.topic;
}

/** There is always a tab, and one in front. */
export function withATab(settings: Settings): Settings {
  if (settings.tabs.length === 0) return { ...settings, tabs: [{ kind: "home" }], activeTab: 0 };
  return { ...settings, activeTab: Math.min(Math.max(0, settings.activeTab), settings.tabs.length - 1) };
}
