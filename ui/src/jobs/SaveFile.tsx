import { useEffect, useRef } from "react";
import { useWorkspace } from "../app/workspace";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { ErrorNote } from "../kit/Note";
import styles from "./SaveFile.module.css";
import { TargetFields } from "./TargetFields";
import { useTargetFile } from "./useTargetFile";

type Props = {
  title: string;
  /** What stands in the file. */
  about: string;
  placeholder: string;
  /** What was written, for the note behind it: “The group x”. */
  what: string;
  /** A path to begin with. */
  propose(): Promise<string>;
  write(path: string, replace: boolean): Promise<unknown>;
  onClose(): void;
};

/** Asks for a file and writes it. */
export function SaveFile({ title, about, placeholder, what, propose, write, onClose }: Props) {
  const workspace = useWorkspace();
  const file = useTargetFile(async (path, replace) => {
    await write(path, replace);
    onClose();
    workspace.say("info", { message: `${what} was written to ${path}.` });
  });
  const proposing = useRef(propose);
  const take = file.propose;
  useEffect(() => {
    // A path can be written or chosen all the same.
    proposing.current().then(take, () => undefined);
  }, [take]);
  return (
    <Dialog
      title={title}
      onClose={onClose}
      width={580}
      footer={
        <>
          <Button look="quiet" onPress={onClose}>
            Cancel
          </Button>
          <Button
            look="primary"
            isPending={file.writing}
            isDisabled={file.isBlocked}
            onPress={() => void file.save()}
          >
            {file.writing ? "Writing…" : file.replace ? "Replace and export" : "Export"}
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void file.save();
        }}
      >
        <p className={styles.about}>{about}</p>
        <TargetFields file={file} placeholder={placeholder} />
        {file.failure && <ErrorNote failure={file.failure} />}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
