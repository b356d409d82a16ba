import { useEffect, useState } from "react";
import type { Completion, CompletionOption } from "../bindings";

export type Completing = {
  options: readonly CompletionOption[];
  /** What an option stands in place of. */
  from: number;
  to: number;
  /** The option that the keys are on; -1 for none. */
  at: number;
  moveTo(at: number): void;
  /** Until something is typed again. */
  close(): void;
};

type Ask = (text: string, caret: number) => Promise<Completion>;

const ASK_AFTER_MS = 30;
const NOTHING = { options: [] as readonly CompletionOption[], before: "", from: 0, to: 0, at: -1 };

/** What can stand at the caret. `caret` null: nothing is asked for. */
export function useCompletion(ask: Ask | null, text: string, caret: number | null): Completing {
  const [found, setFound] = useState(NOTHING);
  useEffect(() => {
    if (ask === null || caret === null) {
      setFound(NOTHING);
      return;
    }
    let current = true;
    const timer = setTimeout(() => {
      ask(text, caret)
        .then(({ from, to, options }) => {
          const typed = text.slice(from, to);
          const useful = options.filter((option) => option.text !== typed);
          if (current) setFound({ options: useful, before: text.slice(0, from), from, to, at: -1 });
        })
        // Without proposals one types on.
        .catch(() => current && setFound(NOTHING));
    }, ASK_AFTER_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [ask, text, caret]);
  return {
    ...whileAsking(found, text, caret),
    moveTo: (at) => setFound({ ...found, at }),
    close: () => setFound(NOTHING),
  };
}

/** What was found for a word that is still being typed: an option stands in place of all that was typed of it. */
function whileAsking(found: typeof NOTHING, text: string, caret: number | null): typeof NOTHING {
  const { options, before, from, to } = found;
  if (options.length === 0 || caret === null || caret <= to) return found;
  const typed = text.slice(from, caret).toLowerCase();
  if (!text.startsWith(before) || typed.includes(" ")) return NOTHING;
  const fitting = options.filter((option) => option.text.toLowerCase().startsWith(typed));
  return fitting.length === options.length
    ? { ...found, to: caret }
    : { ...found, options: fitting, to: caret, at: -1 };
}

/** The text with an option in it, and where the caret stands then. */
export function complete(
  text: string,
  { from, to }: Pick<Completion, "from" | "to">,
  option: CompletionOption,
): { text: string; caret: number } {
  const rest = text.slice(to);
  const space = rest.startsWith(" ") ? "" : " ";
  const before = text.slice(0, from) + option.text;
  return { text: before + space + rest, caret: before.length + 1 };
}
