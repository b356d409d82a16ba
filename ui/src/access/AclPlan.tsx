import { useState } from "react";
import type { AclEntry } from "../bindings";
import { ErrorNote } from "../kit/Note";
import { Segmented } from "../kit/Toggle";
import { CopyButton } from "../messages/CopyButton";
import styles from "./AclPlan.module.css";
import { useAclLines } from "./queries";
import { entryKey, inWords } from "./words";

type Props = { connection: string; entries: readonly AclEntry[]; remove: boolean };

/** Every entry of a change in words, and the same for a terminal. */
export function AclPlan({ connection, entries, remove }: Props) {
  const { data: lines, error } = useAclLines(connection, entries, remove);
  const tools = [...new Set(lines?.map(({ tool }) => tool) ?? [])];
  const [chosen, setTool] = useState<string | null>(null);
  const tool = tools.find((name) => name === chosen) ?? tools[0] ?? "";
  const mine = lines?.filter((line) => line.tool === tool) ?? [];
  const text = mine.map(({ line }) => line).join("\n");
  const notes = new Set(mine.flatMap(({ note }) => (note === null ? [] : [note])));
  return (
    <div className={styles.plan}>
      <ul className={styles.entries} aria-label="Entries">
        {entries.map((entry) => (
          <li key={entryKey(entry)}>{inWords(entry)}</li>
        ))}
      </ul>
      {error && <ErrorNote failure={error} />}
      {tools.length > 0 && (
        <section className={styles.lines} aria-label="The same for a terminal">
          <div className={styles.head}>
            <span className={styles.title}>The same for a terminal</span>
            <Segmented
              label="Tool"
              small
              value={tool}
              options={tools.map((name) => ({ id: name, name }))}
              onChange={setTool}
            />
            <CopyButton name={`Copy ${tool} lines`} short="Copy" text={async () => text} />
          </div>
          <pre className={styles.text}>{text}</pre>
          {[...notes].map((note) => (
            <p key={note} className={styles.note}>
              {note}
            </p>
          ))}
        </section>
      )}
    </div>
  );
}
