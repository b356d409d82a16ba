import type { Form, Start, ViewSpec } from "../bindings";
import { Store } from "../kit/store";
import { type DraftState, EMPTY_DRAFT } from "../produce/draft";
import { LiveView, type ViewSource } from "./LiveView";

export type SessionSource = ViewSource;

export type InspectorTab = "value" | "key" | "headers";

export type SessionState = {
  page: "messages" | "partitions";
  start: Start;
  /** Null: all. */
  partitions: number[] | null;
  /** As typed; the view gets it a moment later. */
  filter: string;
  live: LiveView | null;
  /** A row number of `live`. */
  selected: number | null;
  /** A message to select as soon as it is in sight. */
  seek: { partition: number; offset: string } | null;
  inspector: boolean;
  tab: InspectorTab;
  forms: { key: Form; value: Form };
  /** The produce drawer is open. */
  producing: boolean;
};

export const DEFAULT_START: Start = { kind: "last", count: 500 };
const FILTER_AFTER_MS = 150;

/** A topic's tab while it is open: what is read, what is selected, what was unfolded and typed. */
export class TopicSession {
  readonly connection: string;
  readonly topic: string;
  readonly state = new Store<SessionState>({
    page: "messages",
    start: DEFAULT_START,
    partitions: null,
    filter: "",
    live: null,
    selected: null,
    seek: null,
    inspector: true,
    tab: "value",
    forms: { key: "auto", value: "auto" },
    producing: false,
  });
  /** Folded lines by message and form. */
  readonly folds = new Map<string, Store<readonly number[]>>();
  /** What stands in the produce drawer: kept when it is closed. */
  readonly draft: Store<DraftState> = new Store(EMPTY_DRAFT);
  readonly #source: SessionSource;
  readonly #onChange: () => void;
  #filterTimer: ReturnType<typeof setTimeout> | undefined;
  #unfollow: (() => void) | undefined;

  /** `onChange` is called when the view has news. */
  constructor(
    source: SessionSource,
    connection: string,
    topic: string,
    onChange: () => void = () => undefined,
  ) {
    this.#source = source;
    this.#onChange = onChange;
    this.connection = connection;
    this.topic = topic;
  }

  /** The brokers don't answer any more. */
  get isLost(): boolean {
    return this.state.get().live?.state.get().tick?.state.kind === "disconnected";
  }

  /** Starts reading if that hasn't happened yet. */
  ensureOpen(): void {
    if (this.state.get().live === null) this.#open();
  }

  /** Reads from elsewhere. Resolves to what is wrong with that, or to null once it is read from. */
  async restart(
    change: Partial<Pick<SessionState, "start" | "partitions" | "filter" | "seek">> = {},
  ): Promise<string | null> {
    this.state.update({ seek: null, ...change, selected: null });
    const failed = await this.#open().opened;
    return failed?.code === "invalid" ? [failed.message, failed.hint].filter(Boolean).join(" ") : null;
  }

  /** After a failure: goes on with the rows that are there, or starts anew where there is no view. */
  retry(): void {
    const { live } = this.state.get();
    const state = live?.state.get();
    if (live && state?.tick?.state.kind === "failed") void live.continue();
    else void this.restart();
  }

  /** Shows one message, whatever the filter and the partitions were. */
  show(partition: number, offset: string): void {
    this.state.update({ page: "messages", inspector: true, producing: false });
    void this.restart({
      start: { kind: "offset", offset },
      partitions: [partition],
      filter: "",
      seek: { partition, offset },
    });
  }

  typeFilter(filter: string): void {
    this.state.update({ filter });
    clearTimeout(this.#filterTimer);
    this.#filterTimer = setTimeout(() => this.#applyFilter(), filter === "" ? 0 : FILTER_AFTER_MS);
  }

  /** Selects a row: what is read goes on, but the rows stand still. */
  select(row: number): void {
    const { live } = this.state.get();
    live?.follow(false);
    this.state.update({ selected: row, seek: null });
  }

  follow(following: boolean): void {
    this.state.get().live?.follow(following);
  }

  close(): void {
    clearTimeout(this.#filterTimer);
    this.#unfollow?.();
    this.state.get().live?.close();
    this.state.update({ live: null });
  }

  #open(): LiveView {
    const { start, partitions, filter, live } = this.state.get();
    live?.close();
    this.#unfollow?.();
    clearTimeout(this.#filterTimer);
    const spec: ViewSpec = { topic: this.topic, start, partitions, filter, follow: true };
    const next = new LiveView(this.#source, this.connection, spec, showsNewest(start));
    this.#unfollow = next.state.subscribe(() => {
      this.#seek();
      this.#onChange();
    });
    this.state.update({ live: next });
    return next;
  }

  #applyFilter(): void {
    const { filter, live } = this.state.get();
    if (!live || live.state.get().filter === filter) return;
    this.state.update({ selected: null });
    void live.setFilter(filter);
  }

  #seek(): void {
    const { live, seek } = this.state.get();
    if (!live || !seek) return;
    for (const message of live.state.get().rows.values()) {
      if (message.partition === seek.partition && String(message.offset) === seek.offset) {
        this.select(message.row);
        return;
      }
    }
  }
}

/** Reading from a place shows that place first; reading the end shows the end. */
function showsNewest(start: Start): boolean {
  return start.kind === "latest" || start.kind === "last";
}
