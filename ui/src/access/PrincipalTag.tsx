import { X } from "lucide-react";
import { IconButton } from "../kit/Button";
import styles from "./PrincipalTag.module.css";

/** Whose entries alone are shown; nothing where everybody's are. */
export function PrincipalTag({ principal, onClear }: { principal: string | null; onClear(): void }) {
  return (
    principal !== null && (
      <span className={styles.tag}>
        <span className={styles.name} title={principal}>
          {principal}
        </span>
        <IconButton label="Show everybody's" icon={X} size={12} onPress={onClear} />
      </span>
    )
  );
}
