import type { ReactNode } from "react";
import type { ColumnChoice, Shape, Zone } from "../bindings";
import type { Cell, MessageRow, PreviewSpan } from "../ipc/window";
import type { Column } from "../kit/grid/GridRow";
import { bytes, grouped } from "../kit/numbers";
import { Spans } from "../kit/Spans";
import { Tag } from "../kit/Tag";
import { moment, zoneName } from "../kit/times";
import { type BuiltIn, isBuiltIn } from "./columnChoice";
import styles from "./columns.module.css";
import type { Widths } from "./useWidths";

/** Width of a monospaced digit of 12 px. */
const DIGIT_PX = 7.2;
/** Letters of other scripts come from other fonts: few are narrower than this. */
const NARROW_PX = 4;
const PADDING_PX = 20;
/** 2026-11-23 14:02:41.096; the times of today line up with it. */
const DATED_CHARS = 23;
const NARROWEST_PX = 44;
const KEY_MIN_PX = 90;
const MOST_CHARS = 26;
/** Double clicks fit a column to what is in it, up to here. */
const FIT_MOST_CHARS = 120;
/** Below this a value says nothing. */
const VALUE_MIN_PX = 240;

type Layout = {
  choices: readonly ColumnChoice[];
  zone: Zone;
  /** Some row is not of today. */
  dated: boolean;
  widths: Widths;
  /** Room for the size column. */
  wide: boolean;
  /** Px for all columns: of a value no more is drawn than has room. */
  room: number;
  /** Rows are the latest of their key: those without a value stand for deleted ones. */
  table: boolean;
  onSize(path: string, width: number | null): void;
};

type Shown = Pick<Column<MessageRow>, "title" | "align"> & {
  /** `chars`: what there is room for, at most. */
  render(row: MessageRow, chars: number): ReactNode;
  /** As wide as what it shows. */
  natural: number;
  min: number;
  /** For a double click; `natural` where it is missing. */
  fit?: number;
};

/** The columns of the message grid, and the width below which it scrolls sideways. */
export function messageColumns(layout: Layout): { columns: Column<MessageRow>[]; minWidth: number } {
  const shown = layout.choices
    .filter(({ path }) => path !== "size" || layout.wide)
    .map(({ path, width }) => {
      const column = isBuiltIn(path) ? builtIn(path, layout) : byPath(path, layout);
      const flexible = path === "value" && width === null;
      const shrinks = path === "key" && width === null;
      const least = width ?? (flexible || shrinks ? column.min : column.natural);
      return { path, width, column, flexible, shrinks, least };
    });
  const minWidth = shown.reduce((sum, { least }) => sum + least, 0);
  const columns = shown.map(({ path, width, column, flexible, shrinks }): Column<MessageRow> => {
    const most = width ?? Math.max(column.min, layout.room - minWidth + column.min);
    return {
      id: path,
      title: column.title,
      align: column.align,
      render: (row) => column.render(row, Math.ceil(most / NARROW_PX)),
      width: flexible
        ? `minmax(${column.min}px, 1fr)`
        : shrinks
          ? `minmax(${column.min}px, ${column.natural}px)`
          : `${width ?? column.natural}px`,
      size: {
        min: NARROWEST_PX,
        set: (width) => layout.onSize(path, width),
        fit: () => layout.onSize(path, column.fit ?? null),
      },
    };
  });
  return { columns, minWidth };
}

function builtIn(name: BuiltIn, { zone, dated, widths, table }: Layout): Shown {
  switch (name) {
    case "time":
      return {
        title: `Time (${zoneName(zone)})`,
        natural: px(dated ? DATED_CHARS : 12),
        min: NARROWEST_PX,
        render: ({ timestamp }) => (
          <span className={timestamp === null ? styles.none : styles.mono}>
            {timestamp === null ? "no time" : moment(timestamp, zone).padStart(dated ? DATED_CHARS : 0)}
          </span>
        ),
      };
    case "partition":
      return {
        title: "P",
        natural: 48,
        min: NARROWEST_PX,
        align: "right",
        render: ({ partition }) => <span className={styles.mono}>{partition}</span>,
      };
    case "offset": {
      const { offsetDigits } = widths;
      return {
        title: "Offset",
        natural: px(Math.max(7, offsetDigits + Math.floor((offsetDigits - 1) / 3))),
        min: NARROWEST_PX,
        align: "right",
        render: ({ offset }) => <span className={styles.mono}>{grouped(offset)}</span>,
      };
    }
    case "key":
      return {
        title: "Key",
        natural: Math.max(KEY_MIN_PX, px(Math.min(widths.keyChars, MOST_CHARS))),
        min: KEY_MIN_PX,
        fit: Math.max(KEY_MIN_PX, px(Math.min(widths.keyChars, FIT_MOST_CHARS))),
        render: ({ key, keyShape, keyCut, valueShape }) => (
          <span className={table && valueShape === "null" ? styles.deleted : undefined}>
            <Preview spans={key} shape={keyShape} cut={keyCut} part="key" />
          </span>
        ),
      };
    case "value":
      return {
        title: "Value",
        natural: VALUE_MIN_PX,
        min: VALUE_MIN_PX,
        render: ({ value, valueShape, valueCut }, chars) => (
          <Preview spans={firstChars(value, chars)} shape={valueShape} cut={valueCut} part="value" />
        ),
      };
    case "size":
      return {
        title: "Size",
        natural: 84,
        min: NARROWEST_PX,
        align: "right",
        render: ({ keySize, valueSize }) => <span className={styles.size}>{bytes(keySize + valueSize)}</span>,
      };
  }
}

function byPath(path: string, { widths }: Layout): Shown {
  const { chars, numeric } = widths.cells[path] ?? { chars: 0, numeric: false };
  const title = Math.ceil(path.length * 0.95);
  return {
    title: path,
    natural: px(Math.min(Math.max(chars, title, 6), MOST_CHARS)),
    min: NARROWEST_PX,
    fit: px(Math.min(Math.max(chars, title, 6), FIT_MOST_CHARS)),
    ...(numeric ? { align: "right" as const } : {}),
    render: (row) => <Field cell={row.cell(path)} />,
  };
}

/** The spans that show so many characters: what is beyond has no room, and would only cost time. */
function firstChars(spans: PreviewSpan[], chars: number): PreviewSpan[] {
  let left = chars;
  const end = spans.findIndex(({ text }) => {
    left -= text.length;
    return left < 0;
  });
  return end < 0 ? spans : spans.slice(0, end + 1);
}

function px(chars: number): number {
  return Math.ceil(chars * DIGIT_PX + PADDING_PX);
}

function Field({ cell }: { cell: Cell | undefined }) {
  if (cell === undefined) return null;
  if (cell === null) return <span className={styles.none}>–</span>;
  if (cell === "notJson") return <span className={styles.none}>not JSON</span>;
  return (
    <span className={styles.mono}>
      <Spans spans={[cell]} />
    </span>
  );
}

type PreviewProps = { spans: PreviewSpan[]; shape: Shape; cut: boolean; part: "key" | "value" };

function Preview({ spans, shape, cut, part }: PreviewProps) {
  if (shape === "null")
    return part === "value" ? <Tag tone="warn">tombstone</Tag> : <span className={styles.none}>null</span>;
  if (shape === "empty") return <Tag>empty</Tag>;
  return (
    <span className={part === "key" && shape === "text" ? styles.textKey : styles.mono}>
      <Spans spans={spans} />
      {cut && <span className={styles.none}>…</span>}
    </span>
  );
}
