import { Check } from "lucide-react";
import type { ReactNode } from "react";
import {
  Checkbox as AriaCheckbox,
  Switch as AriaSwitch,
  ToggleButton,
  ToggleButtonGroup,
} from "react-aria-components";
import { classes } from "./css";
import styles from "./Toggle.module.css";

type ToggleProps = {
  isSelected: boolean;
  onChange(selected: boolean): void;
  isDisabled?: boolean;
  children: ReactNode;
};

export function Switch({ children, ...rest }: ToggleProps) {
  return (
    <AriaSwitch {...rest} className={styles.switch}>
      <span className={styles.track}>
        <span className={styles.thumb} />
      </span>
      {children}
    </AriaSwitch>
  );
}

export function Checkbox({ children, ...rest }: ToggleProps) {
  return (
    <AriaCheckbox {...rest} className={styles.checkbox}>
      <span className={styles.box}>
        <Check size={12} strokeWidth={3} aria-hidden />
      </span>
      {children}
    </AriaCheckbox>
  );
}

type SegmentedProps<T extends string> = {
  label: string;
  value: T;
  options: readonly { id: T; name: string }[];
  onChange(value: T): void;
  small?: boolean;
};

/** One of two to four, all in sight. */
export function Segmented<T extends string>({ label, value, options, onChange, small }: SegmentedProps<T>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const [key] = keys;
        if (key !== undefined) onChange(key as T);
      }}
      className={classes(styles.segmented, small && styles.small)}
    >
      {options.map((option) => (
        <ToggleButton key={option.id} id={option.id} className={styles.segment}>
          {option.name}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
