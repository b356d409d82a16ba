import type { Form, Start, ViewSpec } from "../bindings";
import { isUnanswered } from "../ipc/failure";
import { Store } from "../kit/store";
import { type DraftState, EMPTY_DRAFT } from "../produce/draft";
import { findRow, type MessagePlace } from "./findRow";
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
  seek: MessagePlace | null;
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
  /** Opening, to take the place of the view that is shown. */
  #next: LiveView | null = null;
  /** The filter was cleared: the message that was selected is looked for in all rows. */
  #searches = false;
  /** The numbering that was searched last. */
  #searched: number | null = null;

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

  /** Reads anew, or something else. */
  restart(change: Partial<Pick<SessionState, "start" | "partitions" | "filter" | "seek">> = {}): void {
    this.state.update({ seek: null, ...change, selected: null });
    this.#open();
  }

  /**
   * Reads from a start that a person wrote. Resolves to null once it is read from, or to what is wrong with it: then
   * what was shown before is still there.
   */
  async startAt(start: Start): Promise<string | null> {
    const { partitions, filter } = this.state.get();
    this.#next?.close();
    const next = this.#make(start, partitions, filter);
    this.#next = next;
    const failed = await next.opened;
    if (this.#next !== next) return null;
    this.#next = null;
    if (failed?.code === "invalid") {
      next.close();
      return [failed.message, failed.hint].filter(Boolean).join(" ");
    }
    this.state.update({ start, selected: null, seek: null });
    this.#show(next);
    this.#applyFilter();
    return null;
  }

  /** After a failure: goes on with the rows that are there, or starts anew where there is no view. */
  retry(): void {
    const { live } = this.state.get();
    const state = live?.state.get();
    if (live && state?.tick?.state.kind === "failed") void live.continue();
    else this.restart();
  }

  /** Tries again by itself what failed for want of an answer. */
  brokersAreBack(): void {
    const state = this.state.get().live?.state.get();
    if (!state) return;
    const { tick, view, failure } = state;
    const failed = tick?.state.kind === "failed" ? tick.state.failure : view === null ? failure : null;
    if (failed && isUnanswered(failed)) this.retry();
  }

  /** Shows one message: where it is among the rows at hand, else whatever the filter and the partitions were. */
  show(partition: number, offset: string): void {
    this.state.update({ page: "messages", inspector: true, producing: false });
    const here = this.#rowAtHand({ partition, offset });
    if (here !== null) {
      this.select(here);
      return;
    }
    this.restart({
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
    this.#next?.close();
    this.#next = null;
    this.state.get().live?.close();
    this.state.update({ live: null });
  }

  #open(): void {
    const { start, partitions, filter } = this.state.get();
    this.#next?.close();
    this.#next = null;
    clearTimeout(this.#filterTimer);
    this.#show(this.#make(start, partitions, filter));
  }

  #make(start: Start, partitions: number[] | null, filter: string): LiveView {
    const spec: ViewSpec = { topic: this.topic, start, partitions, filter, follow: true };
    return new LiveView(this.#source, this.connection, spec, showsNewest(start));
  }

  #show(next: LiveView): void {
    this.state.get().live?.close();
    this.#unfollow?.();
    this.#unfollow = next.state.subscribe(() => {
      this.#seek();
      this.#onChange();
    });
    this.state.update({ live: next });
    this.#onChange();
  }

  #applyFilter(): void {
    const { filter, live, selected, seek } = this.state.get();
    if (!live || live.state.get().filter === filter) return;
    // The row gets another number: the message is found again by its place in the topic.
    const message = selected === null ? null : live.row(selected);
    this.state.update({
      selected: null,
      seek: message ? { partition: message.partition, offset: String(message.offset) } : seek,
    });
    this.#searches = filter === "";
    this.#searched = null;
    void live.setFilter(filter);
  }

  #seek(): void {
    const { live, seek } = this.state.get();
    const state = live?.state.get();
    if (!live || !state || !seek || state.filtering) return;
    const here = this.#rowAtHand(seek);
    if (here !== null) {
      this.#searches = false;
      this.select(here);
      return;
    }
    const { view, tick, numbering } = state;
    // The first tick after a filter may still tell of the rows under it: each numbering is searched.
    const isDue = this.#searches && state.filter === "" && this.#searched !== numbering;
    if (isDue && view !== null && tick !== null && tick.end > tick.first) {
      this.#searched = numbering;
      const isStill = () => {
        const now = this.state.get();
        return now.live === live && now.seek === seek && live.state.get().numbering === numbering;
      };
      findRow(this.#source, view, tick, seek)
        .then((row) => {
          if (row !== null && isStill()) this.select(row);
        })
        // Nothing was lost: the message is not selected, that is all.
        .catch(() => undefined);
    }
  }

  #rowAtHand({ partition, offset }: MessagePlace): number | null {
    for (const message of this.state.get().live?.state.get().rows.values() ?? []) {
      if (message.partition === partition && String(message.offset) === offset) return message.row;
    }
    return null;
  }
}

/** Reading from a place shows that place first; reading the end shows the end. */
function showsNewest(start: Start): boolean {
  return start.kind === "latest" || start.kind === "last";
}
