import type { FileReport } from "../bindings";
import { Note } from "../kit/Note";
import { bytes, count, grouped } from "../kit/numbers";
import styles from "./FileForm.module.css";

/** What a check found: how many messages, how the first looks, or which lines are wrong. */
export function FileFindings({ report }: { report: FileReport }) {
  const { messages, problems, problemCount, first } = report;
  if (problemCount > 0) {
    const more = problemCount - problems.length;
    return (
      <section className={styles.findings} aria-label="Findings">
        <Note
          tone="error"
          message={`${count(problemCount, "line")} can't be read.`}
          hint={`${count(messages, "other message")} could be. Nothing is sent before every line is right.`}
        />
        <ul className={styles.problems} data-selectable>
          {problems.map(({ line, message }) => (
            <li key={`${line} ${message}`}>
              <span>Line {grouped(line)}</span>
              {message}
            </li>
          ))}
          {more > 0 && <li>and {count(more, "more line")}</li>}
        </ul>
      </section>
    );
  }
  if (messages === 0) return <Note tone="warn" message="There is no message in it." />;
  return (
    <section className={styles.findings} aria-label="Findings">
      <Note
        tone="ok"
        message={`${count(messages, "message")}, ${bytes(report.bytes)}: every line is right.`}
      />
      {report.note !== null && <Note tone="warn" message={report.note} />}
      {first !== null && (
        <>
          <h3>The first message</h3>
          <pre className={styles.first}>{first}</pre>
        </>
      )}
    </section>
  );
}
