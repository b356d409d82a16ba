import type { ReactElement, ReactNode } from "react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import styles from "./Panel.module.css";

type PanelProps = {
  label: string;
  /** The button that opens it. */
  trigger: ReactElement;
  width?: number;
  /** Given where something else opens it too. */
  open?: { is: boolean; set(open: boolean): void };
  children: (close: () => void) => ReactNode;
};

/** A popover with fields or figures in it. */
export function Panel({ label, trigger, width = 320, open, children }: PanelProps) {
  return (
    <DialogTrigger {...(open ? { isOpen: open.is, onOpenChange: open.set } : {})}>
      {trigger}
      <Popover className={styles.popover} placement="bottom start" offset={4} style={{ width }}>
        <Dialog aria-label={label} className={styles.dialog}>
          {({ close }) => children(close)}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
