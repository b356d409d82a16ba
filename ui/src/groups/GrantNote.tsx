import { Copy } from "lucide-react";
import { useWorkspace } from "../app/workspace";
import { toFailed } from "../ipc/failure";
import { Button } from "../kit/Button";
import { copy } from "../kit/clipboard";
import { Note } from "../kit/Note";
import styles from "./GrantNote.module.css";

type Props = {
  tone?: "warn" | "error";
  message: string;
  hint?: string | null;
  /** The line that grants what is missing; null where none would help. */
  grant: string | null;
  banner?: boolean;
};

/** What can't be seen and why, with the line that grants the right. */
export function GrantNote({ tone = "warn", message, hint, grant, banner = false }: Props) {
  return (
    <Note
      tone={tone}
      banner={banner}
      message={message}
      hint={hint}
      details={banner ? grant : null}
      action={grant === null ? undefined : <CopyGrant grant={grant} />}
    />
  );
}

/** Puts the line that grants a right on the clipboard. */
export function CopyGrant({ grant }: { grant: string }) {
  const workspace = useWorkspace();
  return (
    <Button
      icon={Copy}
      onPress={() => {
        copy(Promise.resolve(grant)).catch((thrown) => workspace.say("error", toFailed(thrown)));
      }}
    >
      Copy the line that grants it
    </Button>
  );
}

/** Stands in for what may not be seen: what is missing, and the line to hand to who may grant it. */
export function Denied({ message, grant }: { message: string; grant: string }) {
  return (
    <div className={styles.denied}>
      <GrantNote tone="error" message={message} hint="This line grants it:" grant={grant} />
      <code className={styles.line} data-selectable>
        {grant}
      </code>
    </div>
  );
}
