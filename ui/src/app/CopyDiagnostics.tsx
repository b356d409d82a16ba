import { Check, ClipboardCopy } from "lucide-react";
import { useState } from "react";
import { backend } from "../ipc/backend";
import { toFailed } from "../ipc/failure";
import { Button } from "../kit/Button";
import { copy } from "../kit/clipboard";

/** What helps to report a fault, and nothing secret: for the clipboard. `details` are put behind it. */
export function diagnosticsText(details: string | null = null): Promise<string> {
  return backend.diagnostics().then((text) => (details === null ? text : `${text}\n\n${details}`));
}

/** A button for where there may be no more around it than itself. */
export function CopyDiagnostics({ details }: { details?: string | null }) {
  const [state, setState] = useState<"offered" | "copied" | { failed: string }>("offered");
  const run = () => {
    copy(diagnosticsText(details))
      .then(() => setState("copied"))
      .catch((thrown) => setState({ failed: toFailed(thrown).message }));
  };
  if (typeof state === "object") return <span role="alert">Not copied: {state.failed}</span>;
  return (
    <Button icon={state === "copied" ? Check : ClipboardCopy} onPress={run}>
      {state === "copied" ? "Copied" : "Copy diagnostics"}
    </Button>
  );
}
