import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { useWorkspace } from "../app/workspace";
import type { Connection } from "../bindings";
import { JobRow } from "../jobs/JobRow";
import { Button } from "../kit/Button";
import { useStore } from "../kit/store";
import styles from "./ProduceDrawer.module.css";

type Props = {
  connection: Connection | undefined;
  /** A job that this form has started. */
  job: number | null;
  /** What came of it. */
  said: ReactNode;
  left: ReactNode;
  /** Why the button does nothing now. */
  why: string | null;
  /** The button that writes; a locked connection shows its lock in the place of it. */
  action: ReactNode;
};

/** The foot of the drawer: what came of it, and the button that writes. */
export function Foot({ connection, job, said, left, why, action }: Props) {
  const workspace = useWorkspace();
  const running = useStore(workspace.jobs).find(({ id }) => id === job);
  const isLocked = connection?.readOnly ?? false;
  return (
    <footer className={styles.foot}>
      {said}
      {running && (
        <ul className={styles.job}>
          <JobRow job={running} />
        </ul>
      )}
      <div className={styles.actions}>
        {left}
        <span className={styles.why}>{isLocked ? "Read-only connection" : why}</span>
        {isLocked && connection ? (
          <Button icon={Lock} onPress={() => workspace.overlay.set({ kind: "allowWriting", connection })}>
            Allow writing…
          </Button>
        ) : (
          action
        )}
      </div>
    </footer>
  );
}
