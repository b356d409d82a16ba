import { useState } from "react";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { Field } from "../kit/Field";
import { Note } from "../kit/Note";
import styles from "./ConfirmName.module.css";
import type { Confirming } from "./confirming";

/** Has the name of what is changed typed, on a production connection. */
export function ConfirmName({ confirming }: { confirming: Confirming }) {
  const { name, message, send, leave } = confirming;
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const isRight = typed.trim() === name;
  const confirm = async () => {
    if (sending || !isRight) return;
    setSending(true);
    const failed = await send(typed.trim());
    if (failed === null) return;
    setSending(false);
    setWrong(failed.message);
  };
  return (
    <Dialog
      title="This is production"
      onClose={leave}
      width={480}
      alert
      footer={
        <>
          <span className={styles.why}>{isRight ? "" : "Type the name to go on."}</span>
          <Button look="quiet" onPress={leave}>
            Cancel
          </Button>
          <Button look="danger" isPending={sending} isDisabled={!isRight} onPress={() => void confirm()}>
            {sending ? "Changing…" : "Change it"}
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        <Note tone="warn" message={message} />
        <Field
          label="Name"
          mono
          autoFocus
          value={typed}
          onChange={(next) => {
            setTyped(next);
            setWrong(null);
          }}
          error={wrong}
          hint={
            <>
              Type <code className={styles.name}>{name}</code>
            </>
          }
        />
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
