import { createContext, useContext, useEffect, useRef } from "react";
import { Store } from "../kit/store";

/** Something that can be done, in the palette and on its keys under the same name. */
export type Command = {
  id: string;
  title: string;
  group: string;
  /** "mod+k", "F5", "/", "Space": the first is the one that is shown. */
  keys?: string[];
  /** Listed in the palette; false where a row must be in sight for it. */
  palette?: boolean;
  run(): void;
};

/** What can be done now: each page adds its own while it is shown. */
export class Commands {
  readonly all = new Store<readonly Command[]>([]);
  readonly #layers = new Map<symbol, readonly Command[]>();

  set(layer: symbol, commands: readonly Command[] | null): void {
    if (commands === null) this.#layers.delete(layer);
    else this.#layers.set(layer, commands);
    this.all.set([...this.#layers.values()].flat());
  }

  /** Runs what the pressed keys stand for; later layers come first. */
  press(event: KeyboardEvent): boolean {
    const command = this.all
      .get()
      .toReversed()
      .find(({ keys }) => keys?.some((chord) => matches(chord, event)));
    if (!command) return false;
    command.run();
    return true;
  }
}

export const CommandsContext = createContext<Commands>(new Commands());

/** Offers commands while the component is there. */
export function useCommands(commands: readonly Command[]): void {
  const registry = useContext(CommandsContext);
  const layer = useRef<symbol>(undefined);
  layer.current ??= Symbol();
  const latest = useRef(commands);
  latest.current = commands;
  const signature = commands.map(({ id, title }) => `${id} ${title}`).join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: their names tell when they are others
  useEffect(() => {
    const key = layer.current as symbol;
    registry.set(
      key,
      latest.current.map((command) => ({
        ...command,
        run: () => latest.current.find(({ id }) => id === command.id)?.run(),
      })),
    );
    return () => registry.set(key, null);
  }, [registry, signature]);
}

function matches(chord: string, event: KeyboardEvent): boolean {
  const parts = chord.split("+");
  const key = parts.at(-1) ?? "";
  const mod = event.ctrlKey || event.metaKey;
  if (mod !== parts.includes("mod") || event.altKey) return false;
  if (!mod && isTyping(event)) return false;
  const pressed = event.key === " " ? "Space" : event.key;
  // Shift is part of "?" already; with letters and named keys it must be asked for.
  if (key.length > 1 || /[a-z0-9]/i.test(key)) {
    if (event.shiftKey !== parts.includes("shift")) return false;
  }
  return key.length === 1 ? pressed.toLowerCase() === key.toLowerCase() : pressed === key;
}

/** Whether the keys go to something that takes them: a field, a menu, an open dialog. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof Element)) return false;
  if (/^F\d+$/.test(event.key)) return false;
  return (
    target.closest(
      "input, textarea, select, [contenteditable=true], [role=menu], [role=listbox], [role=dialog]",
    ) !== null ||
    (event.key === " " && target.closest("button, [role=button], [role=tree], [role=radio]") !== null)
  );
}
