import { CircleStop, ScanSearch } from "lucide-react";
import { type Read, useWorkspace } from "../app/workspace";
import { Button } from "../kit/Button";
import { count } from "../kit/numbers";
import { useStore } from "../kit/store";
import type { LiveView } from "../messages/LiveView";
import styles from "./JobRow.module.css";
import { progressText, share } from "./jobText";
import { ProgressBar } from "./ProgressBar";

/** A view that goes on reading in a tab that is not in front. */
export function ReadRow({ read, onOpen }: { read: Read; onOpen(): void }) {
  const { live } = useStore(read.session.state);
  return live && <LiveRow read={read} live={live} onOpen={onOpen} />;
}

function LiveRow({ read: { tab, session }, live, onOpen }: { read: Read; live: LiveView; onOpen(): void }) {
  const workspace = useWorkspace();
  const { tick } = useStore(live.state);
  const title = `Reading ${workspace.savedView(tab)?.name ?? tab.topic}`;
  if (tick === null) return null;
  const filtered = session.view().filter.text !== "";
  const { read, total, matched, rate, leftMs, state } = tick;
  return (
    <li className={styles.job} data-state="running" aria-label={title}>
      <div className={styles.head}>
        <ScanSearch size={15} className={styles.icon} aria-hidden />
        <span className={styles.title}>{title}</span>
        <Button
          look="quiet"
          onPress={() => {
            workspace.open(tab);
            onOpen();
          }}
        >
          Open
        </Button>
        <Button icon={CircleStop} onPress={() => void live.stop()}>
          Stop
        </Button>
      </div>
      <ProgressBar label={title} share={share({ done: read, total })} />
      <p className={styles.figures}>
        {state.kind === "asking"
          ? `Waits for you: the rest is about ${count(state.messages, "message")}.`
          : progressText({ done: read, total, found: filtered ? matched : null, rate, leftMs, verb: "read" })}
      </p>
    </li>
  );
}
