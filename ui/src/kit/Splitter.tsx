import { useRef } from "react";
import styles from "./Splitter.module.css";

type SplitterProps = {
  label: string;
  /** Size of the panel that it sizes. */
  size: number;
  min: number;
  max: number;
  /** The panel lies before the splitter (left or above) or behind it. */
  panel: "before" | "after";
  onResize(size: number): void;
};

const STEP = 16;

/** A movable upright edge between two panels; arrows move it too. */
export function Splitter({ label, size, min, max, panel, onResize }: SplitterProps) {
  const drag = useRef<{ at: number; size: number } | null>(null);
  const sign = panel === "before" ? 1 : -1;
  const set = (next: number) => onResize(Math.round(Math.min(max, Math.max(min, next))));
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      className={styles.splitter}
      onKeyDown={(event) => {
        if (event.key === "ArrowLeft") set(size - sign * STEP);
        else if (event.key === "ArrowRight") set(size + sign * STEP);
        else return;
        event.preventDefault();
      }}
      onPointerDown={(event) => {
        drag.current = { at: event.clientX, size };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (drag.current) set(drag.current.size + sign * (event.clientX - drag.current.at));
      }}
      onPointerUp={() => {
        drag.current = null;
      }}
    />
  );
}
