import { useState } from "react";
import type { SavedView } from "../bindings";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { Field } from "../kit/Field";
import { nameProblem } from "./savedViews";
import { useSettings } from "./workspace";

type Props = { title: string; rename?: SavedView; onName(name: string): void; onClose(): void };

/** Asks for the name of a saved view. */
export function NameView({ title, rename, onName, onClose }: Props) {
  const { savedViews } = useSettings();
  const [name, setName] = useState(rename?.name ?? "");
  const [tried, setTried] = useState(false);
  const problem = nameProblem(name, savedViews, rename?.id ?? null);
  const done = () => {
    setTried(true);
    if (problem !== null) return;
    onClose();
    onName(name.trim());
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      width={420}
      footer={
        <>
          <Button look="quiet" onPress={onClose}>
            Cancel
          </Button>
          <Button look="primary" onPress={done}>
            {rename ? "Rename" : "Save"}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          done();
        }}
      >
        <Field
          label="Name"
          autoFocus
          value={name}
          onChange={setName}
          error={tried ? problem : null}
          placeholder="failed payments > €10k"
          hint={rename ? undefined : "Range, filter and columns are kept under this name, in the tree."}
        />
      </form>
    </Dialog>
  );
}
