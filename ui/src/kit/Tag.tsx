import type { ReactNode } from "react";
import { classes } from "./css";
import styles from "./Tag.module.css";

export type Tone = "neutral" | "info" | "ok" | "warn" | "error";

/** A word about a thing: embedded, read-only, tombstone. */
export function Tag({ tone = "neutral", children }: { tone?: Tone; children: ReactNode }) {
  return <span className={classes(styles.tag, styles[tone])}>{children}</span>;
}

type DotState = "ok" | "warn" | "error" | "off" | "busy" | "accent";

/** A state as a dot; the words that say it stand beside it, or in `label`. */
export function Dot({ state, label }: { state: DotState; label?: string }) {
  return label === undefined ? (
    <span className={classes(styles.dot, styles[`dot-${state}`])} aria-hidden />
  ) : (
    <span
      className={classes(styles.dot, styles[`dot-${state}`])}
      role="img"
      aria-label={label}
      title={label}
    />
  );
}
