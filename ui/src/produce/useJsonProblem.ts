import { useEffect, useState } from "react";
import type { JsonProblem } from "../bindings";
import { backend } from "../ipc/backend";
import { type DraftState, MOST_EDITED, RUNNING_NUMBER, timesOf } from "./draft";

const CHECK_AFTER_MS = 250;

/** What the backend says about a value that claims to be JSON, a moment after the last key. */
export function useJsonProblem(draft: DraftState): JsonProblem | null {
  const { valueForm, tombstone } = draft;
  // A number of the same length, so that places stay.
  const value =
    timesOf(draft) > 1
      ? draft.value.replaceAll(RUNNING_NUMBER, "1".padEnd(RUNNING_NUMBER.length))
      : draft.value;
  const [problem, setProblem] = useState<JsonProblem | null>(null);
  useEffect(() => {
    setProblem(null);
    if (valueForm !== "json" || tombstone || value.length > MOST_EDITED || value.trim() === "") return;
    let current = true;
    const timer = setTimeout(() => {
      backend
        .checkJson(value)
        .then((found) => {
          if (current) setProblem(found);
        })
        .catch(() => undefined);
    }, CHECK_AFTER_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [value, valueForm, tombstone]);
  return problem;
}
