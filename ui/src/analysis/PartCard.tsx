import type { PartAnalysis, Sizes } from "../bindings";
import { bytes, grouped } from "../kit/numbers";
import styles from "./AnalysisPage.module.css";
import { percent } from "./percent";
import { SizeChart } from "./SizeChart";

type Props = { title: string; part: PartAnalysis; read: number; nullWord?: string };

/** The keys, or the values, of a sample: what they look like, and how large they are. */
export function PartCard({ title, part, read, nullWord = "null" }: Props) {
  const formats = part.nulls > 0 ? [...part.formats, { name: nullWord, count: part.nulls }] : part.formats;
  return (
    <section className={styles.card} aria-label={title}>
      <h2>{title}</h2>
      <table className={styles.formats}>
        <tbody>
          {formats.map(({ name, count }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <div className={styles.track}>
                  <div style={{ width: `${(count / read) * 100}%` }} />
                </div>
              </td>
              <td>{percent(count, read)}</td>
              <td>{grouped(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {part.sizes && (
        <>
          <SizeChart label={`Sizes of the ${title.toLowerCase()}s`} steps={part.sizes.steps} />
          <Figures sizes={part.sizes} />
        </>
      )}
    </section>
  );
}

function Figures({ sizes }: { sizes: Sizes }) {
  const figures = [
    ["Smallest", sizes.least],
    ["Median", sizes.median],
    ["Mean", sizes.mean],
    ["95 %", sizes.p95],
    ["99 %", sizes.p99],
    ["Largest", sizes.most],
  ] as const;
  return (
    <dl className={styles.figures}>
      {figures.map(([name, size]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{bytes(size)}</dd>
        </div>
      ))}
    </dl>
  );
}
