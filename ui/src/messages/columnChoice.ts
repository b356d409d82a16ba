import type { ColumnChoice } from "../bindings";

/** What every message has; all other columns are paths into it. */
export const BUILT_IN = ["time", "partition", "offset", "key", "value", "size"] as const;
export type BuiltIn = (typeof BUILT_IN)[number];

export const BUILT_IN_NAMES: Record<BuiltIn, string> = {
  time: "Time",
  partition: "Partition",
  offset: "Offset",
  key: "Key",
  value: "Value",
  size: "Size",
};

const auto = (path: string): ColumnChoice => ({ path, width: null });

export const DEFAULT_COLUMNS: readonly ColumnChoice[] = BUILT_IN.map(auto);
/** A table is looked up by its key. */
export const TABLE_COLUMNS: readonly ColumnChoice[] = [
  "key",
  "value",
  "time",
  "partition",
  "offset",
  "size",
].map(auto);

export function isBuiltIn(path: string): path is BuiltIn {
  return (BUILT_IN as readonly string[]).includes(path);
}

/** The columns that are paths into the message. */
export function pathColumns(choices: readonly ColumnChoice[]): string[] {
  return choices.map(({ path }) => path).filter((path) => !isBuiltIn(path));
}

/** Adds a column: one by path stands before the value, which takes the room that is left. */
export function addColumn(choices: readonly ColumnChoice[], path: string): ColumnChoice[] {
  if (choices.some((choice) => choice.path === path)) return [...choices];
  const value = choices.findIndex((choice) => choice.path === "value");
  if (isBuiltIn(path)) {
    // Where it stood at first, as far as those before it are there.
    const before = BUILT_IN.slice(0, BUILT_IN.indexOf(path));
    const at = choices.findLastIndex((choice) => (before as readonly string[]).includes(choice.path)) + 1;
    return choices.toSpliced(at, 0, auto(path));
  }
  return choices.toSpliced(value < 0 ? choices.length : value, 0, auto(path));
}

export function removeColumn(choices: readonly ColumnChoice[], path: string): ColumnChoice[] {
  return choices.filter((choice) => choice.path !== path);
}

/** Puts a column before another, or at the end. */
export function moveColumn(
  choices: readonly ColumnChoice[],
  path: string,
  before: string | null,
): ColumnChoice[] {
  const moved = choices.find((choice) => choice.path === path);
  if (!moved || path === before) return [...choices];
  const others = removeColumn(choices, path);
  const at = before === null ? -1 : others.findIndex((choice) => choice.path === before);
  return others.toSpliced(at < 0 ? others.length : at, 0, moved);
}

/** `width` null: as wide as what it shows. */
export function sizeColumn(
  choices: readonly ColumnChoice[],
  path: string,
  width: number | null,
): ColumnChoice[] {
  return choices.map((choice) => (choice.path === path ? { path, width } : choice));
}

/** Whether a text can be a column: a path into the value, the key or a header. */
export function isPath(text: string): boolean {
  return /^(\.[^\s]|\.?\[\d|key\.|header\.[^\s])/.test(text) || text === ".";
}
