import { Button as AriaButton, Dialog, DialogTrigger, Popover } from "react-aria-components";
import { useWorkspace } from "../app/workspace";
import { backend } from "../ipc/backend";
import { toFailed } from "../ipc/failure";
import { Button } from "../kit/Button";
import { useStore } from "../kit/store";
import { Dot } from "../kit/Tag";
import { JobRow } from "./JobRow";
import styles from "./JobsStatus.module.css";
import { summary } from "./jobText";
import { ReadRow } from "./ReadRow";

/** What goes on beside what is shown, in the status bar; a press lists it. */
export function JobsStatus() {
  const workspace = useWorkspace();
  const jobs = useStore(workspace.jobs);
  const reads = useStore(workspace.reads);
  const isOpen = useStore(workspace.jobsOpen);
  const { text, tone } = summary(jobs, reads.length);
  const close = () => workspace.jobsOpen.set(false);
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={(open) => workspace.jobsOpen.set(open)}>
      <AriaButton className={styles.item} aria-label={`Jobs: ${text}`}>
        {tone !== "off" && <Dot state={tone} />}
        {text}
      </AriaButton>
      <Popover className={styles.popover} placement="top end" offset={6}>
        <Dialog aria-label="Jobs" className={styles.dialog}>
          <JobList onClose={close} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function JobList({ onClose }: { onClose(): void }) {
  const workspace = useWorkspace();
  const jobs = useStore(workspace.jobs);
  const reads = useStore(workspace.reads);
  const ended = jobs.filter(({ state }) => state.kind !== "running");
  const dismissAll = () => {
    Promise.all(ended.map(({ id }) => backend.dismissJob(id))).catch((thrown) =>
      workspace.say("error", toFailed(thrown)),
    );
  };
  return (
    <>
      <header className={styles.head}>
        <h2>Jobs</h2>
        {ended.length > 1 && (
          <Button look="quiet" onPress={dismissAll}>
            Dismiss all that ended
          </Button>
        )}
      </header>
      {jobs.length + reads.length === 0 ? (
        <p className={styles.none}>
          Nothing runs. Exports, files that are produced, and tabs that read in the background are listed
          here.
        </p>
      ) : (
        <ul className={styles.list}>
          {reads.map((read) => (
            <ReadRow
              key={`${read.tab.connection} ${read.tab.topic} ${read.tab.saved}`}
              read={read}
              onOpen={onClose}
            />
          ))}
          {jobs.toReversed().map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </ul>
      )}
    </>
  );
}
