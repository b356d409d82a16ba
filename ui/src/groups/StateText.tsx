import type { GroupState } from "../bindings";
import styles from "./StateText.module.css";
import { STATE_ABOUT } from "./words";

/** What a group is doing, in its colour. */
export function StateText({ state }: { state: GroupState }) {
  return (
    <span className={styles[state]} title={STATE_ABOUT[state]}>
      {state}
    </span>
  );
}
