import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { List, type LucideIcon, Server, Zap } from "lucide-react";
import { type KeyboardEvent, useContext, useEffect, useId, useMemo, useRef, useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import type { Cluster, Connection, TopicQuery } from "../bindings";
import { useConnections } from "../connections/queries";
import { backend } from "../ipc/backend";
import { classes } from "../kit/css";
import { Kbd } from "../kit/Kbd";
import { useStore } from "../kit/store";
import { CommandsContext } from "./commands";
import styles from "./Palette.module.css";
import { useSettings, useWorkspace } from "./workspace";

type Entry = { id: string; icon: LucideIcon; name: string; about: string; keys?: string; run(): void };

const TOPICS_EACH = 8;
const ASK_AFTER_MS = 120;

/** Everything by name: topics of open connections, connections, commands with their keys. */
export function Palette({ onClose }: { onClose(): void }) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const { entries, waiting } = useEntries(text);
  const current = Math.min(at, Math.max(0, entries.length - 1));

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the marked entry is another
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView?.({ block: "nearest" });
  }, [current, entries.length]);

  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt(entries.length ? (current + 1) % entries.length : 0);
    else if (event.key === "ArrowUp")
      setAt(entries.length ? (current - 1 + entries.length) % entries.length : 0);
    else if (event.key === "Enter") run(entries[current]);
    else return;
    event.preventDefault();
  };

  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && onClose()} className={styles.scrim}>
      <Modal className={styles.modal}>
        <Dialog aria-label="Search or run a command" className={styles.dialog}>
          <input
            autoFocus
            role="combobox"
            aria-label="Search or run a command"
            aria-expanded
            aria-controls={`${id}-list`}
            aria-activedescendant={entries.length ? `${id}-${current}` : undefined}
            placeholder="Search or run a command"
            spellCheck={false}
            autoComplete="off"
            className={styles.input}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
          />
          <div ref={list} id={`${id}-list`} role="listbox" aria-label="Results" className={styles.list}>
            {entries.map((entry, index) => (
              <div
                key={entry.id}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === current}
                tabIndex={-1}
                className={classes(styles.entry, index === current && styles.on)}
                onMouseMove={() => setAt(index)}
                onClick={() => run(entry)}
              >
                <entry.icon size={14} aria-hidden className={styles.icon} />
                <span className={styles.name}>{entry.name}</span>
                <span className={styles.about}>{entry.about}</span>
                {entry.keys ? <Kbd keys={entry.keys} /> : index === current && <Kbd keys="↵" />}
              </div>
            ))}
          </div>
          {entries.length === 0 && (
            <p className={styles.none} role="status">
              {waiting
                ? "Searching…"
                : `Nothing is called like “${text}”. Topics are found in open connections.`}
            </p>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function useEntries(text: string): { entries: Entry[]; waiting: boolean } {
  const workspace = useWorkspace();
  const { recent } = useSettings();
  const commands = useStore(useContext(CommandsContext).all);
  const connections = useConnections();
  const search = useDelayed(text.trim(), ASK_AFTER_MS);
  const known = connections.data ?? [];
  const topics = useOpenTopics(known, search);

  const entries = useMemo(() => {
    const openTopic = (connection: Connection, topic: string): Entry => ({
      id: `topic ${connection.id} ${topic}`,
      icon: List,
      name: topic,
      about: `topic · ${connection.name}`,
      run: () => workspace.open({ kind: "topic", connection: connection.id, topic }),
    });
    const byId = (id: string) => known.find((connection) => connection.id === id);
    const found: Entry[] =
      text.trim() === ""
        ? recent.slice(0, 5).flatMap(({ connection, topic }) => {
            const of = byId(connection);
            return of ? [openTopic(of, topic)] : [];
          })
        : topics.found.map(({ connection, topic }) => openTopic(connection, topic));
    const open: Entry[] = known.map((connection) => ({
      id: `connection ${connection.id}`,
      icon: Server,
      name: connection.name,
      about: `connection · ${connection.embedded ? "embedded" : connection.bootstrap}`,
      run: () => workspace.open({ kind: "topics", connection: connection.id }),
    }));
    const run: Entry[] = commands
      .filter(({ palette }) => palette !== false)
      .map((command) => ({
        id: `command ${command.id}`,
        icon: Zap,
        name: command.title,
        about: command.group,
        keys: command.keys?.[0],
        run: command.run,
      }));
    return [...found, ...[...open, ...run].filter(({ name, about }) => fits(text, `${name} ${about}`))];
  }, [text, topics.found, known, commands, recent, workspace]);
  return { entries, waiting: topics.waiting || search !== text.trim() };
}

type Found = { connection: Connection; topic: string };

/** Topics that match, in the connections that are open. */
function useOpenTopics(
  connections: readonly Connection[],
  search: string,
): { found: Found[]; waiting: boolean } {
  const clusters = useQueries({
    queries: connections.map(({ id }) => ({
      queryKey: ["openConnection", id],
      queryFn: (): Promise<Cluster> => backend.openConnection(id),
      enabled: false,
    })),
  });
  const open = connections.filter((_, index) => clusters[index]?.data !== undefined);
  const query: TopicQuery = { search, sort: "name", descending: false, internal: false };
  return useQueries({
    queries: open.map(({ id }) => ({
      queryKey: ["listTopics", id, "palette", search],
      queryFn: () => backend.listTopics(id, query, 0, TOPICS_EACH, false),
      enabled: search !== "",
      placeholderData: keepPreviousData,
      staleTime: 10_000,
    })),
    combine: (results) => ({
      found: results.flatMap(({ data }, index) => {
        const connection = open[index];
        return connection && data ? data.rows.map(({ name }) => ({ connection, topic: name })) : [];
      }),
      waiting: results.some(({ isFetching }) => isFetching),
    }),
  });
}

/** Every word of the text stands somewhere in the name. */
function fits(text: string, name: string): boolean {
  const low = name.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => low.includes(word));
}

function useDelayed(value: string, ms: number): string {
  const [late, setLate] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return late;
}
