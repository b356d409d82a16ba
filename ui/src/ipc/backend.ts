import { Channel } from "@tauri-apps/api/core";
import { commands, type Tick, type ViewSpec } from "../bindings";
import { Failed, toFailed } from "./failure";
import { WindowRows } from "./window";

/** Longest wait for an answer. A backend that panics leaves its promise pending for ever. */
export const ANSWER_WITHIN_MS = 30_000;

type Commands = typeof commands;

/** Every command, with a limit on the wait and `Failed` as the only thing that is thrown. */
export const backend = {
  ...guardAll(commands),

  /** Opens a view; `onTick` is called until `closeView`. */
  openView(connection: string, spec: ViewSpec, onTick: (tick: Tick) => void): Promise<number> {
    const channel = new Channel<Tick>();
    channel.onmessage = onTick;
    return guard("open_view", () => commands.openView(connection, spec, channel));
  },

  /** Rows `from` to `from + count` of a view, decoded on access. */
  async viewRows(view: number, from: number, count: number): Promise<WindowRows> {
    const buffer = await guard("view_rows", () => commands.viewRows(view, from, count));
    return new WindowRows(buffer);
  },
};

export type Backend = typeof backend;

function guardAll(all: Commands): Commands {
  const guarded = Object.entries(all).map(([name, run]) => [
    name,
    (...args: unknown[]) => guard(name, () => (run as (...args: unknown[]) => Promise<unknown>)(...args)),
  ]);
  return Object.fromEntries(guarded) as Commands;
}

async function guard<T>(name: string, run: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(noAnswer(name)), ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([run(), late]);
  } catch (thrown) {
    throw toFailed(thrown);
  } finally {
    clearTimeout(timer);
  }
}

function noAnswer(name: string): Failed {
  return new Failed({
    code: "timeout",
    message: `No answer within ${ANSWER_WITHIN_MS / 1000} seconds.`,
    hint: "Try again. If it stays, close the connection and open it anew.",
    details: `command: ${name}`,
  });
}
