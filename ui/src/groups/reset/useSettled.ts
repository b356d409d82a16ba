import { useEffect, useState } from "react";

/** A value that follows another one once that has stood still for so long. `null` is taken over at once. */
export function useSettled<T>(value: T | null, afterMs: number): T | null {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    if (value === null) {
      setSettled(null);
      return;
    }
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return settled;
}
