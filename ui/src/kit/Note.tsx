import { ChevronRight, CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "./css";
import styles from "./Note.module.css";

type NoteProps = {
  tone?: "error" | "warn" | "info" | "ok";
  message: ReactNode;
  hint?: string | null;
  details?: string | null;
  /** What one can do about it. */
  action?: ReactNode;
  /** A line across the page rather than a box. */
  banner?: boolean;
};

const ICONS = { error: CircleAlert, warn: TriangleAlert, info: Info, ok: Info };

/** What happened, what to do, and the technical text folded away. */
export function Note({ tone = "info", message, hint, details, action, banner = false }: NoteProps) {
  const Icon = ICONS[tone];
  return (
    <div
      className={classes(styles.note, styles[tone], banner && styles.banner)}
      role={tone === "error" ? "alert" : "status"}
    >
      <Icon size={16} className={styles.icon} aria-hidden />
      <div className={styles.text}>
        <p className={styles.message} data-selectable>
          {message}
        </p>
        {hint && (
          <p className={styles.hint} data-selectable>
            {hint}
          </p>
        )}
        {details && (
          <details className={styles.details}>
            <summary>
              <ChevronRight size={13} aria-hidden /> Details
            </summary>
            <pre>{details}</pre>
          </details>
        )}
      </div>
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}

type Failure = { message: string; hint: string | null; details: string | null };

/** A failure with what to do about it. */
export function ErrorNote({
  failure,
  action,
  banner,
}: {
  failure: Failure;
  action?: ReactNode;
  banner?: boolean;
}) {
  return (
    <Note
      tone="error"
      message={failure.message}
      hint={failure.hint}
      details={failure.details}
      action={action}
      banner={banner}
    />
  );
}
