import { ChevronUp, ZoomOut } from "lucide-react";
import { useCallback, useState } from "react";
import { useSettings } from "../app/workspace";
import type { TopicView } from "../bindings";
import { IconButton } from "../kit/Button";
import { short } from "../kit/numbers";
import { useParts, useStore } from "../kit/store";
import styles from "./HistogramBar.module.css";
import { HistogramChart } from "./HistogramChart";
import type { LiveView } from "./LiveView";
import type { TopicSession } from "./TopicSession";
import { grows, useHistogram } from "./useHistogram";
import { timeOf } from "./view";

type Range = Pick<TopicView, "start" | "until">;

type Props = { session: TopicSession; live: LiveView; onCollapse(): void };

/** When the messages were written; a brushed range is read. */
export function HistogramBar({ session, live, onCollapse }: Props) {
  const { zone } = useSettings();
  const { filter, ...asked } = useParts(live.state, ({ view, numbering, tick, filter }) => ({
    view,
    numbering,
    hasTick: tick !== null,
    grows: grows(tick),
    filter,
  }));
  const [buckets, setBuckets] = useState(0);
  const data = useHistogram({ ...asked, buckets });
  const most = Math.max(0, ...data.seen);
  const { view } = useStore(session.state);
  const [whole, setWhole] = useState<{ range: Range; brushed: Range["start"] } | null>(null);
  const isBrushed = whole !== null && view.start === whole.brushed;
  const brush = useCallback(
    (fromMs: number, toMs: number) => {
      const start = timeOf(fromMs);
      setWhole((before) =>
        before !== null && view.start === before.brushed
          ? { ...before, brushed: start }
          : { range: { start: view.start, until: view.until }, brushed: start },
      );
      session.restart({ start, until: timeOf(toMs) });
    },
    [session, view],
  );
  return (
    <div className={styles.bar}>
      <HistogramChart
        data={data}
        zone={zone}
        filtered={filter.text !== ""}
        onRoom={setBuckets}
        onBrush={brush}
      />
      <div className={styles.side}>
        <div className={styles.buttons}>
          {isBrushed && (
            <IconButton
              label="Back to the range before"
              icon={ZoomOut}
              onPress={() => session.restart(whole.range)}
            />
          )}
          <IconButton label="Hide the histogram" icon={ChevronUp} onPress={onCollapse} />
        </div>
        <span className={styles.figure}>
          {most > 0 && `≤ ${short(most)}`}
          {data.untimed > 0 && <span title="messages without a time">+{short(data.untimed)}</span>}
        </span>
      </div>
    </div>
  );
}
