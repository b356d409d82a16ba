import styles from "./ProgressBar.module.css";

/** How much of something is done; a bar that moves to and fro where that is not known. */
export function ProgressBar({ label, share }: { label: string; share: number | null }) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      className={styles.track}
    >
      <div
        className={share === null ? styles.unknown : styles.done}
        style={share === null ? undefined : { width: `${share * 100}%` }}
      />
    </div>
  );
}
