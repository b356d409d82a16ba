import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { type Failed, toFailed } from "../ipc/failure";
import { Button } from "../kit/Button";
import { copy } from "../kit/clipboard";

const COPIED_FOR_MS = 1500;

/** Copies, and says so for a moment. */
export function CopyButton({
  name,
  short = name,
  text,
}: {
  name: string;
  /** What stands on it, where its place says the rest. */
  short?: string;
  text(): Promise<string>;
}) {
  const [copied, setCopied] = useState(false);
  const [failed, setFailed] = useState<Failed | null>(null);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_FOR_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const run = async () => {
    try {
      await copy(text());
      setCopied(true);
      setFailed(null);
    } catch (thrown) {
      setFailed(toFailed(thrown));
    }
  };
  return (
    <>
      <Button icon={copied ? Check : Copy} onPress={() => void run()} aria-label={name}>
        {copied ? "Copied" : short}
      </Button>
      {failed && <span role="alert">{failed.message}</span>}
    </>
  );
}
