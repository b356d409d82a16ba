import { useState } from "react";
import { useWorkspace } from "../app/workspace";
import { useChange } from "../changes/useChange";
import { useConnection } from "../connections/queries";
import { backend } from "../ipc/backend";
import { type Failed, toFailed } from "../ipc/failure";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { ErrorNote, Note } from "../kit/Note";
import { count } from "../kit/numbers";
import styles from "./DeleteGroup.module.css";
import { useGroup } from "./queries";

type Props = {
  connection: string;
  group: string;
  /** Only what it has committed for this topic; null: the group as a whole. */
  topic: string | null;
  onClose(): void;
};

/** Deletes a group, or what it has committed for a topic. */
export function DeleteGroup({ connection, group, topic, onClose }: Props) {
  const workspace = useWorkspace();
  const known = useConnection(connection);
  const makeChange = useChange();
  const [failure, setFailure] = useState<Failed | null>(null);
  const [deleting, setDeleting] = useState(false);
  const { data } = useGroup(connection, group, true);
  const partitions = data?.partitions.filter((row) => topic === null || row.topic === topic) ?? [];
  const committed = partitions.filter((row) => row.committed !== null);
  const topics = new Set(committed.map((row) => row.topic)).size;
  const readers = partitions.filter(({ member }) => member !== null).length;
  // A topic's offsets can go while members read other ones.
  const isActive = topic === null ? (data?.memberCount ?? 0) > 0 : readers > 0;
  const why = known?.readOnly ? "This connection is read-only." : isActive ? "Stop its members first." : null;
  const remove = async () => {
    if (deleting || why !== null) return;
    setDeleting(true);
    setFailure(null);
    try {
      const made = await makeChange((confirm) =>
        topic === null
          ? backend.deleteGroup(connection, group, confirm)
          : backend.deleteGroupOffsets(connection, group, topic, confirm),
      );
      if (made === null) return;
      onClose();
      if (topic === null && made.outcome === "done") workspace.closeGroup(connection, group);
    } catch (thrown) {
      setFailure(toFailed(thrown));
    } finally {
      setDeleting(false);
    }
  };
  return (
    <Dialog
      title={topic === null ? `Delete the group ${group}?` : `Delete the offsets of ${group}?`}
      onClose={onClose}
      width={520}
      alert
      footer={
        <>
          <span className={styles.why}>{why}</span>
          <Button look="quiet" onPress={onClose}>
            Cancel
          </Button>
          <Button
            look="danger"
            isPending={deleting}
            isDisabled={why !== null || data === undefined}
            onPress={() => void remove()}
          >
            {deleting ? "Deleting…" : topic === null ? "Delete the group" : "Delete its offsets"}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        {isActive && data && (
          <Note
            tone="warn"
            message={
              topic === null
                ? `The group is active: it has ${count(data.memberCount, "member")}.`
                : `Members of the group read ${count(readers, "partition")} of ${topic}.`
            }
            hint="Kafka refuses this while they run."
          />
        )}
        <p>
          {topic === null
            ? `It is deleted with what it has committed: ${count(committed.length, "partition")} of ${count(topics, "topic")}.`
            : `What it has committed for ${topic} is deleted: ${count(committed.length, "partition")}.`}
        </p>
        <p className={styles.after}>
          A consumer that comes back under this name begins where its auto.offset.reset says, at the start or
          at the end. No message is deleted. The offsets can be put back from the journal.
        </p>
        {failure && <ErrorNote failure={failure} />}
      </div>
    </Dialog>
  );
}
