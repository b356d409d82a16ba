import { ArrowDown, ArrowUp, ChartColumn, CircleStop, Download, Lock, Pause, Play, Plus } from "lucide-react";
import type { Ref } from "react";
import { Button as AriaButton } from "react-aria-components";
import { useSettings } from "../app/workspace";
import { Button, IconButton } from "../kit/Button";
import { useParts, useStore } from "../kit/store";
import { Dot } from "../kit/Tag";
import { ColumnsPanel } from "./ColumnsPanel";
import { CommandsPanel } from "./CommandsPanel";
import { Coverage } from "./Coverage";
import { FilterField } from "./FilterField";
import { KeyPicker } from "./KeyPicker";
import type { LiveView } from "./LiveView";
import { PartitionPicker } from "./PartitionPicker";
import { RangePicker } from "./RangePicker";
import { liveLabel, progress } from "./status";
import styles from "./Toolbar.module.css";
import type { TopicSession } from "./TopicSession";
import type { Columns } from "./useColumns";
import { toSpec } from "./view";

type Props = {
  session: TopicSession;
  live: LiveView;
  columns: Columns;
  partitions: number | null;
  /** Nothing may be written: said on the button, and explained behind it. */
  readOnly: boolean;
  filterRef: Ref<HTMLInputElement>;
  range: { is: boolean; set(open: boolean): void };
  histogram: { shown: boolean; toggle(): void };
  onLeaveFilter(): void;
  onExport(): void;
  onProduce(): void;
};

/** What is read, what to look for, and what to do with it. */
export function Toolbar(props: Props) {
  const { session, live, columns, partitions, readOnly, filterRef, range, histogram, onLeaveFilter } = props;
  const { zone } = useSettings();
  const { view: asked, verdict } = useStore(session.state);
  const { view, only } = useParts(live.state, ({ view, tick }) => ({ view, only: tick?.only ?? null }));
  const { connection, topic } = session;
  return (
    <div className={styles.container}>
      <div className={styles.toolbar} role="toolbar" aria-label="Messages">
        <div className={styles.range}>
          <LiveButton live={live} />
          <StopButton live={live} />
          <RangePicker
            connection={connection}
            view={asked}
            zone={zone}
            open={range}
            onApply={(change) => session.read(change)}
          />
          <PartitionPicker
            count={partitions}
            chosen={asked.partitions}
            onApply={(partitions) => session.restart({ partitions })}
          />
          <KeyPicker
            connection={connection}
            topic={topic}
            chosen={asked.key}
            only={only}
            onApply={(key) => session.read({ key })}
          />
        </div>
        <div className={styles.filter}>
          <FilterField
            view={view}
            filter={asked.filter}
            verdict={verdict}
            onChange={(change) => session.typeFilter(change)}
            onLeave={onLeaveFilter}
            inputRef={filterRef}
            aside={<Coverage live={live} />}
          />
        </div>
        <div className={styles.tools}>
          <IconButton
            label={histogram.shown ? "Hide the histogram" : "Show the histogram"}
            icon={ChartColumn}
            pressed={histogram.shown}
            fills={false}
            onPress={histogram.toggle}
          />
          <ColumnsPanel view={view} columns={columns} labelClass={styles.optional} />
          <CommandsPanel connection={connection} spec={toSpec(asked, topic)} labelClass={styles.optional} />
          <Button icon={Download} onPress={props.onExport} aria-label="Export…">
            <span className={styles.optional}>Export…</span>
          </Button>
          <Button icon={readOnly ? Lock : Plus} onPress={props.onProduce}>
            Produce…
          </Button>
        </div>
        <Progress live={live} />
      </div>
    </div>
  );
}

function StopButton({ live }: { live: LiveView }) {
  const { kind } = useParts(live.state, ({ tick }) => ({ kind: tick?.state.kind }));
  if (kind === "stopped" || kind === "full") {
    return (
      <Button icon={Play} onPress={() => void live.continue()}>
        Continue
      </Button>
    );
  }
  const stops = kind === "reading" || kind === "starting" || kind === "live" || kind === "disconnected";
  return (
    stops && (
      <Button icon={CircleStop} onPress={() => void live.stop()}>
        Stop
      </Button>
    )
  );
}

function Progress({ live }: { live: LiveView }) {
  const { share } = useParts(live.state, ({ tick }) => ({ share: progress(tick) }));
  if (share === null) return null;
  return (
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
  );
}

function LiveButton({ live }: { live: LiveView }) {
  const { text, tone, following, kind } = useParts(live.state, (state) => ({
    ...liveLabel(state),
    following: state.following,
    kind: state.tick?.state.kind,
  }));
  const paused = !following && text.startsWith("Paused");
  const Newer = live.spec.order === "newest" ? ArrowUp : ArrowDown;
  return (
    <AriaButton
      aria-label="Live"
      aria-pressed={following}
      className={styles.live}
      data-paused={paused || undefined}
      onPress={() => {
        if (kind === "stopped") {
          live.follow(true);
          void live.continue();
        } else live.follow(!following);
      }}
    >
      {paused ? <Pause size={12} aria-hidden /> : <Dot state={tone} />}
      {text}
      {paused && <Newer size={13} aria-hidden />}
    </AriaButton>
  );
}
