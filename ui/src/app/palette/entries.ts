import type { NameHit } from "../../bindings";
import { fitOf } from "./fuzzy";
import type { Names } from "./useNames";

export type Kind = "topic" | "group" | "view" | "connection" | "command";

/** A line of the palette. */
export type Entry = {
  id: string;
  kind: Kind;
  name: string;
  about: string;
  keys?: string;
  run(): void;
};

/** An entry that fits what was typed, with the places in its name that do. */
export type Found = Entry & { positions: readonly number[] };

const MOST_SHOWN = 80;
/** Of things that fit alike: what one works with before what one does, and what is at hand before the rest. */
const KIND_BONUS: Record<Kind, number> = { view: 6, connection: 4, topic: 3, group: 2.5, command: 0 };
const AT_HAND_BONUS = 60;
/** Fits what the entry is about, not its name. */
const ABOUT_SCORE = 20;

/** Local entries and the names that the backend found, the best first. */
export function ranked(
  text: string,
  local: readonly Entry[],
  names: Names,
  entryOf: (hit: NameHit) => Entry | null,
  isAtHand: (hit: NameHit) => boolean,
): Found[] {
  if (text === "") return local.map((entry) => ({ ...entry, positions: [] }));
  const found: (Found & { score: number })[] = [];
  for (const entry of local) {
    const named = fitOf(text, entry.name);
    const about = named === null ? fitOf(text, `${entry.name} ${entry.about}`) : null;
    if (named) found.push({ ...entry, ...named, score: named.score + KIND_BONUS[entry.kind] });
    else if (about && about.score > 0) {
      const positions = about.positions.filter((position) => position < entry.name.length);
      found.push({ ...entry, positions, score: ABOUT_SCORE });
    }
  }
  names.hits.forEach((hit, index) => {
    const entry = entryOf(hit);
    if (entry === null) return;
    const isOfNow = names.of === text;
    const fits = fitOf(text, hit.name);
    // An answer to another text: only what still fits stays until the next one is here.
    if (fits === null && !isOfNow) return;
    const bonus = KIND_BONUS[hit.kind] + (isAtHand(hit) ? AT_HAND_BONUS : 0);
    found.push({
      ...entry,
      positions: isOfNow ? hit.positions : (fits?.positions ?? []),
      // The backend's order holds among what fits alike.
      score: (fits?.score ?? ABOUT_SCORE) + bonus - index / 100,
    });
  });
  return found.sort((one, other) => other.score - one.score).slice(0, MOST_SHOWN);
}
