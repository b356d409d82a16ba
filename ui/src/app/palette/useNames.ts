import { useEffect, useRef, useState } from "react";
import type { NameHit } from "../../bindings";
import { backend } from "../../ipc/backend";
import { type Failed, toFailed } from "../../ipc/failure";

/** The last answer stays until the next is there: a list that empties at each key flickers. */
export type Names = { of: string; hits: readonly NameHit[]; failure: Failed | null; waiting: boolean };

const MOST_NAMES = 50;
const NONE: Omit<Names, "waiting"> = { of: "", hits: [], failure: null };

/** Topics and groups of open connections by name. One question at a time, the newest text next. */
export function useNames(text: string): Names {
  const [answer, setAnswer] = useState(NONE);
  const wanted = useRef(text);
  const asking = useRef(false);
  const alive = useRef(true);
  wanted.current = text;
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);
  useEffect(() => {
    if (asking.current) return;
    const ask = async (of: string): Promise<void> => {
      let next = { ...NONE, of };
      if (of !== "") {
        try {
          next = { ...next, hits: await backend.searchNames(of, MOST_NAMES) };
        } catch (thrown) {
          next = { ...next, failure: toFailed(thrown) };
        }
      }
      if (!alive.current) return;
      setAnswer(next);
      if (wanted.current !== of) await ask(wanted.current);
    };
    asking.current = true;
    void ask(text).finally(() => {
      asking.current = false;
    });
  }, [text]);
  return { ...answer, waiting: answer.of !== text };
}
