import { useState } from "react";
import { useSettings } from "../app/workspace";
import type { LagHistory } from "../bindings";
import { Button } from "../kit/Button";
import { ErrorNote } from "../kit/Note";
import { Segmented } from "../kit/Toggle";
import { latestOf, type Series } from "./chartScale";
import styles from "./LagChart.module.css";
import { LagPlot, numberText, type Unit } from "./LagPlot";
import plot from "./LagPlot.module.css";
import { useLagHistory } from "./queries";

type What = "lag" | "rates";
type Span = "15m" | "1h" | "6h" | "24h";

const MINUTE_MS = 60_000;
const SPANS: readonly { id: Span; name: string; ms: number }[] = [
  { id: "15m", name: "15 min", ms: 15 * MINUTE_MS },
  { id: "1h", name: "1 h", ms: 60 * MINUTE_MS },
  { id: "6h", name: "6 h", ms: 6 * 60 * MINUTE_MS },
  { id: "24h", name: "24 h", ms: 24 * 60 * MINUTE_MS },
];
const WHAT: readonly { id: What; name: string }[] = [
  { id: "lag", name: "Lag" },
  { id: "rates", name: "Rates" },
];

/** How the lag of a group, and what is read and written, went over time. */
export function LagChart({ connection, group, asks }: { connection: string; group: string; asks: boolean }) {
  const { zone } = useSettings();
  const [what, setWhat] = useState<What>("lag");
  const [span, setSpan] = useState<Span>("15m");
  const spanMs = SPANS.find(({ id }) => id === span)?.ms ?? 0;
  const { data, error, dataUpdatedAt, refetch } = useLagHistory(connection, group, spanMs, asks);
  const series = data ? seriesOf(data, what) : [];
  const isMeasured = series.some(({ values }) => latestOf(values) !== null);
  const unit: Unit = what === "lag" ? "messages" : "msg/s";
  return (
    <section className={styles.chart} aria-label="Lag over time">
      <header className={styles.head}>
        <Segmented
          label="What is shown"
          small
          value={what}
          options={WHAT}
          onChange={(next) => setWhat(next)}
        />
        <span className={styles.unit}>{unit}</span>
        <ul className={styles.legend} aria-label="Lines">
          {series.map(({ id, name, values }) => (
            <li key={id} title={name}>
              <span className={plot.key} data-series={id} />
              <span className={styles.name}>{name}</span>
              <b>{numberText(latestOf(values), unit)}</b>
            </li>
          ))}
        </ul>
        <Segmented label="Time span" small value={span} options={SPANS} onChange={(next) => setSpan(next)} />
      </header>
      {error ? (
        <ErrorNote failure={error} action={<Button onPress={() => void refetch()}>Try again</Button>} />
      ) : (
        data && (
          <LagPlot
            label={`${what === "lag" ? "Lag" : "Produced and consumed"}, last ${SPANS.find(({ id }) => id === span)?.name}`}
            series={series}
            fromMs={data.fromMs}
            stepMs={data.stepMs}
            toMs={Math.max(dataUpdatedAt, data.fromMs + (data.total.length - 1) * data.stepMs)}
            zone={zone}
            unit={unit}
          />
        )
      )}
      {data && !isMeasured && (
        <p className={styles.none} role="status">
          {what === "lag"
            ? "Measured from now on, every 15 s while this connection is open."
            : "Rates need a minute of samples."}
        </p>
      )}
    </section>
  );
}

function seriesOf(history: LagHistory, what: What): Series[] {
  if (what === "rates") {
    return [
      { id: "produced", name: "Produced", values: history.produced },
      { id: "consumed", name: "Consumed", values: history.consumed },
    ];
  }
  const several = new Set(history.partitions.map(({ topic }) => topic)).size > 1;
  const worst = history.partitions.map(({ topic, partition, lag }, index) => ({
    id: `worst-${index}`,
    name: several ? `${topic}/${partition}` : `partition ${partition}`,
    values: lag,
  }));
  return [{ id: "total", name: "Total", values: history.total }, ...worst];
}
