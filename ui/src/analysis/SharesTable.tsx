import type { PartitionShare } from "../bindings";
import { bytes, grouped } from "../kit/numbers";
import { Tag } from "../kit/Tag";
import styles from "./AnalysisPage.module.css";
import { percent } from "./percent";

/** More than twice its share of the messages is worth a mark. */
const SKEWED = 2;

/** How a topic and its sample spread over the partitions. */
export function SharesTable({ partitions }: { partitions: readonly PartitionShare[] }) {
  const whole = partitions.reduce((sum, { spanned }) => sum + Number(spanned), 0);
  return (
    <div className={styles.scroll}>
      <table className={styles.shares}>
        <thead>
          <tr>
            <th scope="col">P</th>
            <th scope="col">In the topic</th>
            <th scope="col">Share</th>
            <th scope="col">Read</th>
            <th scope="col">Mean size</th>
            <th scope="col">Tombstones</th>
            <th scope="col" aria-label="Notes" />
          </tr>
        </thead>
        <tbody>
          {partitions.map(({ partition, spanned, read, bytes: size, tombstones, problem }) => {
            const isSkewed = partitions.length > 1 && Number(spanned) * partitions.length > SKEWED * whole;
            return (
              <tr key={partition}>
                <td>{partition}</td>
                <td>{problem === null ? grouped(spanned) : "–"}</td>
                <td>{problem === null ? percent(Number(spanned), whole) : "–"}</td>
                <td>{grouped(read)}</td>
                <td>{read > 0 ? bytes(Math.round(size / read)) : "–"}</td>
                <td>{grouped(tombstones)}</td>
                <td>
                  {isSkewed && <Tag tone="warn">more than its share</Tag>}
                  {problem !== null && <Tag tone="error">{problem}</Tag>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
