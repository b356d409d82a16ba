import { Plus } from "lucide-react";
import { useState } from "react";
import type { GroupPartition } from "../../bindings";
import { Button } from "../../kit/Button";
import { Field } from "../../kit/Field";
import { Checkbox } from "../../kit/Toggle";
import { type ResetForm, samePartition } from "./resetForm";
import styles from "./ScopeFields.module.css";

type Props = {
  form: ResetForm;
  /** Where the group stands now. */
  known: readonly GroupPartition[];
  onChange(change: Partial<ResetForm>): void;
};

/** Which topics, by name; also such as the group has not read yet. */
export function TopicsField({ form, known, onChange }: Props) {
  const [other, setOther] = useState("");
  const names = [...new Set([...known.map(({ topic }) => topic), ...form.topics])].sort();
  const choose = (topic: string, isIn: boolean) =>
    onChange({
      topics: isIn ? [...form.topics, topic] : form.topics.filter((chosen) => chosen !== topic),
    });
  const add = () => {
    const topic = other.trim();
    if (topic === "") return;
    if (!form.topics.includes(topic)) choose(topic, true);
    setOther("");
  };
  return (
    <fieldset className={styles.scope} aria-label="Topics to reset">
      <div className={styles.list}>
        {names.map((topic) => (
          <Checkbox
            key={topic}
            isSelected={form.topics.includes(topic)}
            onChange={(isIn) => choose(topic, isIn)}
          >
            {topic}
          </Checkbox>
        ))}
      </div>
      <form
        className={styles.other}
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <Field
          label="Another topic"
          hideLabel
          mono
          value={other}
          onChange={setOther}
          placeholder="Another topic, all its partitions"
        />
        <Button icon={Plus} type="submit" isDisabled={other.trim() === ""}>
          Add
        </Button>
      </form>
    </fieldset>
  );
}

/** Which partitions, of those that the group has committed or reads. */
export function PartitionsField({ form, known, onChange }: Props) {
  const byName = known.toSorted(
    (one, other) => one.topic.localeCompare(other.topic) || one.partition - other.partition,
  );
  return (
    <fieldset className={styles.scope} aria-label="Partitions to reset">
      <div className={styles.list}>
        {byName.map(({ topic, partition }) => {
          const name = { topic, partition };
          return (
            <Checkbox
              key={`${topic} ${partition}`}
              isSelected={form.partitions.some((chosen) => samePartition(chosen, name))}
              onChange={(isIn) =>
                onChange({
                  partitions: isIn
                    ? [...form.partitions, name]
                    : form.partitions.filter((chosen) => !samePartition(chosen, name)),
                })
              }
            >
              {topic}/{partition}
            </Checkbox>
          );
        })}
      </div>
    </fieldset>
  );
}
