import type { SizeStep } from "../bindings";
import { bytes, count } from "../kit/numbers";
import styles from "./AnalysisPage.module.css";

/** How many there are of each size, by powers of two. */
export function SizeChart({ label, steps }: { label: string; steps: readonly SizeStep[] }) {
  const most = Math.max(1, ...steps.map(({ count }) => count));
  return (
    <ol className={styles.chart} aria-label={label}>
      {steps.map((step) => (
        <li key={step.upTo} title={`${count(step.count, "message")} of up to ${bytes(step.upTo)}`}>
          <div className={styles.column}>
            {step.count > 0 && <div style={{ height: `${Math.max(3, (step.count / most) * 100)}%` }} />}
          </div>
          <span>≤ {bytes(step.upTo)}</span>
        </li>
      ))}
    </ol>
  );
}
