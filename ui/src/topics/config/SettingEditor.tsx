import { RotateCcw, Undo2 } from "lucide-react";
import type { ConfigRow } from "../../bindings";
import { Button } from "../../kit/Button";
import { Choice, Field } from "../../kit/Field";
import { Checkbox, Segmented } from "../../kit/Toggle";
import styles from "./SettingEditor.module.css";
import { inWords, readTyped } from "./settingText";

type Props = {
  row: ConfigRow;
  /** What is typed for it; null: back to the default; undefined: nothing. */
  draft: string | null | undefined;
  /** undefined leaves the setting as it is. */
  onChange(text: string | null | undefined): void;
};

/** Another value for a setting, by its type, or back to the default. */
export function SettingEditor({ row, draft, onChange }: Props) {
  const isOwn = row.source === "topic";
  return (
    <div className={styles.editor}>
      {draft === null ? (
        <p className={styles.default}>
          Back to the default{row.default !== null && row.default !== "" && `: ${row.default}`}
        </p>
      ) : (
        <ValueField row={row} text={draft ?? row.value ?? ""} onChange={onChange} />
      )}
      {(draft !== undefined || isOwn) && (
        <div className={styles.actions}>
          {draft !== undefined && (
            <Button look="quiet" icon={Undo2} onPress={() => onChange(undefined)}>
              Leave it as it is
            </Button>
          )}
          {isOwn && draft !== null && (
            <Button icon={RotateCcw} onPress={() => onChange(null)}>
              Reset to default
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

type FieldProps = { row: ConfigRow; text: string; onChange(text: string): void };

function ValueField({ row, text, onChange }: FieldProps) {
  const { name, type, choices } = row;
  const options = choices.map((word) => ({ id: word, name: word }));
  if (type === "switch" || (type === "choice" && options.length > 0 && options.length < 4)) {
    return <Segmented label={name} value={text} options={options} onChange={onChange} />;
  }
  if (type === "choice" && options.length > 0) {
    const isKnown = choices.includes(text);
    return (
      <Choice
        label={`Value of ${name}`}
        hideLabel
        value={text}
        options={isKnown ? options : [{ id: text, name: text }, ...options]}
        onChange={onChange}
      />
    );
  }
  if (type === "list" && options.length > 0) {
    return <WordsField name={name} text={text} choices={choices} onChange={onChange} />;
  }
  const { value, problem } = readTyped(type, text);
  const words = value === null ? null : inWords(type, value);
  const isWritten = value !== null && value !== text.trim();
  return (
    <Field
      label={`Value of ${name}`}
      hideLabel
      mono
      value={text}
      onChange={onChange}
      error={problem}
      hint={isWritten ? `${value}${words === null ? "" : ` · ${words}`}` : (words ?? HINTS[type ?? "none"])}
    />
  );
}

const HINTS: Readonly<Record<string, string>> = {
  millis: "In ms, or as 7 d, 12 h, 30 min",
  bytes: "In bytes, or as 64 MiB, 1 GiB",
  ratio: "From 0 to 1",
  list: "Several are separated by commas",
};

/** Some of a few words. */
function WordsField(props: { name: string; text: string; choices: string[]; onChange(text: string): void }) {
  const { name, text, choices, onChange } = props;
  const chosen = text.split(",").filter((word) => word !== "");
  const words = [...choices, ...chosen.filter((word) => !choices.includes(word))];
  return (
    <fieldset className={styles.words} aria-label={name}>
      {words.map((word) => (
        <Checkbox
          key={word}
          isSelected={chosen.includes(word)}
          onChange={(on) =>
            onChange((on ? [...chosen, word] : chosen.filter((other) => other !== word)).join(","))
          }
        >
          {word}
        </Checkbox>
      ))}
    </fieldset>
  );
}
