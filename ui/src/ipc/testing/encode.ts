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
};

const KINDS: SpanKind[] = ["plain", "key", "string", "number", "literal", "punctuation", "dim"];
const SHAPES: Shape[] = ["null", "empty", "json", "text", "binary"];

/** Rows in the window format, as the backend writes them. */
export function encodeWindow(rows: TestRow[]): ArrayBuffer {
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
  }
  const encoded = new TextEncoder().encode(text);
  const whole = new Uint8Array(8 + bytes.length + encoded.length);
  const head = new DataView(whole.buffer);
  head.setUint32(0, rows.length, true);
  head.setUint32(4, encoded.length, true);
  whole.set(bytes, 8);
  whole.set(encoded, 8 + bytes.length);
  return whole.buffer;
}

function size(spans: Span[]): number {
  return new TextEncoder().encode(spans.map(([, text]) => text).join("")).length;
}
