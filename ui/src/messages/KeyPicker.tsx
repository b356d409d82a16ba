import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components";
import type { KeyQuery, Partitioner } from "../bindings";
import { backend } from "../ipc/backend";
import { Button } from "../kit/Button";
import { Field } from "../kit/Field";
import { Panel } from "../kit/Panel";
import { Segmented } from "../kit/Toggle";
import styles from "./KeyPicker.module.css";

type Props = {
  connection: string;
  topic: string;
  chosen: KeyQuery | null;
  /** The one partition that is read, as the view tells it. */
  only: number | null;
  /** Resolves to what is wrong with the key, or to null once it is read. */
  onApply(key: KeyQuery | null): Promise<string | null>;
};

const PARTITIONERS: readonly { id: Partitioner; name: string }[] = [
  { id: "murmur2", name: "Java client" },
  { id: "consistentRandom", name: "librdkafka" },
];

/** The button that says which key is read, and the popover that changes it. */
export function KeyPicker(props: Props) {
  const { chosen, only } = props;
  const text = chosen === null ? "any" : chosen.text === "" ? "empty" : chosen.text;
  return (
    <Panel
      label="Key"
      width={340}
      trigger={
        <Button opens aria-label={`Key: ${text}`}>
          <span className={styles.what}>Key</span> <span className={styles.text}>{text}</span>
          {chosen !== null && only !== null && <span className={styles.what}>only P {only}</span>}
        </Button>
      }
    >
      {(close) => <KeyForm {...props} onDone={close} />}
    </Panel>
  );
}

function KeyForm({ connection, topic, chosen, onApply, onDone }: Props & { onDone(): void }) {
  const [text, setText] = useState(chosen?.text ?? "");
  const [partitioner, setPartitioner] = useState<Partitioner>(chosen?.partitioner ?? "murmur2");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const apply = async (key: KeyQuery | null) => {
    setBusy(true);
    const refused = await onApply(key);
    setBusy(false);
    setProblem(refused);
    if (refused === null) onDone();
  };
  return (
    <Form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void apply({ text, partitioner });
      }}
    >
      <Field
        label="Exactly this key"
        mono
        autoFocus
        value={text}
        onChange={(text) => {
          setText(text);
          setProblem(null);
        }}
        error={problem}
        hint={<Where connection={connection} topic={topic} text={text} partitioner={partitioner} />}
      />
      <div className={styles.line}>
        <span className={styles.legend}>Partitioner of the</span>
        <Segmented
          label="Partitioner"
          small
          value={partitioner}
          options={PARTITIONERS}
          onChange={(chosen) => setPartitioner(chosen)}
        />
      </div>
      <p className={styles.legend}>
        {partitioner === "murmur2" ? "murmur2" : "consistent_random"}. Where a producer chose partitions by
        itself, use a condition instead: <code>key = …</code>
      </p>
      <div className={styles.actions}>
        {chosen !== null && (
          <Button look="quiet" onPress={() => void apply(null)}>
            Any key
          </Button>
        )}
        <Button look="primary" type="submit" isPending={busy}>
          Read
        </Button>
      </div>
    </Form>
  );
}

/** Where the key is, so that one knows what is not read. */
function Where({ connection, topic, text, partitioner }: { connection: string; topic: string } & KeyQuery) {
  const { data, error } = useQuery({
    queryKey: ["keyPartition", connection, topic, text, partitioner],
    queryFn: () => backend.keyPartition(connection, topic, { text, partitioner }),
    placeholderData: (before) => before,
  });
  if (error) return error.message;
  return data === undefined
    ? "Looking up its partition…"
    : `Only partition ${data} is read: the one that holds it.`;
}
