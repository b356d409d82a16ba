import { useCallback, useRef, useState } from "react";
import { backend } from "../ipc/backend";
import { type Failed, toFailed } from "../ipc/failure";

/** A file to be written: its path as typed or chosen, and what stands in the way. */
export type TargetFile = ReturnType<typeof useTargetFile>;

/** Asks where to write; a file that is there is replaced only when that was asked for. `write` throws what is wrong. */
export function useTargetFile(write: (path: string, replace: boolean) => Promise<unknown>) {
  const [path, setPath] = useState("");
  const [conflict, setConflict] = useState<Failed | null>(null);
  const [replace, setReplace] = useState(false);
  const [failure, setFailure] = useState<Failed | null>(null);
  const [writing, setWriting] = useState(false);
  const [tried, setTried] = useState(false);
  /** The path that was proposed: one that was changed by hand stays. */
  const proposed = useRef("");
  const propose = useCallback((next: string) => {
    const before = proposed.current;
    proposed.current = next;
    setPath((now) => (now === before ? next : now));
  }, []);
  const change = (next: string) => {
    setPath(next);
    setConflict(null);
    setReplace(false);
    setFailure(null);
  };
  const choose = async () => {
    try {
      const chosen = await backend.chooseFile("save", path);
      if (chosen !== null) change(chosen);
    } catch (thrown) {
      setFailure(toFailed(thrown));
    }
  };
  const isBlocked = conflict !== null && !replace;
  const save = async () => {
    setTried(true);
    const file = path.trim();
    if (writing || file === "" || isBlocked) return;
    setWriting(true);
    setFailure(null);
    try {
      await write(file, replace);
    } catch (thrown) {
      const failed = toFailed(thrown);
      if (failed.code === "conflict" && !replace) setConflict(failed);
      else setFailure(failed);
    } finally {
      setWriting(false);
    }
  };
  const isMissing = tried && path.trim() === "";
  return {
    path,
    propose,
    change,
    choose,
    conflict,
    replace,
    setReplace,
    failure,
    writing,
    isMissing,
    isBlocked,
    save,
  };
}
