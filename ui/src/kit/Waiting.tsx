import { Button } from "./Button";
import { duration } from "./numbers";
import { useElapsed } from "./useElapsed";
import styles from "./Waiting.module.css";

type WaitingProps = {
  what: string;
  since: number;
  /** Offered when it takes long. */
  onStop?(): void;
};

const LATE_MS = 200;
const LONG_MS = 2000;

/** "Asking the brokers… 1.2 s": said after a moment, so that quick answers don't flicker. */
export function Waiting({ what, since, onStop }: WaitingProps) {
  const elapsed = useElapsed(since);
  return (
    <div className={styles.waiting} role="status" data-late={elapsed > LATE_MS || undefined}>
      <span className={styles.spinner} aria-hidden />
      {what}… {elapsed >= 1000 && duration(elapsed)}
      {onStop && elapsed > LONG_MS && <Button onPress={onStop}>Stop</Button>}
    </div>
  );
}
