import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { IconButton } from "./Button";
import styles from "./Dialog.module.css";

type DialogProps = {
  title: string;
  onClose(): void;
  width?: number;
  /** A click outside leaves. Off where something typed would be lost. */
  dismissable?: boolean;
  /** A choice that needs an answer rather than a form. */
  alert?: boolean;
  children: ReactNode;
  footer?: ReactNode;
};

/** A window over the window, with the focus kept inside. Esc leaves. */
export function Dialog({ title, onClose, width = 560, dismissable, alert, children, footer }: DialogProps) {
  return (
    <ModalOverlay
      isOpen
      isDismissable={dismissable}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className={styles.scrim}
    >
      <Modal className={styles.modal} style={{ width }}>
        <AriaDialog className={styles.dialog} role={alert ? "alertdialog" : "dialog"}>
          <header className={styles.header}>
            <Heading slot="title" className={styles.title}>
              {title}
            </Heading>
            <IconButton label="Close" icon={X} onPress={onClose} keys="Esc" />
          </header>
          <div className={styles.body}>{children}</div>
          {footer && <footer className={styles.footer}>{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
