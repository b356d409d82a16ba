import styles from "./Palette.module.css";

/** A text with the places that fit marked. */
export function Highlighted({ text, positions }: { text: string; positions: readonly number[] }) {
  const marked = new Set(positions);
  const pieces: { from: number; text: string; on: boolean }[] = [];
  for (let at = 0; at < text.length; at++) {
    const on = marked.has(at);
    const last = pieces.at(-1);
    if (last && last.on === on) last.text += text[at];
    else pieces.push({ from: at, text: text[at] ?? "", on });
  }
  return pieces.map((piece) =>
    piece.on ? (
      <mark key={piece.from} className={styles.mark}>
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}
