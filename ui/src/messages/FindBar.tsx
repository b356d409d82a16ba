import { ChevronDown, ChevronUp, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { FoundLines } from "../bindings";
import { IconButton } from "../kit/Button";
import { grouped } from "../kit/numbers";
import styles from "./FindBar.module.css";

type Props = {
  find(text: string): Promise<FoundLines>;
  /** A place to show, or null where nothing is found. */
  onPlace(line: number | null): void;
  onText(text: string): void;
  onClose(): void;
};

const FIND_AFTER_MS = 80;
const NOTHING: FoundLines = { lines: [], total: 0 };

/** Looks for a text in a payload: Enter goes to the next place, with Shift to the one before. */
export function FindBar({ find, onPlace, onText, onClose }: Props) {
  const [text, setText] = useState("");
  const [found, setFound] = useState<FoundLines | null>(null);
  const [at, setAt] = useState(0);
  const latest = useRef({ find, onPlace, onText });
  latest.current = { find, onPlace, onText };
  useEffect(() => {
    latest.current.onText(text);
    if (text === "") {
      setFound(null);
      return;
    }
    let current = true;
    const timer = setTimeout(async () => {
      const answer = await latest.current.find(text).catch(() => NOTHING);
      if (!current) return;
      setFound(answer);
      setAt(0);
      latest.current.onPlace(answer.lines[0] ?? null);
    }, FIND_AFTER_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text]);
  const step = (by: number) => {
    if (!found || found.lines.length === 0) return;
    const next = (at + by + found.lines.length) % found.lines.length;
    setAt(next);
    onPlace(found.lines[next] ?? null);
  };
  return (
    <search className={styles.bar}>
      <input
        // biome-ignore lint/a11y/noAutofocus: it was just asked for
        autoFocus
        type="text"
        aria-label="Find in the message"
        placeholder="Find"
        spellCheck={false}
        autoComplete="off"
        className={styles.input}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
          else if (event.key === "Escape") onClose();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <span className={styles.count} role="status">
        {found && (found.total === 0 ? "not found" : `${grouped(at + 1)} of ${grouped(found.total)}`)}
      </span>
      <IconButton label="Previous place" icon={ChevronUp} onPress={() => step(-1)} />
      <IconButton label="Next place" icon={ChevronDown} onPress={() => step(1)} />
      <IconButton label="Close find" icon={X} onPress={onClose} />
    </search>
  );
}
