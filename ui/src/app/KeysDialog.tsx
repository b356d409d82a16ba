import { useContext } from "react";
import { Dialog } from "../kit/Dialog";
import { Kbd } from "../kit/Kbd";
import { useStore } from "../kit/store";
import { type Command, CommandsContext } from "./commands";
import styles from "./KeysDialog.module.css";

const IN_LISTS: readonly [string[], string][] = [
  [["j", "k", "ArrowDown", "ArrowUp"], "Next and previous row"],
  [["PageDown", "PageUp"], "A page on or back"],
  [["Home", "End"], "First row; last row, or follow the newest"],
  [["Enter"], "Open"],
  [["Space"], "Pause or follow the newest messages"],
  [["Esc"], "Clear a filter, close what is on top"],
];

/** The keys that work here and now. */
export function KeysDialog({ onClose }: { onClose(): void }) {
  const commands = useStore(useContext(CommandsContext).all);
  const groups = new Map<string, Command[]>();
  for (const command of commands) {
    if (!command.keys || command.palette === false) continue;
    groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  }
  return (
    <Dialog title="Keys" onClose={onClose} width={620} dismissable>
      <div className={styles.groups}>
        <section>
          <h3>In lists</h3>
          <dl>
            {IN_LISTS.map(([keys, what]) => (
              <div key={keys.join()}>
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
        <div>
          {[...groups].map(([group, of]) => (
            <section key={group}>
              <h3>{group}</h3>
              <dl>
                {of.map(({ id, title, keys }) => (
                  <div key={id}>
                    <dt>{title}</dt>
                    <dd>
                      {keys?.map((chord) => (
                        <Kbd key={chord} keys={chord} />
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </Dialog>
  );
}
