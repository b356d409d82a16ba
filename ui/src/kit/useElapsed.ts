import { useEffect, useState } from "react";

/** Milliseconds since `since`, renewed every `everyMs`; 0 while there is no start. */
export function useElapsed(since: number | null, everyMs = 100): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (since === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [since, everyMs]);
  return since === null ? 0 : Math.max(0, now - since);
}
