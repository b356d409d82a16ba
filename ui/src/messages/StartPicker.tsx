import { useState } from "react";
import { Form, Label, Radio, RadioGroup } from "react-aria-components";
import type { Start, Zone } from "../bindings";
import { Button } from "../kit/Button";
import { Field } from "../kit/Field";
import { Panel } from "../kit/Panel";
import { zoneName } from "../kit/times";
import styles from "./StartPicker.module.css";
import { parseStart, type StartFields, type StartKind, startFields, startText } from "./start";

type Props = {
  start: Start;
  zone: Zone;
  /** Resolves to what is wrong with the start, or to null once it is read from. */
  onApply(start: Start): Promise<string | null>;
};

const KINDS: { id: StartKind; name: string; note: string }[] = [
  { id: "last", name: "Last messages", note: "the newest, then live" },
  { id: "latest", name: "Latest", note: "only what comes from now on" },
  { id: "earliest", name: "Earliest", note: "the whole topic, from its first message" },
  { id: "offset", name: "Offset", note: "from this offset in each partition" },
  { id: "time", name: "Time", note: "from a moment on" },
];

/** The button that says where reading starts, and the popover that changes it. */
export function StartPicker({ start, zone, onApply }: Props) {
  return (
    <Panel
      label="Where to start"
      width={340}
      trigger={
        <Button opens aria-label={`Start: ${startText(start, zone)}`}>
          <span className={styles.what}>From</span>{" "}
          <span className={styles.text}>{startText(start, zone)}</span>
        </Button>
      }
    >
      {(close) => <StartForm start={start} zone={zone} onApply={onApply} onDone={close} />}
    </Panel>
  );
}

function StartForm({ start, zone, onApply, onDone }: Props & { onDone(): void }) {
  const [fields, setFields] = useState<StartFields>(() => startFields(start));
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<StartFields>) => {
    setFields({ ...fields, ...part });
    setProblem(null);
  };
  const apply = async () => {
    const parsed = parseStart(fields, zone === "utc");
    if ("problem" in parsed) {
      setProblem(parsed.problem);
      return;
    }
    setBusy(true);
    const refused = await onApply(parsed.start);
    setBusy(false);
    setProblem(refused);
    if (refused === null) onDone();
  };
  return (
    <Form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void apply();
      }}
    >
      <RadioGroup
        value={fields.kind}
        onChange={(kind) => change({ kind: kind as StartKind })}
        className={styles.kinds}
      >
        <Label className={styles.legend}>Start reading at</Label>
        {KINDS.map(({ id, name, note }) => (
          <div key={id}>
            <Radio value={id} aria-label={name} className={styles.radio}>
              <span className={styles.circle} />
              <span>{name}</span>
              <span className={styles.note}>{note}</span>
            </Radio>
            {id === fields.kind && (
              <div className={styles.field}>
                {id === "last" && (
                  <Field
                    label="How many"
                    hideLabel
                    mono
                    autoFocus
                    value={fields.count}
                    onChange={(count) => change({ count })}
                    error={problem}
                    hint="in all partitions together"
                  />
                )}
                {id === "offset" && (
                  <Field
                    label="Offset"
                    hideLabel
                    mono
                    autoFocus
                    value={fields.offset}
                    onChange={(offset) => change({ offset })}
                    error={problem}
                    placeholder="88,412,122"
                  />
                )}
                {id === "time" && (
                  <Field
                    label="Time"
                    hideLabel
                    mono
                    autoFocus
                    value={fields.time}
                    onChange={(time) => change({ time })}
                    error={problem}
                    placeholder="2h ago"
                    hint={`2h ago · 14:05 · 2026-11-24T14:05:00Z · epoch ms. Without a zone: ${zoneName(zone)}.`}
                  />
                )}
                {(id === "latest" || id === "earliest") && problem && <p role="alert">{problem}</p>}
              </div>
            )}
          </div>
        ))}
      </RadioGroup>
      <div className={styles.actions}>
        <Button look="quiet" onPress={onDone}>
          Cancel
        </Button>
        <Button look="primary" type="submit" isPending={busy}>
          Read
        </Button>
      </div>
    </Form>
  );
}
