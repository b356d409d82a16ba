import { useState } from "react";
import { ChangeDialog } from "../../changes/ChangeDialog";
import { useConnection } from "../../connections/queries";
import { backend } from "../../ipc/backend";
import { Field } from "../../kit/Field";
import { ErrorNote, Note } from "../../kit/Note";
import { count, grouped } from "../../kit/numbers";
import { usePartitions } from "../queries";
import styles from "./TopicDialogs.module.css";

type Props = { connection: string; topic: string; onClose(): void };

/** Gives a topic more partitions. */
export function AddPartitions({ connection, topic, onClose }: Props) {
  const readOnly = useConnection(connection)?.readOnly ?? false;
  const { data, error } = usePartitions(connection, topic, true);
  const [text, setText] = useState("");
  const now = data?.length ?? null;
  const total = /^\d{1,7}$/.test(text.trim()) ? Number(text) : null;
  const problem =
    text.trim() === "" || now === null
      ? null
      : total === null
        ? "Write a whole number."
        : total <= now
          ? `It has ${count(now, "partition")} already: write a larger number. None can be taken away.`
          : null;
  const isReady = now !== null && total !== null && problem === null;
  return (
    <ChangeDialog
      title={`Add partitions to ${topic}`}
      width={520}
      action={{ name: "Add partitions", doing: "Adding…", look: "danger" }}
      why={readOnly ? "This connection is read-only." : null}
      about="There is no way back."
      isReady={isReady}
      make={(confirm) => backend.addPartitions(connection, topic, total ?? 0, confirm)}
      onClose={onClose}
    >
      {error && !data && <ErrorNote failure={error} />}
      <Field
        label="Partitions in all"
        mono
        autoFocus
        value={text}
        onChange={setText}
        error={problem}
        hint={
          now === null
            ? "Asking how many there are…"
            : isReady
              ? `${grouped(now)} now, ${count((total ?? 0) - now, "new one", "new ones")}`
              : `${grouped(now)} now`
        }
      />
      <Note
        tone="warn"
        message="Keys go to other partitions from then on."
        hint="Messages with the same key were in one partition, in order. New ones may be written to another: consumers can see them out of order, and compaction keeps the last value of both partitions."
      />
      <p className={styles.after}>
        The new partitions are empty. A consumer that starts at the latest message may miss what is written
        before it knows of them.
      </p>
    </ChangeDialog>
  );
}
