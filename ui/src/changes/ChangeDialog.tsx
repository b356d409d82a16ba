import { type ReactNode, useState } from "react";
import type { ChangeResult } from "../bindings";
import { GrantNote } from "../groups/GrantNote";
import { type Failed, toFailed } from "../ipc/failure";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { ErrorNote } from "../kit/Note";
import styles from "./ChangeDialog.module.css";
import { useChange } from "./useChange";

type Props = {
  title: string;
  width?: number;
  /** A choice that needs an answer rather than a form. */
  alert?: boolean;
  /** What the button says, and while it is at work. */
  action: { name: string; doing: string; look: "primary" | "danger" };
  /** Why it can't be done now, in a few words; null where it can. */
  why: string | null;
  /** Beside the buttons where it can be done. */
  about?: string;
  /** Whether what would be changed is known. */
  isReady: boolean;
  make(confirm: string | null): Promise<ChangeResult>;
  onMade?(made: ChangeResult): void;
  /** The change was refused. */
  onFailed?(): void;
  onClose(): void;
  children: ReactNode;
};

/** Shows a change before it is made, and makes it. */
export function ChangeDialog(props: Props) {
  const { title, width, alert, action, why, about = "", isReady, children } = props;
  const makeChange = useChange();
  const [failure, setFailure] = useState<Failed | null>(null);
  const [making, setMaking] = useState(false);
  const isOpen = isReady && why === null;
  const make = async () => {
    if (making || !isOpen) return;
    setMaking(true);
    setFailure(null);
    try {
      const made = await makeChange(props.make);
      if (made === null) return;
      props.onClose();
      props.onMade?.(made);
    } catch (thrown) {
      setFailure(toFailed(thrown));
      props.onFailed?.();
    } finally {
      setMaking(false);
    }
  };
  return (
    <Dialog
      title={title}
      onClose={props.onClose}
      width={width}
      alert={alert}
      footer={
        <>
          <span className={styles.why}>{why ?? about}</span>
          <Button look="quiet" onPress={props.onClose}>
            Cancel
          </Button>
          <Button look={action.look} isPending={making} isDisabled={!isOpen} onPress={() => void make()}>
            {making ? action.doing : action.name}
          </Button>
        </>
      }
    >
      <form
        className={styles.body}
        onSubmit={(event) => {
          event.preventDefault();
          // What can't be taken back wants a hand on its button.
          if (action.look === "primary") void make();
        }}
      >
        {children}
        {failure && <Refused failure={failure} />}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}

/** Why a change was not made; with the line that grants the right where one is missing. */
export function Refused({ failure }: { failure: Failed }) {
  return failure.code === "forbidden" && failure.details !== null ? (
    <GrantNote tone="error" message={failure.message} hint={failure.hint} grant={failure.details} />
  ) : (
    <ErrorNote failure={failure} />
  );
}
