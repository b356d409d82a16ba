import type { AclEntry } from "../bindings";
import { ChangeDialog } from "../changes/ChangeDialog";
import { useConnection } from "../connections/queries";
import { backend } from "../ipc/backend";
import { count } from "../kit/numbers";
import { AclPlan } from "./AclPlan";

type Props = { connection: string; entries: readonly AclEntry[]; onClose(): void };

/** Deletes entries. */
export function DeleteAccess({ connection, entries, onClose }: Props) {
  const readOnly = useConnection(connection)?.readOnly ?? false;
  const what = count(entries.length, "entry", "entries");
  const denies = entries.filter(({ permission }) => permission === "deny").length;
  return (
    <ChangeDialog
      title={`Delete ${what}?`}
      width={640}
      alert
      action={{ name: `Delete ${what}`, doing: "Deleting…", look: "danger" }}
      why={readOnly ? "This connection is read-only." : null}
      about="It can be taken back."
      isReady
      make={(confirm) => backend.deleteAcls(connection, [...entries], confirm)}
      onClose={onClose}
    >
      <p>
        {denies === entries.length
          ? "What these entries deny is allowed again where another one allows it."
          : "What only these entries allow is refused from then on, also to clients that are running."}
      </p>
      <AclPlan connection={connection} entries={entries} remove />
    </ChangeDialog>
  );
}
