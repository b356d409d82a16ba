import { ChevronDown, Search, X } from "lucide-react";
import { type ReactNode, type Ref, useId } from "react";
import {
  Button as AriaButton,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SearchField,
  Select,
  SelectValue,
  TextField,
  type TextFieldProps,
} from "react-aria-components";
import { classes } from "./css";
import styles from "./Field.module.css";
import { Kbd } from "./Kbd";

type FieldProps = Omit<TextFieldProps, "className" | "style" | "children"> & {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  placeholder?: string;
  mono?: boolean;
  inputRef?: Ref<HTMLInputElement>;
  hideLabel?: boolean;
};

/** A labelled line of text with its hint, or its error in the hint's place. */
export function Field({ label, hint, error, placeholder, mono, inputRef, hideLabel, ...rest }: FieldProps) {
  const noteId = useId();
  return (
    <TextField
      {...rest}
      isInvalid={Boolean(error)}
      aria-describedby={error || hint ? noteId : undefined}
      {...(hideLabel ? { "aria-label": label } : {})}
      className={styles.field}
      autoComplete="off"
    >
      {!hideLabel && <Label className={styles.label}>{label}</Label>}
      <Input
        ref={inputRef}
        placeholder={placeholder}
        spellCheck={false}
        autoCorrect="off"
        autoCapitalize="off"
        aria-describedby={error || hint ? noteId : undefined}
        className={classes(styles.input, mono && styles.mono)}
      />
      {(error || hint) && (
        <div id={noteId} className={error ? styles.error : styles.hint}>
          {error || hint}
        </div>
      )}
    </TextField>
  );
}

type FilterFieldProps = {
  label: string;
  placeholder: string;
  value: string;
  onChange(value: string): void;
  inputRef?: Ref<HTMLInputElement>;
  mono?: boolean;
  /** Stands in the field, behind the text. */
  aside?: ReactNode;
  /** The key that puts the cursor here, shown while the field is empty. */
  keys?: string;
  /** To the list: Esc in an empty field, or the arrow down. */
  onLeave?(): void;
  onEnter?(): void;
};

/** A field that narrows a list. Esc clears it. */
export function FilterField(props: FilterFieldProps) {
  const { label, placeholder, value, onChange, inputRef, mono, aside, keys, onLeave, onEnter } = props;
  return (
    <SearchField
      aria-label={label}
      value={value}
      onChange={onChange}
      className={styles.filter}
      onKeyDown={(event) => {
        if (onLeave && (event.key === "ArrowDown" || (event.key === "Escape" && value === ""))) {
          event.preventDefault();
          onLeave();
        } else if (onEnter && event.key === "Enter") {
          event.preventDefault();
          onEnter();
        }
        // Otherwise React Aria keeps all keys to itself, and Ctrl+1 ends here.
        else event.continuePropagation();
      }}
    >
      <Search size={14} aria-hidden className={styles.filterIcon} />
      <Input
        ref={inputRef}
        type="text"
        placeholder={placeholder}
        spellCheck={false}
        autoCorrect="off"
        autoCapitalize="off"
        className={classes(styles.filterInput, mono && styles.mono)}
      />
      {value !== "" && (
        <AriaButton className={styles.clear} aria-label="Clear">
          <X size={13} aria-hidden />
        </AriaButton>
      )}
      {aside}
      {keys && value === "" && <Kbd keys={keys} />}
    </SearchField>
  );
}

type ChoiceProps<T extends string> = {
  label: string;
  value: T;
  options: readonly { id: T; name: string; note?: string }[];
  onChange(value: T): void;
  hideLabel?: boolean;
  hint?: ReactNode;
};

/** One of a few. */
export function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
  hideLabel,
  hint,
}: ChoiceProps<T>) {
  return (
    <Select
      value={value}
      onChange={(key) => onChange(key as T)}
      className={styles.field}
      {...(hideLabel ? { "aria-label": label } : {})}
    >
      {!hideLabel && <Label className={styles.label}>{label}</Label>}
      <AriaButton className={styles.select}>
        <SelectValue className={styles.selectValue}>{({ selectedText }) => selectedText}</SelectValue>
        <ChevronDown size={14} aria-hidden />
      </AriaButton>
      {hint && <div className={styles.hint}>{hint}</div>}
      <Popover className={styles.list} offset={4}>
        <ListBox>
          {options.map((option) => (
            <ListBoxItem key={option.id} id={option.id} textValue={option.name} className={styles.option}>
              <span>{option.name}</span>
              {option.note && <span className={styles.optionNote}>{option.note}</span>}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
