import { duration } from "./numbers";
import { useElapsed } from "./useElapsed";
import styles from "./Waiting.module.css";

/** "Asking the brokers… 1.2 s": said after a moment, so that quick answers don't flicker. */
export function Waiting({ what, since }: { what: string; since: number }) {
  const elapsed = useElapsed(since);
  return (
    <div className={styles.waiting} role="status" data-late={elapsed > 200 || undefined}>
      <span className={styles.spinner} aria-hidden />
      {what}… {elapsed >= 1000 && duration(elapsed)}
    </div>
  );
}
