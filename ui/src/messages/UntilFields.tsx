import { Field } from "../kit/Field";
import { Segmented } from "../kit/Toggle";
import { zoneName } from "../kit/times";
import styles from "./RangePicker.module.css";
import type { UntilKind } from "./range";
import type { FieldsProps } from "./StartFields";

const KINDS: { id: UntilKind; name: string }[] = [
  { id: "none", name: "No end" },
  { id: "now", name: "Now" },
  { id: "offset", name: "Offset" },
  { id: "time", name: "Time" },
];

/** Where reading ends. */
export function UntilFields({ zone, fields, problem, onChange }: FieldsProps) {
  const { untilKind } = fields;
  return (
    <div className={styles.until}>
      <div className={styles.line}>
        <span className={styles.legend}>To</span>
        <Segmented
          label="Read to"
          small
          value={untilKind}
          options={KINDS}
          onChange={(untilKind) => onChange({ untilKind })}
        />
      </div>
      {untilKind === "offset" && (
        <Field
          label="End offset"
          hideLabel
          mono
          autoFocus
          value={fields.untilOffset}
          onChange={(untilOffset) => onChange({ untilOffset })}
          error={problem}
          hint="Up to this offset in each partition; it is not read itself."
        />
      )}
      {untilKind === "time" && (
        <Field
          label="End time"
          hideLabel
          mono
          autoFocus
          value={fields.untilTime}
          onChange={(untilTime) => onChange({ untilTime })}
          error={problem}
          placeholder="14:05"
          hint={`1h ago · 14:05 · 2026-11-24T14:05:00Z. Without a zone: ${zoneName(zone)}.`}
        />
      )}
    </div>
  );
}
