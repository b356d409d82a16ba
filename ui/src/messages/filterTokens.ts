export type FilterToken = { kind: "path" | "string" | "number" | "word" | "plain"; text: string };

const TOKENS = new RegExp(
  [
    /(?<string>"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?)/,
    /(?<path>\.(?:[^\s=!<>~()",]|"[^"]*")+|\b(?:header|key)\.[^\s=!<>~(),]+|\b(?:key|value|partition|offset|timestamp|size)\b)/,
    /(?<number>-?\b\d[\d.eE+-]*\b)/,
    /(?<word>\b(?:and|or|not|exists|is|null|in|contains|starts|ends|matches|true|false)\b)/,
    /(?<plain>[^\s]+?(?=[\s=!<>~().,"']|$)|\s+|.)/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "giu",
);

/** A filter's conditions in colours. It only looks at words; the backend knows what they mean. */
export function filterTokens(text: string): FilterToken[] {
  return [...text.matchAll(TOKENS)].map(({ 0: found, groups }) => {
    const [kind] = Object.entries(groups ?? {}).find(([, part]) => part !== undefined) ?? ["plain"];
    return { kind: kind as FilterToken["kind"], text: found };
  });
}

/** The tokens with a place marked: they are cut at its edges. An empty place is widened to what can be seen. */
export function marked(
  tokens: readonly FilterToken[],
  place: { from: number; to: number } | null,
): (FilterToken & { bad: boolean })[] {
  if (place === null) return tokens.map((token) => ({ ...token, bad: false }));
  const length = tokens.reduce((sum, { text }) => sum + text.length, 0);
  const from = Math.min(place.from, length);
  const to = Math.max(place.to, from + 1);
  const cut: (FilterToken & { bad: boolean })[] = [];
  let at = 0;
  for (const { kind, text } of tokens) {
    const edges = [0, from - at, to - at, text.length].map((edge) =>
      Math.min(Math.max(0, edge), text.length),
    );
    for (let part = 0; part < 3; part++) {
      const piece = text.slice(edges[part], edges[part + 1]);
      if (piece !== "") cut.push({ kind, text: piece, bad: part === 1 });
    }
    at += text.length;
  }
  // Something is missing behind the last character.
  if (from >= length) cut.push({ kind: "plain", text: "\u00a0", bad: true });
  return cut;
}
