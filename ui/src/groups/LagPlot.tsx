import { memo, useLayoutEffect, useRef, useState } from "react";
import type { Zone } from "../bindings";
import { short } from "../kit/numbers";
import { clock } from "../kit/times";
import { axisTicks } from "../messages/histogramAxis";
import { linePath, nearestPoint, type Series, valueTicks } from "./chartScale";
import styles from "./LagPlot.module.css";
import { rateText } from "./words";

/** What is counted: messages, or messages a second. */
export type Unit = "messages" | "msg/s";

type Props = {
  label: string;
  series: readonly Series[];
  fromMs: number;
  stepMs: number;
  /** The right edge, in ms since 1970: now. */
  toMs: number;
  zone: Zone;
  /** What the upright axis counts. */
  unit: Unit;
};

/** A digit of the upright axis, and what stands beside the longest number. */
const DIGIT_PX = 7.4;
const BESIDE_PX = 16;
const RIGHT_PX = 10;
const TOP_PX = 8;
const BOTTOM_PX = 20;
const LABEL_PX = 96;
/** So far from the pointer a point is still told. */
const REACH_PX = 12;

/** Lines over time with both axes; pointed at they tell their numbers. */
export const LagPlot = memo(function LagPlot(props: Props) {
  const { label, series, fromMs, stepMs, toMs, zone, unit } = props;
  const box = useRef<HTMLDivElement>(null);
  const [{ width, height }, setSize] = useState({ width: 0, height: 0 });
  const [pointer, setPointer] = useState<number | null>(null);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const most = Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const ticks = valueTicks(most);
  const top = ticks.at(-1) ?? 1;
  const left = Math.ceil(BESIDE_PX + DIGIT_PX * Math.max(...ticks.map((tick) => short(tick).length)));
  const inner = { width: Math.max(0, width - left - RIGHT_PX), bottom: height - BOTTOM_PX };
  const timeX = (ms: number) => left + ((ms - fromMs) / Math.max(1, toMs - fromMs)) * inner.width;
  const xOf = (index: number) => timeX(fromMs + index * stepMs);
  const yOf = (value: number) => inner.bottom - (value / top) * (inner.bottom - TOP_PX);

  const stepPx = (stepMs / Math.max(1, toMs - fromMs)) * inner.width;
  const pointed =
    pointer === null || stepPx <= 0
      ? null
      : nearestPoint(series, Math.round((pointer - left) / stepPx), Math.ceil(REACH_PX / stepPx));

  return (
    <div
      ref={box}
      className={styles.plot}
      role="img"
      aria-label={label}
      onPointerMove={(event) => setPointer(event.clientX - event.currentTarget.getBoundingClientRect().left)}
      onPointerLeave={() => setPointer(null)}
    >
      <svg width={width} height={height} className={styles.svg} aria-hidden="true">
        {ticks.map((tick) => (
          <g key={tick}>
            <line
              x1={left}
              x2={width - RIGHT_PX}
              y1={Math.round(yOf(tick)) + 0.5}
              y2={Math.round(yOf(tick)) + 0.5}
              className={tick === 0 ? styles.axis : styles.line}
            />
            <text x={left - 8} y={yOf(tick) + 4} className={styles.value}>
              {short(tick)}
            </text>
          </g>
        ))}
        {axisTicks(fromMs, toMs, Math.max(1, Math.floor(inner.width / LABEL_PX)), zone).map(
          ({ ms, label }) => {
            const x = Math.round(timeX(ms));
            return (
              <g key={ms}>
                <line
                  x1={x + 0.5}
                  x2={x + 0.5}
                  y1={inner.bottom}
                  y2={inner.bottom + 4}
                  className={styles.axis}
                />
                {x > left + 20 && x < width - 26 && (
                  <text x={x} y={inner.bottom + 16} className={styles.time}>
                    {label}
                  </text>
                )}
              </g>
            );
          },
        )}
        {/* The total lies over its parts. */}
        {series.toReversed().map(({ id, values }) => (
          <path key={id} d={linePath(values, xOf, yOf)} data-series={id} className={styles.series} />
        ))}
        {pointed !== null && (
          <line
            x1={xOf(pointed)}
            x2={xOf(pointed)}
            y1={TOP_PX}
            y2={inner.bottom}
            className={styles.pointer}
          />
        )}
        {pointed !== null &&
          series.map(({ id, values }) => {
            const value = values[pointed] ?? null;
            return (
              value !== null && (
                <circle
                  key={id}
                  cx={xOf(pointed)}
                  cy={yOf(value)}
                  r={3}
                  data-series={id}
                  className={styles.point}
                />
              )
            );
          })}
      </svg>
      {pointed !== null && (
        <div className={styles.tip} style={beside(xOf(pointed), width)}>
          <p className={styles.tipTime}>{clock(fromMs + pointed * stepMs, zone)}</p>
          <dl>
            {series.map(({ id, name, values }) => (
              <div key={id}>
                <dt>
                  <span className={styles.key} data-series={id} />
                  {name}
                </dt>
                <dd>{numberText(values[pointed] ?? null, unit)}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </div>
  );
});

/** A number of the chart as its unit is told; a dash where it was not measured. */
export function numberText(value: number | null, unit: Unit): string {
  if (value === null) return "–";
  return unit === "messages" ? short(value) : rateText(value);
}

/** To the side on which there is room. */
function beside(x: number, width: number) {
  return x > width / 2 ? { right: width - x + 10 } : { left: x + 10 };
}
