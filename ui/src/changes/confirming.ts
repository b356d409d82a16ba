import { type Failed, toFailed } from "../ipc/failure";

/** A change of a production connection that waits for the name of what it changes. */
export type Confirming = {
  /** The name to be typed. */
  name: string;
  /** What it is asked for. */
  message: string;
  /** Makes the change; null where that settled it, else what is wrong with what was typed. */
  send(typed: string): Promise<Failed | null>;
  leave(): void;
};

type Call<T> = (confirm: string | null) => Promise<T>;

/**
 * Makes a change. Where the backend wants the name of what is changed, `ask` has it typed first; null: the person left
 * without. Other failures are thrown.
 */
export async function confirmed<T>(
  call: Call<T>,
  ask: (confirming: Confirming | null) => void,
): Promise<T | null> {
  try {
    return await call(null);
  } catch (thrown) {
    const wanted = toFailed(thrown);
    const name = wanted.details;
    if (wanted.code !== "confirm" || name === null) throw wanted;
    return new Promise<T | null>((resolve, reject) => {
      ask({
        name,
        message: wanted.message,
        async send(typed) {
          try {
            resolve(await call(typed));
          } catch (thrown) {
            const failed = toFailed(thrown);
            if (failed.code === "confirm") return failed;
            reject(failed);
          }
          ask(null);
          return null;
        },
        leave() {
          ask(null);
          resolve(null);
        },
      });
    });
  }
}
