import type { Shape, SpanKind, TimestampKind } from "../bindings";
import { Failed } from "./failure";

const SPAN_KINDS: readonly SpanKind[] = ["plain", "key", "string", "number", "literal", "punctuation", "dim"];
const SHAPES: readonly Shape[] = ["null", "empty", "json", "text", "binary"];
const TIMESTAMP_KINDS: readonly TimestampKind[] = ["none", "create", "logAppend"];

const HEAD_BYTES = 10;
const ROW_BYTES = 46;
/** A kind and a length in UTF-16 units: a span of a preview, or the cell of a column. */
const SPAN_BYTES = 3;
const ABSENT = 255;
const NOT_JSON = 254;

// A byte-order mark is part of the text: the spans count it.
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** A run of preview text of one colour. */
export type PreviewSpan = { kind: SpanKind; text: string };

/** What a column by path holds for a message; null where the message has no such field. */
export type Cell = PreviewSpan | "notJson" | null;

/** One message as the grid shows it: numbers, and previews that are sliced when they are first drawn. */
export class MessageRow {
  /** Match number: never shifts while the filter stays. */
  readonly row: number;
  readonly offset: bigint;
  /** Milliseconds since 1970; null when the record carries none. */
  readonly timestamp: number | null;
  readonly timestampKind: TimestampKind;
  readonly partition: number;
  readonly keySize: number;
  readonly valueSize: number;
  readonly headers: number;
  readonly keyShape: Shape;
  readonly valueShape: Shape;
  readonly keyCut: boolean;
  readonly valueCut: boolean;
  readonly #window: Source;
  readonly #at: number;
  readonly #textAt: number;
  #key: PreviewSpan[] | undefined;
  #value: PreviewSpan[] | undefined;
  #cells: Cell[] | undefined;

  constructor(window: Source, at: number, textAt: number) {
    const { data } = window;
    const timestamp = Number(data.getBigInt64(at + 16, true));
    const cut = data.getUint8(at + 41);
    this.row = data.getFloat64(at, true);
    this.offset = data.getBigInt64(at + 8, true);
    this.timestamp = timestamp === -1 ? null : timestamp;
    this.partition = data.getInt32(at + 24, true);
    this.keySize = data.getUint32(at + 28, true);
    this.valueSize = data.getUint32(at + 32, true);
    this.headers = data.getUint16(at + 36, true);
    this.timestampKind = TIMESTAMP_KINDS[data.getUint8(at + 38)] ?? "none";
    this.keyShape = SHAPES[data.getUint8(at + 39)] ?? "binary";
    this.valueShape = SHAPES[data.getUint8(at + 40)] ?? "binary";
    this.keyCut = (cut & 1) !== 0;
    this.valueCut = (cut & 2) !== 0;
    this.#window = window;
    this.#at = at;
    this.#textAt = textAt;
  }

  get key(): PreviewSpan[] {
    this.#key ??= this.#spans(0, this.#keySpans, this.#textAt);
    return this.#key;
  }

  get value(): PreviewSpan[] {
    this.#value ??= this.#spans(this.#keySpans, this.#valueSpans, this.#textAt + textLength(this.key));
    return this.#value;
  }

  /** The field of a path that the rows were asked for with; undefined for others. */
  cell(path: string): Cell | undefined {
    const index = this.#window.columns.indexOf(path);
    if (index < 0) return undefined;
    this.#cells ??= this.#allCells();
    return this.#cells[index];
  }

  #allCells(): Cell[] {
    const { columns, data, text } = this.#window;
    const first = this.#at + ROW_BYTES + (this.#keySpans + this.#valueSpans) * SPAN_BYTES;
    let from = this.#textAt + textLength(this.key) + textLength(this.value);
    return columns.map((_, index) => {
      const at = first + index * SPAN_BYTES;
      const kind = data.getUint8(at);
      const length = data.getUint16(at + 1, true);
      from += length;
      if (kind === ABSENT) return null;
      if (kind === NOT_JSON) return "notJson";
      return { kind: SPAN_KINDS[kind] ?? "plain", text: text.slice(from - length, from) };
    });
  }

  get #keySpans(): number {
    return this.#window.data.getUint16(this.#at + 42, true);
  }

  get #valueSpans(): number {
    return this.#window.data.getUint16(this.#at + 44, true);
  }

  #spans(first: number, count: number, textAt: number): PreviewSpan[] {
    const { data, text } = this.#window;
    const spans: PreviewSpan[] = [];
    let from = textAt;
    for (let index = first; index < first + count; index++) {
      const at = this.#at + ROW_BYTES + index * SPAN_BYTES;
      const length = data.getUint16(at + 1, true);
      spans.push({ kind: SPAN_KINDS[data.getUint8(at)] ?? "plain", text: text.slice(from, from + length) });
      from += length;
    }
    return spans;
  }
}

/** The answer of `view_rows` for some columns: consecutive rows in the window format. */
export class WindowRows {
  readonly rows: readonly MessageRow[];

  constructor(buffer: ArrayBuffer, columns: readonly string[] = []) {
    // Without `connect-src ipc:` in the CSP, Tauri hands over an array of numbers: slow, and silent.
    if (!(buffer instanceof ArrayBuffer)) throw malformed("the answer is no ArrayBuffer");
    try {
      this.rows = decode(buffer, columns);
    } catch (thrown) {
      throw thrown instanceof RangeError ? malformed(thrown.message) : thrown;
    }
  }
}

type Source = { data: DataView; text: string; columns: readonly string[] };

function decode(buffer: ArrayBuffer, columns: readonly string[]): MessageRow[] {
  const data = new DataView(buffer);
  const count = data.getUint32(0, true);
  const textBytes = data.getUint32(4, true);
  if (data.getUint16(8, true) !== columns.length) throw malformed("other columns than were asked for");
  const bytes = new Uint8Array(buffer, buffer.byteLength - textBytes, textBytes);
  const source = { data, text: utf8.decode(bytes), columns };
  const rows: MessageRow[] = [];
  let at = HEAD_BYTES;
  let textAt = 0;
  for (let index = 0; index < count; index++) {
    rows.push(new MessageRow(source, at, textAt));
    const spans = data.getUint16(at + 42, true) + data.getUint16(at + 44, true) + columns.length;
    at += ROW_BYTES;
    for (let span = 0; span < spans; span++) textAt += data.getUint16(at + span * SPAN_BYTES + 1, true);
    at += spans * SPAN_BYTES;
  }
  if (at + textBytes !== buffer.byteLength) throw malformed("rows and text don't fill the window");
  return rows;
}

function textLength(spans: PreviewSpan[]): number {
  return spans.reduce((sum, span) => sum + span.text.length, 0);
}

function malformed(details: string): Failed {
  return new Failed({
    code: "internal",
    message: "The rows could not be read.",
    hint: "Reopen the topic; if it stays, the details help to report it.",
    details: `window format: ${details}`,
  });
}
