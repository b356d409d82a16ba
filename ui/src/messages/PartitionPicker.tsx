import { useState } from "react";
import { Button } from "../kit/Button";
import { Field } from "../kit/Field";
import { grouped } from "../kit/numbers";
import { Panel } from "../kit/Panel";
import { Checkbox } from "../kit/Toggle";
import styles from "./PartitionPicker.module.css";
import { formatPartitions, parsePartitions } from "./partitionRanges";

type Props = {
  /** How many the topic has; null until known. */
  count: number | null;
  /** Null: all. */
  chosen: number[] | null;
  onApply(chosen: number[] | null): void;
};

/** Checkboxes are enough for so many. */
const BOXES_ONLY = 16;
/** Checkboxes are drawn for so many; the others are typed. */
const MOST_BOXES = 256;

export function PartitionPicker({ count, chosen, onApply }: Props) {
  const text =
    chosen === null ? "all" : chosen.length === 1 ? String(chosen[0]) : `${chosen.length} of ${count ?? "?"}`;
  return (
    <Panel
      label="Partitions"
      width={300}
      trigger={
        <Button opens aria-label={`Partitions: ${text}`}>
          <span className={styles.what}>Partitions</span> {text}
        </Button>
      }
    >
      {(close) => <PartitionForm count={count} chosen={chosen} onApply={onApply} onDone={close} />}
    </Panel>
  );
}

function PartitionForm({ count, chosen, onApply, onDone }: Props & { onDone(): void }) {
  const [picked, setPicked] = useState<ReadonlySet<number> | null>(chosen && new Set(chosen));
  const [typed, setTyped] = useState(chosen === null ? "" : formatPartitions(chosen));
  const [problem, setProblem] = useState<string | null>(null);
  if (count === null)
    return <p className={styles.unknown}>The brokers have not said yet how many there are.</p>;
  const all = Array.from({ length: count }, (_, partition) => partition);
  const boxes = all.slice(0, MOST_BOXES);
  const isPicked = (partition: number) => picked === null || picked.has(partition);
  const pick = (next: ReadonlySet<number> | null) => {
    const chosen = next?.size === count ? null : next;
    setPicked(chosen);
    setTyped(chosen === null ? "" : formatPartitions(chosen));
    setProblem(null);
  };
  const toggle = (partition: number, on: boolean) => {
    const next = new Set(picked ?? all);
    if (on) next.add(partition);
    else next.delete(partition);
    pick(next);
  };
  const type = (text: string) => {
    setTyped(text);
    const parsed = text.trim() === "" ? { chosen: null } : parsePartitions(text, count);
    if ("problem" in parsed) setProblem(parsed.problem);
    else {
      setPicked(parsed.chosen);
      setProblem(null);
    }
  };
  const blocked = problem !== null || picked?.size === 0;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (blocked) return;
        onApply(picked && picked.size < count ? [...picked].sort((one, other) => one - other) : null);
        onDone();
      }}
    >
      {count > BOXES_ONLY && (
        <Field
          label="Partitions"
          hideLabel
          mono
          autoFocus
          value={typed}
          onChange={type}
          placeholder="3,7-9"
          hint={`0 to ${count - 1}. Empty: all.`}
          error={problem}
        />
      )}
      <div className={styles.quick}>
        <Button look="quiet" onPress={() => pick(null)}>
          All
        </Button>
        <Button look="quiet" onPress={() => pick(new Set())}>
          None
        </Button>
        <span className={styles.many}>
          {picked === null ? `all ${grouped(count)}` : `${picked.size} chosen`}
        </span>
      </div>
      <div className={styles.boxes}>
        {boxes.map((partition) => (
          <Checkbox key={partition} isSelected={isPicked(partition)} onChange={(on) => toggle(partition, on)}>
            <span className={styles.number}>{partition}</span>
          </Checkbox>
        ))}
      </div>
      {count > MOST_BOXES && (
        <p className={styles.unknown}>
          The first {MOST_BOXES} of {grouped(count)} have boxes.
        </p>
      )}
      <div className={styles.actions}>
        {picked?.size === 0 && <span className={styles.why}>Choose at least one.</span>}
        <Button look="primary" type="submit" isDisabled={blocked}>
          Read
        </Button>
      </div>
    </form>
  );
}
