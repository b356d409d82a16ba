import type { Span, SpanKind } from "../bindings";

export type MarkedSpan = { kind: SpanKind; text: string; found: boolean };

/** The spans of a line with each place that holds a text marked, in any case. */
export function markSpans(spans: readonly Span[], text: string): MarkedSpan[] {
  const whole = spans.map((span) => span.text).join("");
  const lower = whole.toLowerCase();
  const wanted = text.toLowerCase();
  // Where lowering changes the length, places don't fit: nothing is marked.
  if (wanted === "" || lower.length !== whole.length) return spans.map((span) => ({ ...span, found: false }));
  const edges: number[] = [];
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + wanted.length)) {
    edges.push(at, at + wanted.length);
  }
  const marked: MarkedSpan[] = [];
  let from = 0;
  for (const { kind, text } of spans) {
    const to = from + text.length;
    const cuts = [from, ...edges.filter((edge) => edge > from && edge < to), to];
    for (let index = 1; index < cuts.length; index++) {
      const [low = from, high = to] = [cuts[index - 1], cuts[index]];
      const found = edges.some((edge, at) => at % 2 === 0 && edge <= low && low < (edges[at + 1] ?? 0));
      if (high > low) marked.push({ kind, text: whole.slice(low, high), found });
    }
    from = to;
  }
  return marked;
}
