import { useQuery } from "@tanstack/react-query";
import { Terminal } from "lucide-react";
import type { ViewSpec } from "../bindings";
import { backend } from "../ipc/backend";
import { Button } from "../kit/Button";
import { ErrorNote } from "../kit/Note";
import { Panel } from "../kit/Panel";
import styles from "./CommandsPanel.module.css";
import { CopyButton } from "./CopyButton";

/** What reads the same on a command line. */
export function CommandsPanel({
  labelClass,
  ...of
}: {
  connection: string;
  spec: ViewSpec;
  /** Of the button's text, which may give way. */
  labelClass: string | undefined;
}) {
  return (
    <Panel
      label="Copy command"
      width={560}
      trigger={
        <Button icon={Terminal} opens aria-label="Copy command">
          <span className={labelClass}>Copy command</span>
        </Button>
      }
    >
      {() => <CommandLines {...of} />}
    </Panel>
  );
}

function CommandLines({ connection, spec }: { connection: string; spec: ViewSpec }) {
  const { data, error } = useQuery({
    queryKey: ["commandLines", connection, spec],
    queryFn: () => backend.commandLines(connection, spec),
    staleTime: 0,
  });
  return (
    <div className={styles.panel}>
      <p className={styles.intro}>Reads the same range. Secrets are left out.</p>
      {error && <ErrorNote failure={error} />}
      <ul className={styles.lines}>
        {(data ?? []).map(({ tool, line, note }) => (
          <li key={tool}>
            <div className={styles.head}>
              <span className={styles.tool}>{tool}</span>
              <CopyButton name={`Copy ${tool} command`} short="Copy" text={async () => line} />
            </div>
            <pre className={styles.line}>{line}</pre>
            {note && <p className={styles.intro}>{note}</p>}
          </li>
        ))}
      </ul>
    </div>
  );
}
