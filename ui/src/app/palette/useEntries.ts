import { useContext, useMemo } from "react";
import type { NameHit, TopicName } from "../../bindings";
import { useConnections } from "../../connections/queries";
import type { Failed } from "../../ipc/failure";
import { useStore } from "../../kit/store";
import { CommandsContext } from "../commands";
import { groupTab, sameTopic, topicTab } from "../tabs";
import { useSettings, useWorkspace } from "../workspace";
import { type Entry, type Found, ranked } from "./entries";
import { useNames } from "./useNames";

const RECENT_SHOWN = 6;

/** Everything that has a name and fits the text: topics, groups, saved views, connections, commands. */
export function useEntries(text: string): { entries: Found[]; waiting: boolean; failure: Failed | null } {
  const workspace = useWorkspace();
  const { recent, favourites, savedViews } = useSettings();
  const commands = useStore(useContext(CommandsContext).all);
  const connections = useConnections().data;
  const wanted = text.trim();
  const names = useNames(wanted);

  const entries = useMemo(() => {
    const known = connections ?? [];
    const nameOf = (id: string) => known.find((connection) => connection.id === id)?.name ?? null;
    const topicEntry = ({ connection, topic }: TopicName): Entry => ({
      id: `topic ${connection} ${topic}`,
      kind: "topic",
      name: topic,
      about: `topic · ${nameOf(connection) ?? ""}`,
      run: () => workspace.open(topicTab({ connection, topic })),
    });
    const atHand = [...favourites, ...recent.filter((name) => !favourites.some((it) => sameTopic(it, name)))];
    const topics =
      wanted === ""
        ? atHand.filter(({ connection }) => nameOf(connection) !== null).slice(0, RECENT_SHOWN)
        : [];
    const views = savedViews.map(
      (view): Entry => ({
        id: `view ${view.id}`,
        kind: "view",
        name: view.name,
        about: `saved view · ${view.topic}`,
        run: () => workspace.openView(view),
      }),
    );
    const open = known.map(
      ({ id, name, embedded, bootstrap }): Entry => ({
        id: `connection ${id}`,
        kind: "connection",
        name,
        about: `connection · ${embedded ? "embedded" : bootstrap}`,
        run: () => workspace.open({ kind: "topics", connection: id }),
      }),
    );
    const lists = (wanted === "" ? [] : known).map(
      ({ id, name }): Entry => ({
        id: `groups ${id}`,
        kind: "group",
        name: "Consumer groups",
        about: `of ${name}`,
        run: () => workspace.open({ kind: "groups", connection: id }),
      }),
    );
    const access = (wanted === "" ? [] : known).map(
      ({ id, name }): Entry => ({
        id: `access ${id}`,
        kind: "connection",
        name: "Access",
        about: `of ${name}`,
        run: () => workspace.open({ kind: "access", connection: id }),
      }),
    );
    const run = commands
      .filter(({ palette }) => palette !== false)
      .map(
        (command): Entry => ({
          id: `command ${command.id}`,
          kind: "command",
          name: command.title,
          about: command.group,
          keys: command.keys?.[0],
          run: command.run,
        }),
      );
    const entryOf = ({ kind, connection, name }: NameHit): Entry | null => {
      const of = nameOf(connection);
      if (of === null) return null;
      if (kind === "topic") return topicEntry({ connection, topic: name });
      return {
        id: `group ${connection} ${name}`,
        kind: "group",
        name,
        about: `consumer group · ${of}`,
        run: () => workspace.open(groupTab(connection, name)),
      };
    };
    const isAtHand = ({ kind, connection, name }: NameHit) =>
      kind === "topic" && atHand.some((it) => sameTopic(it, { connection, topic: name }));
    return ranked(
      wanted,
      [...topics.map(topicEntry), ...views, ...open, ...lists, ...access, ...run],
      names,
      entryOf,
      isAtHand,
    );
  }, [wanted, names, connections, commands, recent, favourites, savedViews, workspace]);
  return { entries, waiting: names.waiting, failure: names.failure };
}
