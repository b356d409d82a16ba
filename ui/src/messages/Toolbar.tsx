import { ArrowDown, CircleStop, Lock, Pause, Play, Plus } from "lucide-react";
import type { Ref } from "react";
import { Button as AriaButton } from "react-aria-components";
import { useSettings } from "../app/workspace";
import { Button } from "../kit/Button";
import { FilterField } from "../kit/Field";
import { useStore } from "../kit/store";
import { Dot } from "../kit/Tag";
import { Coverage } from "./Coverage";
import type { LiveView } from "./LiveView";
import { PartitionPicker } from "./PartitionPicker";
import { StartPicker } from "./StartPicker";
import { liveLabel, progress } from "./status";
import styles from "./Toolbar.module.css";
import type { TopicSession } from "./TopicSession";

type Props = {
  session: TopicSession;
  live: LiveView;
  partitions: number | null;
  /** Nothing may be written: said on the button, and explained behind it. */
  readOnly: boolean;
  filterRef: Ref<HTMLInputElement>;
  onLeaveFilter(): void;
  onProduce(): void;
};

/** Where to start, which partitions, what to look for, and whether the newest is in sight. */
export function Toolbar({ session, live, partitions, readOnly, filterRef, onLeaveFilter, onProduce }: Props) {
  const { zone } = useSettings();
  const state = useStore(session.state);
  const view = useStore(live.state);
  const share = progress(view.tick);
  const kind = view.tick?.state.kind;
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Messages">
      <LiveButton live={live} />
      <StartPicker start={state.start} zone={zone} onApply={(start) => session.startAt(start)} />
      <PartitionPicker
        count={partitions}
        chosen={state.partitions}
        onApply={(chosen) => session.restart({ partitions: chosen })}
      />
      <FilterField
        label="Filter"
        placeholder="Text in key or value, as written"
        mono
        value={state.filter}
        onChange={(filter) => session.typeFilter(filter)}
        onLeave={onLeaveFilter}
        onEnter={onLeaveFilter}
        inputRef={filterRef}
        keys="/"
        aside={<Coverage state={view} />}
      />
      {(kind === "stopped" || kind === "full") && (
        <Button icon={Play} onPress={() => void live.continue()}>
          Continue
        </Button>
      )}
      {(kind === "reading" || kind === "starting" || kind === "live" || kind === "disconnected") && (
        <Button icon={CircleStop} onPress={() => void live.stop()}>
          Stop
        </Button>
      )}
      <Button icon={readOnly ? Lock : Plus} onPress={onProduce}>
        Produce…
      </Button>
      {share !== null && (
        <div
          className={styles.progress}
          role="progressbar"
          aria-label="Read"
          aria-valuenow={Math.round(share * 100)}
          aria-valuemin={0}
          aria-valuemax={100}
        >
          <div style={{ width: `${share * 100}%` }} />
        </div>
      )}
    </div>
  );
}

function LiveButton({ live }: { live: LiveView }) {
  const state = useStore(live.state);
  const { text, tone } = liveLabel(state);
  const paused = !state.following && text.startsWith("Paused");
  return (
    <AriaButton
      aria-label="Live"
      aria-pressed={state.following}
      className={styles.live}
      data-paused={paused || undefined}
      onPress={() => {
        if (state.tick?.state.kind === "stopped") {
          live.follow(true);
          void live.continue();
        } else live.follow(!state.following);
      }}
    >
      {paused ? <Pause size={12} aria-hidden /> : <Dot state={tone} />}
      {text}
      {paused && <ArrowDown size={13} aria-hidden />}
    </AriaButton>
  );
}
