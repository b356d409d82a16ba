import { useCallback, useRef, useState } from "react";
import type { FileReport, TopicName } from "../bindings";
import { backend } from "../ipc/backend";
import { type Failed, toFailed } from "../ipc/failure";
import { useElapsed } from "../kit/useElapsed";
import { type FileFields, toFileDraft } from "./fileDraft";

/** Checks a file as a whole. A report is of the very fields that were checked: a change makes it void. */
export function useFileCheck(
  { connection, topic }: TopicName,
  fields: FileFields,
  onFailure: (failure: Failed | null) => void,
): {
  report: FileReport | null;
  /** How long a check has taken so far, in ms; null while there is none. */
  elapsed: number | null;
  check(fields: FileFields): Promise<void>;
} {
  const [found, setFound] = useState<{ of: FileFields; report: FileReport } | null>(null);
  const [since, setSince] = useState<number | null>(null);
  const latest = useRef<FileFields | null>(null);
  const elapsed = useElapsed(since);
  const check = useCallback(
    async (of: FileFields) => {
      const draft = toFileDraft(of);
      if ("missing" in draft) return;
      latest.current = of;
      setSince(Date.now());
      onFailure(null);
      try {
        const report = await backend.checkProduction(connection, topic, draft);
        if (latest.current === of) setFound({ of, report });
      } catch (thrown) {
        if (latest.current === of) onFailure(toFailed(thrown));
      } finally {
        if (latest.current === of) setSince(null);
      }
    },
    [connection, topic, onFailure],
  );
  return {
    report: found?.of === fields ? found.report : null,
    elapsed: since === null ? null : elapsed,
    check,
  };
}
