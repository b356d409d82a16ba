import { Bookmark, List, type LucideIcon, Server, Users, Zap } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { classes } from "../../kit/css";
import { Kbd } from "../../kit/Kbd";
import type { Found, Kind } from "./entries";
import { Highlighted } from "./Highlighted";
import styles from "./Palette.module.css";
import { useEntries } from "./useEntries";

const ICONS: Record<Kind, LucideIcon> = {
  topic: List,
  group: Users,
  view: Bookmark,
  connection: Server,
  command: Zap,
};
/** Rows that PageDown goes on by. */
const PAGE = 10;

/** Everything by name: topics and groups of open connections, saved views, connections, commands with their keys. */
export function Palette({ onClose }: { onClose(): void }) {
  const [text, setText] = useState("");
  /** The marked entry; null: the first, whatever it is. */
  const [marked, setMarked] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const { entries, waiting, failure } = useEntries(text);
  const current = Math.max(
    0,
    entries.findIndex((entry) => entry.id === marked),
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the marked entry is another
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView?.({ block: "nearest" });
  }, [current, entries.length]);

  /** What had the focus gets it back, before anything else may take it. */
  const before = useRef<Element | null>(null);
  useEffect(() => {
    before.current ??= document.activeElement;
    input.current?.focus();
  }, []);
  const leave = () => {
    if (before.current instanceof HTMLElement) before.current.focus();
    onClose();
  };
  const run = (entry: Found | undefined) => {
    if (!entry) return;
    leave();
    entry.run();
  };
  const mark = (index: number) => setMarked(entries[index]?.id ?? null);
  const onKeyDown = (event: KeyboardEvent) => {
    const last = entries.length - 1;
    if (event.key === "ArrowDown") mark(current === last ? 0 : current + 1);
    else if (event.key === "ArrowUp") mark(current === 0 ? last : current - 1);
    else if (event.key === "PageDown") mark(Math.min(last, current + PAGE));
    else if (event.key === "PageUp") mark(Math.max(0, current - PAGE));
    else if (event.key === "Enter") run(entries[current]);
    else if (event.key === "Escape") leave();
    // Nothing else in here takes the focus.
    else if (event.key !== "Tab") return;
    event.preventDefault();
  };

  return (
    // A modal of the kit takes several frames to open: it hides, inerts and measures the whole page.
    <div
      className={styles.scrim}
      onMouseDown={(event) => {
        if (event.target !== event.currentTarget) return;
        // The press would take the focus away again.
        event.preventDefault();
        leave();
      }}
    >
      <div role="dialog" aria-modal aria-label="Search or run a command" className={styles.modal}>
        <input
          ref={input}
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
            setMarked(null);
          }}
          onKeyDown={onKeyDown}
        />
        <div ref={list} id={`${id}-list`} role="listbox" aria-label="Results" className={styles.list}>
          {entries.map((entry, index) => {
            const Icon = ICONS[entry.kind];
            return (
              <div
                key={entry.id}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === current}
                tabIndex={-1}
                className={classes(styles.entry, index === current && styles.on)}
                onMouseMove={() => mark(index)}
                onClick={() => run(entry)}
              >
                <Icon size={14} aria-hidden className={styles.icon} />
                <span className={styles.name}>
                  <Highlighted text={entry.name} positions={entry.positions} />
                </span>
                <span className={styles.about}>{entry.about}</span>
                {entry.keys ? <Kbd keys={entry.keys} /> : index === current && <Kbd keys="↵" />}
              </div>
            );
          })}
        </div>
        {entries.length === 0 && (
          <p className={styles.none} role="status">
            {waiting
              ? "Searching…"
              : `Nothing is called like “${text}”. Topics and groups are found in open connections.`}
          </p>
        )}
        {failure && (
          <p className={styles.failure} role="alert">
            Topics and groups can't be searched: {failure.message}
          </p>
        )}
      </div>
    </div>
  );
}
