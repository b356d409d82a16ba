import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "../app/workspace";
import type { Connection } from "../bindings";
import { backend } from "../ipc/backend";
import { type Failed, toFailed } from "../ipc/failure";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { Field } from "../kit/Field";
import { ErrorNote } from "../kit/Note";
import styles from "./DeleteConnection.module.css";

/** Asks for the name before a connection goes, with its stored secrets. */
export function DeleteConnection({ connection, onClose }: { connection: Connection; onClose(): void }) {
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [failure, setFailure] = useState<Failed | null>(null);
  const [busy, setBusy] = useState(false);
  const matches = name === connection.name;
  const remove = async () => {
    if (!matches || busy) return;
    setBusy(true);
    try {
      await backend.deleteConnection(connection.id);
      workspace.forget(connection.id);
      await queries.invalidateQueries({ queryKey: ["listConnections"] });
      onClose();
    } catch (thrown) {
      setFailure(toFailed(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={`Delete ${connection.name}?`}
      onClose={onClose}
      width={460}
      alert
      footer={
        <>
          <span className={styles.why}>{!matches && "Write the name to go on."}</span>
          <Button look="quiet" onPress={onClose}>
            Cancel
          </Button>
          <Button look="danger" isDisabled={!matches} isPending={busy} onPress={() => void remove()}>
            Delete
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void remove();
        }}
      >
        <p>
          Tributary forgets this connection and its stored secrets. The cluster itself is not touched. Write{" "}
          <b data-selectable>{connection.name}</b> to confirm.
        </p>
        <Field label="Name of the connection" autoFocus value={name} onChange={setName} />
        {failure && <ErrorNote failure={failure} />}
      </form>
    </Dialog>
  );
}
