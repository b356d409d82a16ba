import { memo, useLayoutEffect, useRef, useState } from "react";
import type { Histogram, Zone } from "../bindings";
import { count, short } from "../kit/numbers";
import styles from "./HistogramChart.module.css";
import { axisTicks, spanText } from "./histogramAxis";

type Props = {
  data: Histogram;
  zone: Zone;
  /** Matches are told from what was read. */
  filtered: boolean;
  /** How many bars there is room for. */
  onRoom(buckets: number): void;
  onBrush(fromMs: number, toMs: number): void;
};

const BARS_PX = 40;
const AXIS_PX = 16;
const BAR_PX = 11;
const GAP_PX = 2;
const LABEL_PX = 96;
/** A hand that moves less than this only points. */
const BRUSH_FROM_PX = 4;

/** Bars of messages over time: pointed at they tell their counts, and a brushed range is read. */
export const HistogramChart = memo(function HistogramChart(props: Props) {
  const { data, zone, filtered, onRoom, onBrush } = props;
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [pointer, setPointer] = useState<number | null>(null);
  const [brush, setBrush] = useState<{ from: number; to: number } | null>(null);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      setWidth(element.clientWidth);
      onRoom(Math.min(240, Math.max(10, Math.floor(element.clientWidth / BAR_PX))));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [onRoom]);

  const { fromMs, toMs, widthMs, seen, matched } = data;
  const bars = seen.length;
  const most = Math.max(1, ...seen);
  const edge = (index: number) => Math.round((index * width) / Math.max(1, bars));
  const timeAt = (x: number) =>
    fromMs + ((toMs - fromMs) * Math.min(Math.max(0, x), width)) / Math.max(1, width);
  const heightOf = (messages: number) =>
    messages === 0 ? 0 : Math.max(2, Math.round((messages / most) * BARS_PX));
  const pointed =
    pointer === null || bars === 0 ? null : Math.min(bars - 1, Math.floor((pointer / width) * bars));
  const xOf = (event: React.PointerEvent) => event.clientX - (box.current?.getBoundingClientRect().left ?? 0);
  const brushed = brush && Math.abs(brush.to - brush.from) >= BRUSH_FROM_PX ? brush : null;

  // A quick flick ends before its last moves were drawn: the ends are those of the events.
  const begun = useRef<number | null>(null);
  const onPointerUp = (event: React.PointerEvent) => {
    const from = begun.current;
    begun.current = null;
    setBrush(null);
    const to = xOf(event);
    if (from === null || Math.abs(to - from) < BRUSH_FROM_PX) return;
    const [low, high] = [Math.min(from, to), Math.max(from, to)];
    onBrush(Math.floor(timeAt(low)), Math.ceil(timeAt(high)));
  };

  return (
    <div
      ref={box}
      className={styles.chart}
      role="img"
      aria-label={labelOf(data, zone)}
      onPointerDown={(event) => {
        if (event.button !== 0 || bars === 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        begun.current = xOf(event);
        setBrush({ from: xOf(event), to: xOf(event) });
      }}
      onPointerMove={(event) => {
        setPointer(Math.min(Math.max(0, xOf(event)), width));
        if (begun.current !== null) setBrush({ from: begun.current, to: xOf(event) });
      }}
      onPointerUp={onPointerUp}
      onPointerLeave={() => setPointer(null)}
    >
      <svg width={width} height={BARS_PX + AXIS_PX} className={styles.svg} aria-hidden="true">
        {seen.map((messages, index) => {
          const x = edge(index);
          const wide = Math.max(1, edge(index + 1) - x - GAP_PX);
          const found = heightOf(filtered ? (matched[index] ?? 0) : 0);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
            <g key={index} data-pointed={index === pointed || undefined} className={styles.bar}>
              <rect
                x={x}
                y={BARS_PX - heightOf(messages)}
                width={wide}
                height={heightOf(messages)}
                className={filtered ? styles.behind : styles.seen}
              />
              {found > 0 && (
                <rect x={x} y={BARS_PX - found} width={wide} height={found} className={styles.matched} />
              )}
            </g>
          );
        })}
        {axisTicks(fromMs, toMs, Math.max(1, Math.floor(width / LABEL_PX)), zone).map(({ ms, label }) => {
          const x = Math.round(((ms - fromMs) / (toMs - fromMs)) * width);
          return (
            <g key={ms}>
              <line x1={x + 0.5} x2={x + 0.5} y1={BARS_PX} y2={BARS_PX + 4} className={styles.tick} />
              {x > 24 && x < width - 30 && (
                <text x={x} y={BARS_PX + 14} className={styles.label}>
                  {label}
                </text>
              )}
            </g>
          );
        })}
        <line x1={0} x2={width} y1={BARS_PX + 0.5} y2={BARS_PX + 0.5} className={styles.tick} />
        {brushed && (
          <rect
            x={Math.min(brushed.from, brushed.to)}
            y={0}
            width={Math.abs(brushed.to - brushed.from)}
            height={BARS_PX}
            className={styles.brush}
          />
        )}
      </svg>
      {brushed ? (
        <Tip at={brushed.to} width={width}>
          Read{" "}
          {spanText(
            timeAt(Math.min(brushed.from, brushed.to)),
            timeAt(Math.max(brushed.from, brushed.to)),
            zone,
          )}
        </Tip>
      ) : (
        pointed !== null && (
          <Tip at={pointer ?? 0} width={width}>
            {spanText(fromMs + pointed * widthMs, fromMs + (pointed + 1) * widthMs, zone)}
            {" · "}
            {count(seen[pointed] ?? 0, "message")}
            {filtered && ` · ${count(matched[pointed] ?? 0, "match", "matches")}`}
          </Tip>
        )
      )}
    </div>
  );
});

function Tip({ at, width, children }: { at: number; width: number; children: React.ReactNode }) {
  // To the side on which there is room.
  const place = at > width / 2 ? { right: width - at + 8 } : { left: at + 8 };
  return (
    <div className={styles.tip} style={place}>
      {children}
    </div>
  );
}

function labelOf({ seen, fromMs, toMs }: Histogram, zone: Zone): string {
  if (seen.length === 0) return "Messages over time: none yet";
  const sum = seen.reduce((sum, messages) => sum + messages, 0);
  return `Messages over time: ${short(sum)}, ${spanText(fromMs, toMs, zone)}`;
}
