import { Trash2 } from "lucide-react";
import { IconButton } from "../kit/Button";
import { Field } from "../kit/Field";
import { Checkbox } from "../kit/Toggle";
import { type DraftHeader, hexProblem } from "./draft";
import styles from "./HeaderRow.module.css";

type HeaderRowProps = {
  header: DraftHeader;
  number: number;
  onChange(header: DraftHeader): void;
  onRemove(): void;
};

/** A header that is being written. */
export function HeaderRow({ header, number, onChange, onRemove }: HeaderRowProps) {
  return (
    <div className={styles.header}>
      <Field
        label={`Header ${number}: name`}
        hideLabel
        mono
        placeholder="name"
        value={header.name}
        onChange={(name) => onChange({ ...header, name })}
      />
      <Field
        label={`Header ${number}: value`}
        hideLabel
        mono
        placeholder={header.isNull ? "null" : "empty"}
        value={header.isNull ? "" : header.value}
        error={header.form === "hex" && !header.isNull ? hexProblem(header.value) : null}
        onChange={(value) => onChange({ ...header, value, isNull: false })}
      />
      <Checkbox isSelected={header.isNull} onChange={(isNull) => onChange({ ...header, isNull })}>
        Null
      </Checkbox>
      <IconButton label={`Remove header ${number}`} icon={Trash2} onPress={onRemove} />
    </div>
  );
}
