/** A line of a chart; a point without a number was not measured. */
export type Series = { id: string; name: string; values: readonly (number | null)[] };

/** Round numbers from 0 to the top of an axis, three or four of them. `top` is the last one. */
export function valueTicks(most: number): number[] {
  if (!(most > 0)) return [0, 1];
  const rough = most / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough) ?? rough;
  const ticks: number[] = [];
  for (let tick = 0; ; tick += step) {
    // Sums of tenths are not round.
    ticks.push(Number(tick.toPrecision(6)));
    if (tick >= most) return ticks;
  }
}

/** The commands of an SVG path through what was measured: a gap breaks the line, a point by itself is a dot. */
export function linePath(
  values: readonly (number | null)[],
  xOf: (index: number) => number,
  yOf: (value: number) => number,
): string {
  const parts: string[] = [];
  let isDown = false;
  values.forEach((value, index) => {
    if (value === null) {
      isDown = false;
      return;
    }
    const at = `${xOf(index).toFixed(1)} ${yOf(value).toFixed(1)}`;
    parts.push(`${isDown ? "L" : "M"}${at}`);
    const isAlone = !isDown && (values[index + 1] ?? null) === null;
    if (isAlone) parts.push("h0.01");
    isDown = true;
  });
  return parts.join("");
}

/** The last number of a line; null where none was measured. */
export function latestOf(values: readonly (number | null)[]): number | null {
  return values.findLast((value) => value !== null) ?? null;
}

/** The measured point nearest to a place, at most `reach` away; null where there is none. */
export function nearestPoint(series: readonly Series[], index: number, reach: number): number | null {
  const isThere = (at: number) => series.some(({ values }) => (values[at] ?? null) !== null);
  for (let away = 0; away <= reach; away++) {
    if (isThere(index - away)) return index - away;
    if (isThere(index + away)) return index + away;
  }
  return null;
}
