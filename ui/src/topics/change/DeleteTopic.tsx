import { useWorkspace } from "../../app/workspace";
import { ChangeDialog } from "../../changes/ChangeDialog";
import { useConnection } from "../../connections/queries";
import { backend } from "../../ipc/backend";
import { ErrorNote } from "../../kit/Note";
import { count } from "../../kit/numbers";
import { usePartitions } from "../queries";
import styles from "./TopicDialogs.module.css";

type Props = { connection: string; topic: string; onClose(): void };

/** Deletes a topic with all that is in it. */
export function DeleteTopic({ connection, topic, onClose }: Props) {
  const workspace = useWorkspace();
  const readOnly = useConnection(connection)?.readOnly ?? false;
  const { data, error } = usePartitions(connection, topic, true);
  const counted = data?.filter(({ messages }) => messages !== null) ?? [];
  const messages = counted.reduce((sum, row) => sum + BigInt(row.messages ?? 0), 0n);
  return (
    <ChangeDialog
      title={`Delete the topic ${topic}?`}
      width={520}
      alert
      action={{ name: "Delete the topic", doing: "Deleting…", look: "danger" }}
      why={readOnly ? "This connection is read-only." : null}
      isReady={data !== undefined || error !== null}
      make={(confirm) => backend.deleteTopic(connection, topic, confirm)}
      onMade={({ outcome }) => {
        if (outcome === "done") workspace.forgetTopic(connection, topic);
      }}
      onClose={onClose}
    >
      {error && !data && <ErrorNote failure={error} />}
      {data && (
        <p className={styles.lost}>
          <b>{count(messages, "message")}</b> in <b>{count(data.length, "partition")}</b>
          {counted.length < data.length && `, of which ${counted.length} could be counted,`} are deleted for
          good.
        </p>
      )}
      <p>
        What consumer groups have committed for it is deleted with it. Producers that go on may make it anew,
        with the defaults of the brokers.
      </p>
      <p className={styles.after}>
        From the journal the topic can be put back with its partitions and its settings, but without its
        messages.
      </p>
    </ChangeDialog>
  );
}
