import type { Shape, SpanKind } from "../../bindings";

type Span = [SpanKind, string];
export type TestRow = {
  row: number;
  offset?: bigint;
  timestamp?: bigint;
  partition?: number;
  key?: Span[] | null;
  value?: Span[] | null;
  valueShape?: Shape;
  cut?: number;
  /** By column; null: no such field. */
  cells?: (Span | "notJson" | null)[];
};

const KINDS: SpanKind[] = ["plain", "key", "string", "number", "literal", "punctuation", "dim"];
const SHAPES: Shape[] = ["null", "empty", "json", "text", "binary"];

/** Rows in the window format, as the backend writes them. */
export function encodeWindow(rows: TestRow[], columns = 0): ArrayBuffer {
  const bytes: number[] = [];
  let text = "";
  const put = (size: number, write: (view: DataView) => void) => {
    const view = new DataView(new ArrayBuffer(size));
    write(view);
    bytes.push(...new Uint8Array(view.buffer));
  };
  for (const row of rows) {
    const key = row.key ?? [];
    const value = row.value ?? [];
    put(8, (view) => view.setFloat64(0, row.row, true));
    put(8, (view) => view.setBigInt64(0, row.offset ?? BigInt(row.row), true));
    put(8, (view) => view.setBigInt64(0, row.timestamp ?? -1n, true));
    put(4, (view) => view.setInt32(0, row.partition ?? 0, true));
    put(4, (view) => view.setUint32(0, size(key), true));
    put(4, (view) => view.setUint32(0, size(value), true));
    put(2, (view) => view.setUint16(0, 0, true));
    const valueShape = row.valueShape ?? (row.value === null || row.value === undefined ? "null" : "text");
    bytes.push(1, row.key ? 3 : 0, SHAPES.indexOf(valueShape), row.cut ?? 0);
    put(2, (view) => view.setUint16(0, key.length, true));
    put(2, (view) => view.setUint16(0, value.length, true));
    for (const [kind, part] of [...key, ...value]) {
      bytes.push(KINDS.indexOf(kind));
      put(2, (view) => view.setUint16(0, part.length, true));
      text += part;
    }
    for (let column = 0; column < columns; column++) {
      const cell = row.cells?.[column] ?? null;
      const part = cell === null || cell === "notJson" ? "" : cell[1];
      bytes.push(cell === null ? 255 : cell === "notJson" ? 254 : KINDS.indexOf(cell[0]));
      put(2, (view) => view.setUint16(0, part.length, true));
      text += part;
    }
  }
  const encoded = new TextEncoder().encode(text);
  const whole = new Uint8Array(10 + bytes.length + encoded.length);
  const head = new DataView(whole.buffer);
  head.setUint32(0, rows.length, true);
  head.setUint32(4, encoded.length, true);
  head.setUint16(8, columns, true);
  whole.set(bytes, 10);
  whole.set(encoded, 10 + bytes.length);
  return whole.buffer;
}

function size(spans: Span[]): number {
  return new TextEncoder().encode(spans.map(([, text]) => text).join("")).length;
}
