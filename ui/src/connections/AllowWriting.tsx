import type { Connection } from "../bindings";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { useSetReadOnly } from "./actions";

/** A lock opens only after a second look. */
export function AllowWriting({ connection, onClose }: { connection: Connection; onClose(): void }) {
  const setReadOnly = useSetReadOnly();
  return (
    <Dialog
      title={`Allow writing to ${connection.name}?`}
      onClose={onClose}
      width={440}
      alert
      footer={
        <>
          <Button look="quiet" onPress={onClose}>
            Keep it read-only
          </Button>
          <Button
            look="primary"
            onPress={() => {
              void setReadOnly(connection, false);
              onClose();
            }}
          >
            Allow writing
          </Button>
        </>
      }
    >
      <p>
        Messages can then be produced to {connection.embedded ? "the sandbox" : connection.bootstrap} through
        this connection.
      </p>
    </Dialog>
  );
}
