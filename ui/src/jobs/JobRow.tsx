import {
  Ban,
  ChartNoAxesColumn,
  CircleCheck,
  CircleStop,
  CircleX,
  Copy,
  Download,
  type LucideIcon,
  Upload,
  X,
} from "lucide-react";
import { useWorkspace } from "../app/workspace";
import type { Job } from "../bindings";
import { backend } from "../ipc/backend";
import { toFailed } from "../ipc/failure";
import { Button, IconButton } from "../kit/Button";
import { copy } from "../kit/clipboard";
import { ErrorNote } from "../kit/Note";
import styles from "./JobRow.module.css";
import { jobProgress, progressText, share } from "./jobText";
import { ProgressBar } from "./ProgressBar";

const KIND_ICONS: Record<Job["kind"], LucideIcon> = {
  export: Download,
  produce: Upload,
  analysis: ChartNoAxesColumn,
};
const STATE_ICONS = { done: CircleCheck, stopped: Ban, failed: CircleX } as const;

/** A job: how far it is, or how it ended. */
export function JobRow({ job }: { job: Job }) {
  const workspace = useWorkspace();
  const { state, title, path } = job;
  const ask = (command: Promise<unknown>) => {
    command.catch((thrown) => workspace.say("error", toFailed(thrown)));
  };
  const progress = jobProgress(job);
  const Icon = state.kind === "running" ? KIND_ICONS[job.kind] : STATE_ICONS[state.kind];
  return (
    <li className={styles.job} data-state={state.kind} aria-label={title}>
      <div className={styles.head}>
        <Icon size={15} className={styles.icon} aria-hidden />
        <span className={styles.title}>{title}</span>
        {state.kind === "running" ? (
          <Button icon={CircleStop} onPress={() => ask(backend.stopJob(job.id))}>
            Stop
          </Button>
        ) : (
          <IconButton label={`Dismiss ${title}`} icon={X} onPress={() => ask(backend.dismissJob(job.id))} />
        )}
      </div>
      {state.kind === "running" && (
        <>
          <ProgressBar label={title} share={share(progress)} />
          <p className={styles.figures}>{progressText(progress)}</p>
        </>
      )}
      {(state.kind === "done" || state.kind === "stopped") && (
        <p className={styles.result} data-selectable>
          {state.message}
        </p>
      )}
      {state.kind === "failed" && <ErrorNote failure={state.failure} />}
      {path !== null && (
        <div className={styles.path}>
          <code title={path}>
            <span className={styles.folder}>{path.slice(0, nameAt(path))}</span>
            <span className={styles.file}>{path.slice(nameAt(path))}</span>
          </code>
          <IconButton
            label="Copy the path"
            icon={Copy}
            size={13}
            onPress={() => ask(copy(Promise.resolve(path)))}
          />
        </div>
      )}
    </li>
  );
}

/** Where the last name of a path begins. */
function nameAt(path: string): number {
  return Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1;
}
