import { FolderOpen } from "lucide-react";
import { Button } from "../kit/Button";
import { Field } from "../kit/Field";
import { Note } from "../kit/Note";
import { Checkbox } from "../kit/Toggle";
import styles from "./TargetFields.module.css";
import type { TargetFile } from "./useTargetFile";

type Props = {
  file: TargetFile;
  placeholder: string;
  /** What is said once a file is to be replaced. */
  replaceHint?: string | null;
};

/** The path of a file to be written, and the question whether one that is there is replaced. */
export function TargetFields({ file, placeholder, replaceHint = null }: Props) {
  const { conflict, replace } = file;
  return (
    <>
      <div className={styles.path}>
        <Field
          label="File"
          mono
          value={file.path}
          onChange={file.change}
          placeholder={placeholder}
          error={file.isMissing ? "Write where to, or choose a file." : null}
        />
        <Button icon={FolderOpen} onPress={() => void file.choose()}>
          Choose…
        </Button>
      </div>
      {conflict && (
        <Note
          tone="warn"
          message={conflict.message}
          hint={replace ? replaceHint : conflict.hint}
          action={
            <Checkbox isSelected={replace} onChange={file.setReplace}>
              Replace it
            </Checkbox>
          }
        />
      )}
    </>
  );
}
