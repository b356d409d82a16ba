import { FolderOpen } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useWorkspace } from "../app/workspace";
import { backend } from "../ipc/backend";
import { type Failed, toFailed } from "../ipc/failure";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { Field } from "../kit/Field";
import { ErrorNote, Note } from "../kit/Note";
import { Checkbox } from "../kit/Toggle";
import styles from "./SaveFile.module.css";

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

/** Asks for a file and writes it; one that is there is replaced only when that was asked for. */
export function SaveFile(props: Props) {
  const { title, about, placeholder, what, propose, write, onClose } = props;
  const workspace = useWorkspace();
  const [path, setPath] = useState("");
  const [conflict, setConflict] = useState<Failed | null>(null);
  const [replace, setReplace] = useState(false);
  const [failure, setFailure] = useState<Failed | null>(null);
  const [writing, setWriting] = useState(false);
  const [tried, setTried] = useState(false);

  const proposing = useRef(propose);
  useEffect(() => {
    let isCurrent = true;
    proposing
      .current()
      .then((next) => {
        // One that was written meanwhile stays.
        if (isCurrent) setPath((now) => (now === "" ? next : now));
      })
      // A path can be written or chosen all the same.
      .catch(() => undefined);
    return () => {
      isCurrent = false;
    };
  }, []);

  const changePath = (next: string) => {
    setPath(next);
    setConflict(null);
    setReplace(false);
    setFailure(null);
  };
  const choose = async () => {
    try {
      const chosen = await backend.chooseFile("save", path);
      if (chosen !== null) changePath(chosen);
    } catch (thrown) {
      setFailure(toFailed(thrown));
    }
  };
  const isBlocked = conflict !== null && !replace;
  const save = async () => {
    setTried(true);
    const file = path.trim();
    if (writing || file === "" || isBlocked) return;
    setWriting(true);
    setFailure(null);
    try {
      await write(file, replace);
      onClose();
      workspace.say("info", { message: `${what} was written to ${file}.` });
    } catch (thrown) {
      const failed = toFailed(thrown);
      if (failed.code === "conflict" && !replace) setConflict(failed);
      else setFailure(failed);
    } finally {
      setWriting(false);
    }
  };

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
          <Button look="primary" isPending={writing} isDisabled={isBlocked} onPress={() => void save()}>
            {writing ? "Writing…" : replace ? "Replace and export" : "Export"}
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <p className={styles.about}>{about}</p>
        <div className={styles.path}>
          <Field
            label="File"
            mono
            value={path}
            onChange={changePath}
            placeholder={placeholder}
            error={tried && path.trim() === "" ? "Write where to, or choose a file." : null}
          />
          <Button icon={FolderOpen} onPress={() => void choose()}>
            Choose…
          </Button>
        </div>
        {conflict && (
          <Note
            tone="warn"
            message={conflict.message}
            hint={replace ? null : conflict.hint}
            action={
              <Checkbox isSelected={replace} onChange={setReplace}>
                Replace it
              </Checkbox>
            }
          />
        )}
        {failure && <ErrorNote failure={failure} />}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
