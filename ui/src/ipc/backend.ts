import { Channel } from "@tauri-apps/api/core";
import { commands, type Job, type Tick, type ViewSpec } from "../bindings";
import { Store } from "../kit/store";
import { Failed, isUnanswered, toFailed } from "./failure";
import { WindowRows } from "./window";

/** Longest wait for an answer. A backend that panics leaves its promise pending for ever. */
export const ANSWER_WITHIN_MS = 30_000;

type Commands = typeof commands;

/** Commands that ask brokers, with the connection first. */
const ASK_BROKERS: ReadonlySet<string> = new Set([
  "openConnection",
  "topicPartitions",
  "topicConfigs",
  "alterConfigs",
  "createTopic",
  "addPartitions",
  "planPurge",
  "purge",
  "deleteTopic",
  "listAcls",
  "whoMayRead",
  "addAcls",
  "deleteAcls",
  "produce",
  "consumerGroups",
  "groupDetail",
  "planReset",
  "applyReset",
  "deleteGroup",
  "deleteGroupOffsets",
]);
/** Lists, which ask the brokers where their last argument says so. */
const LISTS: ReadonlySet<string> = new Set(["listTopics", "listGroups", "topicGroups", "topicFigures"]);
/** Commands that wait for a person, or for a large file. */
const WAIT: ReadonlySet<string> = new Set(["chooseFile", "checkProduction"]);

const unreachable = new Store<ReadonlySet<string>>(new Set());

/** Every command, with a limit on the wait and `Failed` as the only thing that is thrown. */
export const backend = {
  ...guardAll(commands),

  /** Connections of which the last command got no answer from the brokers. */
  unreachable,

  /** Opens a view; `onTick` is called until `closeView`. */
  openView(connection: string, spec: ViewSpec, onTick: (tick: Tick) => void): Promise<number> {
    const channel = new Channel<Tick>();
    channel.onmessage = onTick;
    return heard(
      connection,
      true,
      guard("open_view", () => commands.openView(connection, spec, channel)),
    );
  },

  /** Rows `from` to `from + count` of a view with some columns by path, decoded on access. */
  async viewRows(
    view: number,
    from: number,
    count: number,
    columns: readonly string[] = [],
  ): Promise<WindowRows> {
    const buffer = await guard("view_rows", () => commands.viewRows(view, from, count, [...columns]));
    return new WindowRows(buffer, columns);
  },

  /** All jobs now and at each change, for as long as the window lives. */
  watchJobs(onChange: (jobs: Job[]) => void): Promise<null> {
    const channel = new Channel<Job[]>();
    channel.onmessage = onChange;
    return guard("watch_jobs", () => commands.watchJobs(channel));
  },
};

export type Backend = typeof backend;

function guardAll(all: Commands): Commands {
  const guarded = Object.entries(all).map(([name, run]) => [
    name,
    (...args: unknown[]) => {
      const call = () => (run as (...args: unknown[]) => Promise<unknown>)(...args);
      const answer = guard(name, call, WAIT.has(name) ? null : ANSWER_WITHIN_MS);
      const asks = ASK_BROKERS.has(name) || (LISTS.has(name) && args.at(-1) === true);
      return asks || LISTS.has(name) ? heard(String(args[0]), asks, answer) : answer;
    },
  ]);
  return Object.fromEntries(guarded) as Commands;
}

/** Learns from an answer whether a connection's brokers are there; one from what is kept tells only that they aren't. */
async function heard<T>(connection: string, asksBrokers: boolean, answer: Promise<T>): Promise<T> {
  try {
    const answered = await answer;
    if (asksBrokers) mark(connection, false);
    return answered;
  } catch (thrown) {
    if (isUnanswered(toFailed(thrown))) mark(connection, true);
    throw thrown;
  }
}

function mark(connection: string, isUnreachable: boolean): void {
  const before = unreachable.get();
  if (before.has(connection) === isUnreachable) return;
  const others = [...before].filter((other) => other !== connection);
  unreachable.set(new Set(isUnreachable ? [...others, connection] : others));
}

/** `within`: null to wait without end. */
async function guard<T>(
  name: string,
  run: () => Promise<T>,
  within: number | null = ANSWER_WITHIN_MS,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    if (within !== null) timer = setTimeout(() => reject(noAnswer(name)), within);
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
