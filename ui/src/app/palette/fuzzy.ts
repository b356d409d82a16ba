/** How well a text fits a name, and where: the higher the better. */
export type Fit = { score: number; positions: number[] };

const EXACT = 1000;
const PREFIX = 800;
const WORD_START = 600;
const WITHIN = 400;
const SCATTERED = 100;

/**
 * Every word of the text stands in the name: as it is, or letter by letter in order. Null where one doesn't. An empty
 * text fits everything.
 */
export function fitOf(text: string, name: string): Fit | null {
  const low = name.toLowerCase();
  const positions = new Set<number>();
  let score = 0;
  let words = 0;
  for (const word of text.toLowerCase().split(/\s+/)) {
    if (word === "") continue;
    const found = fitWord(word, low, name);
    if (found === null) return null;
    score += found.score;
    words += 1;
    for (const position of found.positions) positions.add(position);
  }
  // Of two that fit alike, the shorter one is meant.
  const mean = words === 0 ? 0 : score / words;
  return { score: mean - Math.min(50, name.length / 4), positions: [...positions].sort((a, b) => a - b) };
}

function fitWord(word: string, low: string, name: string): Fit | null {
  if (low === word) return { score: EXACT, positions: run(0, word.length) };
  if (low.startsWith(word)) return { score: PREFIX, positions: run(0, word.length) };
  for (let at = low.indexOf(word); at >= 0; at = low.indexOf(word, at + 1)) {
    if (startsWord(name, at)) return { score: WORD_START, positions: run(at, word.length) };
  }
  const within = low.indexOf(word);
  if (within >= 0) return { score: WITHIN, positions: run(within, word.length) };
  // Two letters stand scattered in almost any name.
  return word.length < 3 ? null : scattered(word, low, name);
}

/** Letter by letter, at the starts of words where that can be. */
function scattered(word: string, low: string, name: string): Fit | null {
  const positions: number[] = [];
  let starts = 0;
  let from = 0;
  for (const letter of word) {
    const next = low.indexOf(letter, from);
    if (next < 0) return null;
    positions.push(next);
    if (startsWord(name, next) || next === from) starts += 1;
    from = next + letter.length;
  }
  return { score: SCATTERED + (200 * starts) / word.length, positions };
}

function startsWord(name: string, at: number): boolean {
  if (at === 0) return true;
  const before = name[at - 1] ?? "";
  const here = name[at] ?? "";
  return /[^\p{L}\p{N}]/u.test(before) || (/\p{Ll}/u.test(before) && /\p{Lu}/u.test(here));
}

function run(from: number, length: number): number[] {
  return Array.from({ length }, (_, index) => from + index);
}
