import { useQuery } from "@tanstack/react-query";
import { Button as AriaButton } from "react-aria-components";
import type { PartitionState } from "../bindings";
import { backend } from "../ipc/backend";
import { ErrorNote } from "../kit/Note";
import { grouped } from "../kit/numbers";
import { Panel } from "../kit/Panel";
import styles from "./Coverage.module.css";
import type { LiveState } from "./LiveView";
import { coverageText, droppedText } from "./status";

const WHY: Record<PartitionState, string> = {
  reading: "reading",
  end: "read to its end",
  stopped: "stopped",
  failed: "failed",
};

/** The figures in the filter field; a press shows how far each partition was read. */
export function Coverage({ state }: { state: LiveState }) {
  const text = coverageText(state.tick, state.filter !== "");
  if (text === "") return null;
  return (
    <Panel
      label="Coverage"
      width={440}
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
  const dropped = droppedText(tick);
  return (
    <div className={styles.panel}>
      <p className={styles.summary}>
        {coverageText(tick, state.filter !== "")}
        {dropped && <span> · {dropped}</span>}
      </p>
      {error && <ErrorNote failure={error} />}
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">P</th>
              <th scope="col">Read</th>
              <th scope="col">Of</th>
              <th scope="col">Next offset</th>
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
                <td data-state={row.state}>
                  {row.total === 0 && row.state === "end" ? "nothing in this range" : WHY[row.state]}
                  {row.problem && <span>: {row.problem}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
