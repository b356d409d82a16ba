/** WebKit clamps an element at 33,554,428 px; above this the scrollbar stands for rows proportionally. */
const MAX_SPACER_PX = 28_000_000;

/** What a grid knows about its size. Rows are counted from 0 here. */
export type Geometry = {
  rows: number;
  rowHeight: number;
  /** Height that rows are shown in, without the header. */
  visible: number;
};

export function spacerHeight({ rows, rowHeight }: Geometry): number {
  return Math.min(rows * rowHeight, MAX_SPACER_PX);
}

export function isScaled({ rows, rowHeight }: Geometry): boolean {
  return rows * rowHeight > MAX_SPACER_PX;
}

/** The highest first row in sight: then the last row stands at the lower edge. */
export function lastTop({ rows, rowHeight, visible }: Geometry): number {
  return Math.max(0, rows - visible / rowHeight);
}

/** The (fractional) row at the upper edge for a scroll position. */
export function topAt(scrollTop: number, geometry: Geometry): number {
  const range = spacerHeight(geometry) - geometry.visible;
  if (range <= 0) return 0;
  const top = isScaled(geometry) ? (scrollTop / range) * lastTop(geometry) : scrollTop / geometry.rowHeight;
  return Math.min(Math.max(0, top), lastTop(geometry));
}

/** The scroll position that shows a row at the upper edge. */
export function scrollAt(top: number, geometry: Geometry): number {
  const last = lastTop(geometry);
  if (last === 0) return 0;
  if (!isScaled(geometry)) return Math.min(top, last) * geometry.rowHeight;
  return (Math.min(top, last) / last) * (spacerHeight(geometry) - geometry.visible);
}
