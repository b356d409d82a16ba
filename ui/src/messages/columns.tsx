import type { Shape, Zone } from "../bindings";
import type { MessageRow, PreviewSpan } from "../ipc/window";
import type { Column } from "../kit/grid/GridRow";
import { bytes, grouped } from "../kit/numbers";
import { Spans } from "../kit/Spans";
import { Tag } from "../kit/Tag";
import { moment, zoneName } from "../kit/times";
import styles from "./columns.module.css";

/** Width of a monospaced digit of 12 px. */
const DIGIT_PX = 7.2;
const PADDING_PX = 20;
/** 2026-11-23 14:02:41.096; the times of today line up with it. */
const DATED_CHARS = 23;
const KEY_MIN_PX = 90;
const KEY_MAX_CHARS = 26;
/** Below this a value says nothing. */
const VALUE_MIN_PX = 240;

type Layout = {
  zone: Zone;
  /** Some row is not of today. */
  dated: boolean;
  /** Digits of the longest offset. */
  offsetDigits: number;
  /** Characters of the longest key. */
  keyChars: number;
  /** Room for the size column. */
  wide: boolean;
};

/** The columns of the message grid, and the width below which it scrolls sideways. */
export function messageColumns({ zone, dated, offsetDigits, keyChars, wide }: Layout): {
  columns: Column<MessageRow>[];
  minWidth: number;
} {
  const time = Math.ceil((dated ? DATED_CHARS : 12) * DIGIT_PX + PADDING_PX);
  const partition = 48;
  const offset = Math.ceil(
    Math.max(7, offsetDigits + Math.floor((offsetDigits - 1) / 3)) * DIGIT_PX + PADDING_PX,
  );
  const key = Math.max(KEY_MIN_PX, Math.ceil(Math.min(keyChars, KEY_MAX_CHARS) * DIGIT_PX + PADDING_PX));
  const size = wide ? 84 : 0;
  const columns: Column<MessageRow>[] = [
    {
      id: "time",
      title: `Time (${zoneName(zone)})`,
      width: `${time}px`,
      render: ({ timestamp }) => (
        <span className={timestamp === null ? styles.none : styles.mono}>
          {timestamp === null ? "no time" : moment(timestamp, zone).padStart(dated ? DATED_CHARS : 0)}
        </span>
      ),
    },
    {
      id: "partition",
      title: "P",
      width: `${partition}px`,
      align: "right",
      render: ({ partition }) => <span className={styles.mono}>{partition}</span>,
    },
    {
      id: "offset",
      title: "Offset",
      width: `${offset}px`,
      align: "right",
      render: ({ offset }) => <span className={styles.mono}>{grouped(offset)}</span>,
    },
    {
      id: "key",
      title: "Key",
      width: `minmax(${KEY_MIN_PX}px, ${key}px)`,
      render: ({ key, keyShape, keyCut }) => <Preview spans={key} shape={keyShape} cut={keyCut} part="key" />,
    },
    {
      id: "value",
      title: "Value",
      width: `minmax(${VALUE_MIN_PX}px, 1fr)`,
      render: ({ value, valueShape, valueCut }) => (
        <Preview spans={value} shape={valueShape} cut={valueCut} part="value" />
      ),
    },
  ];
  if (wide) {
    columns.push({
      id: "size",
      title: "Size",
      width: `${size}px`,
      align: "right",
      render: ({ keySize, valueSize }) => <span className={styles.size}>{bytes(keySize + valueSize)}</span>,
    });
  }
  return { columns, minWidth: time + partition + offset + KEY_MIN_PX + VALUE_MIN_PX + size };
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
