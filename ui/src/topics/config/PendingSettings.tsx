import { ArrowRight, Undo2 } from "lucide-react";
import { useState } from "react";
import { Refused } from "../../changes/ChangeDialog";
import { useChange } from "../../changes/useChange";
import { backend } from "../../ipc/backend";
import { type Failed, toFailed } from "../../ipc/failure";
import { Button, IconButton } from "../../kit/Button";
import { count } from "../../kit/numbers";
import styles from "./PendingSettings.module.css";
import type { Pending } from "./settingsDraft";
import { inWords } from "./settingText";

type Props = {
  connection: string;
  topic: string;
  pending: readonly Pending[];
  readOnly: boolean;
  /** Leaves a setting as it is. */
  onDrop(name: string): void;
  onDiscard(): void;
};

/** What is to be changed, from what to what, and the button that does it. */
export function PendingSettings({ connection, topic, pending, readOnly, onDrop, onDiscard }: Props) {
  const makeChange = useChange();
  const [applying, setApplying] = useState(false);
  const [failure, setFailure] = useState<Failed | null>(null);
  const wrong = pending.filter(({ problem }) => problem !== null).length;
  const why = readOnly
    ? "This connection is read-only."
    : wrong > 0
      ? `${count(wrong, "value")} can't be read.`
      : null;
  const apply = async () => {
    if (applying || why !== null) return;
    setApplying(true);
    setFailure(null);
    const choices = pending.map(({ row, to }) => ({ name: row.name, value: to }));
    try {
      const made = await makeChange((confirm) => backend.alterConfigs(connection, topic, choices, confirm));
      if (made !== null) onDiscard();
    } catch (thrown) {
      setFailure(toFailed(thrown));
    } finally {
      setApplying(false);
    }
  };
  return (
    <section className={styles.pending} aria-label="Changes that are not applied yet">
      <ul className={styles.list}>
        {pending.map(({ row, to, problem }) => (
          <li key={row.name} className={styles.item}>
            <span className={styles.name}>{row.name}</span>
            <span className={styles.before}>
              <Said value={row.source === "topic" ? row.value : null} instead={row.value} type={row.type} />
            </span>
            <ArrowRight size={13} className={styles.arrow} aria-label="to" />
            <span className={styles.after}>
              {problem === null ? (
                <Said value={to} instead={row.default} type={row.type} />
              ) : (
                <span className={styles.problem}>{problem}</span>
              )}
            </span>
            <IconButton
              label={`Leave ${row.name} as it is`}
              icon={Undo2}
              size={13}
              onPress={() => onDrop(row.name)}
            />
          </li>
        ))}
      </ul>
      {failure && <Refused failure={failure} />}
      <div className={styles.foot}>
        <span className={styles.why}>
          {why ?? `${count(pending.length, "change")} not applied yet. It can be taken back afterwards.`}
        </span>
        <Button look="quiet" onPress={onDiscard}>
          Discard
        </Button>
        <Button look="primary" isPending={applying} isDisabled={why !== null} onPress={() => void apply()}>
          {applying ? "Applying…" : `Apply ${count(pending.length, "change")}`}
        </Button>
      </div>
    </section>
  );
}

type SaidProps = { value: string | null; instead: string | null; type: Pending["row"]["type"] };

/** A value and what it is in words; where there is none of its own, the default that counts. */
function Said({ value, instead, type }: SaidProps) {
  const shown = value ?? instead;
  const words = shown === null ? null : inWords(type, shown);
  return (
    <>
      {value === null && <span className={styles.faint}>default</span>}
      {shown !== null && <span className={styles.mono}>{shown === "" ? "empty" : shown}</span>}
      {words !== null && <span className={styles.faint}>{words}</span>}
    </>
  );
}
