import { Lock, TriangleAlert } from "lucide-react";
import type { Lag } from "../bindings";
import { classes } from "../kit/css";
import styles from "./LagText.module.css";
import { lagText } from "./words";

/** A lag in a table: each way in which it may not be known looks different, and says why where one points. */
export function LagText({ lag }: { lag: Lag }) {
  const { text, about } = lagText(lag);
  const isZero = lag.kind === "known" && lag.messages === "0";
  return (
    <span className={classes(styles[lag.kind], isZero && styles.zero)} title={about ?? undefined}>
      {lag.kind === "denied" && <Lock size={11} aria-hidden />}
      {lag.kind === "failed" && <TriangleAlert size={11} aria-hidden />}
      {text}
      {about !== null && <span className={styles.hidden}>. {about}</span>}
    </span>
  );
}
