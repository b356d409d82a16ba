import { useContext } from "react";
import { Dialog } from "../kit/Dialog";
import { Kbd } from "../kit/Kbd";
import { useStore } from "../kit/store";
import { CopyDiagnostics } from "./CopyDiagnostics";
import { CommandsContext } from "./commands";
import styles from "./KeysDialog.module.css";

const IN_LISTS: readonly [string[], string][] = [
  [["j", "k", "ArrowDown", "ArrowUp"], "Next and previous row"],
  [["PageDown", "PageUp"], "A page on or back"],
  [["Home", "End"], "First row; last row, or follow the newest"],
  [["Enter"], "Open"],
  [["Esc"], "Clear a filter, close what is on top"],
];
const IN_FIELDS: readonly [string[], string][] = [
  [["Enter"], "Open the first topic found; from a filter to the messages"],
  [["ArrowDown"], "From a filter to the rows"],
  [["mod+Enter"], "Send what is written in the produce drawer"],
];
const IN_WINDOW: readonly [string[], string][] = [
  [["mod+k"], "Search or run a command"],
  [["mod+1", "mod+9"], "First to ninth tab"],
];

/** The keys that work here and now. */
export function KeysDialog({ onClose }: { onClose(): void }) {
  const commands = useStore(useContext(CommandsContext).all);
  const groups = new Map<string, KeyRows>([["Window", IN_WINDOW]]);
  for (const { keys, palette, group, title } of commands) {
    if (keys && palette !== false) groups.set(group, [...(groups.get(group) ?? []), [keys, title]]);
  }
  return (
    <Dialog
      title="Keys"
      onClose={onClose}
      width={620}
      dismissable
      footer={
        <>
          <span className={styles.help}>
            For a report: versions, settings without secrets, the last log lines.
          </span>
          <CopyDiagnostics />
        </>
      }
    >
      <div className={styles.groups}>
        <div>
          <Keys title="In lists" rows={IN_LISTS} />
          <Keys title="In fields" rows={IN_FIELDS} />
        </div>
        <div>
          {[...groups].map(([group, rows]) => (
            <Keys key={group} title={group} rows={rows} />
          ))}
        </div>
      </div>
    </Dialog>
  );
}

type KeyRows = readonly (readonly [keys: readonly string[], what: string])[];

function Keys({ title, rows }: { title: string; rows: KeyRows }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {rows.map(([keys, what]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              {keys.map((chord) => (
                <Kbd key={chord} keys={chord} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
