import { useQuery } from "@tanstack/react-query";
import { Button as AriaButton } from "react-aria-components";
import type { PartitionCoverage, PartitionState } from "../bindings";
import { backend } from "../ipc/backend";
import { ErrorNote } from "../kit/Note";
import { bytes, count, grouped } from "../kit/numbers";
import { Panel } from "../kit/Panel";
import { useStore } from "../kit/store";
import styles from "./Coverage.module.css";
import type { LiveState, LiveView } from "./LiveView";
import { coverageText, droppedText, gapTexts, whyText } from "./status";

const WHY: Record<PartitionState, string> = {
  reading: "reading",
  end: "read to its end",
  stopped: "stopped",
  failed: "failed",
};

/** The figures in the filter field; a press shows how far each partition was read. */
export function Coverage({ live }: { live: LiveView }) {
  const state = useStore(live.state);
  const text = coverageText(state.tick, state.filter.text !== "");
  if (text === "") return null;
  return (
    <Panel
      label="Coverage"
      width={560}
      trigger={
        <AriaButton className={styles.figures} aria-label={`Coverage: ${text}`}>
          {text}
        </AriaButton>
      }
    >
      {() => <Partitions state={state} />}
    </Panel>
  );
}

function Partitions({ state }: { state: LiveState }) {
  const { view, tick } = state;
  const { data, error } = useQuery({
    queryKey: ["viewCoverage", view],
    queryFn: () => backend.viewCoverage(view ?? -1),
    enabled: view !== null,
    refetchInterval: 1000,
    gcTime: 0,
  });
  const facts = [
    whyText(tick),
    tick && tick.only !== null ? `Only partition ${tick.only} is read: the one that holds the key.` : null,
    tick && tick.unclear > 0 && state.filter.text !== ""
      ? `${count(tick.unclear, "message")} could not be judged by the filter: not JSON.`
      : null,
    ...(tick ? gapTexts(tick).map((text) => `${text}.`) : []),
    droppedText(tick) && `${droppedText(tick)}.`,
  ].filter((fact) => fact !== null);
  const gaps = (data ?? []).some(({ missing, expired }) => missing > 0 || expired > 0);
  return (
    <div className={styles.panel}>
      <p className={styles.summary}>{coverageText(tick, state.filter.text !== "")}</p>
      {facts.length > 0 && (
        <ul className={styles.facts}>
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      )}
      {error && <ErrorNote failure={error} />}
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">P</th>
              <th scope="col">Read</th>
              <th scope="col">Of</th>
              <th scope="col">Next offset</th>
              {gaps && (
                <>
                  <th scope="col" title="Offsets without a message: markers, aborted, compacted">
                    No message
                  </th>
                  <th scope="col" title="Taken by retention while reading">
                    Expired
                  </th>
                </>
              )}
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {(data ?? []).map((row) => (
              <tr key={row.partition}>
                <td>{row.partition}</td>
                <td>{grouped(row.read)}</td>
                <td>{grouped(row.total)}</td>
                <td>{grouped(row.position)}</td>
                {gaps && (
                  <>
                    <td>{grouped(row.missing)}</td>
                    <td>{grouped(row.expired)}</td>
                  </>
                )}
                <td data-state={row.state}>
                  {row.total === 0 && row.state === "end" ? "nothing in this range" : WHY[row.state]}
                  {row.problem && <span>: {row.problem}</span>}
                </td>
              </tr>
            ))}
          </tbody>
          {data && data.length > 1 && (
            <tfoot>
              <tr>
                <td>all</td>
                <td>{grouped(sumOf(data, "read"))}</td>
                <td>{grouped(sumOf(data, "total"))}</td>
                <td />
                {gaps && (
                  <>
                    <td>{grouped(sumOf(data, "missing"))}</td>
                    <td>{grouped(sumOf(data, "expired"))}</td>
                  </>
                )}
                <td>{tick && tick.bytes > 0 && `${bytes(tick.bytes)} of keys and values`}</td>
              </tr>
            </tfoot>
          )}
        </table>
      </div>
    </div>
  );
}

function sumOf(rows: readonly PartitionCoverage[], what: "read" | "total" | "missing" | "expired"): number {
  return rows.reduce((sum, row) => sum + row[what], 0);
}
