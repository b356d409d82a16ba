import type { FilterText, FilterVerdict, Form, Place, TopicView } from "../bindings";
import { isUnanswered, toFailed } from "../ipc/failure";
import { Store } from "../kit/store";
import { type DraftState, EMPTY_DRAFT } from "../produce/draft";
import type { SettingsDraft } from "../topics/config/settingsDraft";
import { findRow } from "./findRow";
import { LiveView, type ViewSource } from "./LiveView";
import { NO_PICK, type Picked, type PickHow, pickRow } from "./picked";
import { firstView, NO_FILTER, toSpec } from "./view";

export type SessionSource = ViewSource;

export type InspectorTab = "value" | "key" | "headers";

/** A message to compare others with. */
export type Pinned = { row: number; live: LiveView; numbering: number; place: Place };

export type SessionState = {
  page: "messages" | "partitions" | "consumers" | "configuration" | "access" | "analysis";
  /** What is asked for. The filter as typed: the view gets it a moment later, when it is valid. */
  view: TopicView;
  /** What is wrong with the filter, or as what it is taken; null until looked at. */
  verdict: FilterVerdict | null;
  live: LiveView | null;
  /** A row number of `live`. */
  selected: number | null;
  /** All selected rows; empty where it is the one. */
  picked: Picked;
  /** Where the selected message stands. */
  place: Place | null;
  /** A message to select as soon as it is in sight. */
  seek: Place | null;
  pinned: Pinned | null;
  /** The inspector compares the selected message with the pinned one. */
  comparing: boolean;
  inspector: boolean;
  tab: InspectorTab;
  forms: { key: Form; value: Form };
  /** The produce drawer is open. */
  producing: boolean;
  /** The job that looks at a sample, or did so last. */
  analysis: number | null;
};

/** Long enough for keys that are pressed together to be one question. */
const FILTER_AFTER_MS = 10;
/** A field alone is a condition too, but most likely one that is still being written. */
const UNFINISHED_AFTER_MS = 900;
const UNFINISHED = /(^|[\s(])(\.|key\.|header\.)\S*\s*$/;

/** A topic's tab while it is open: what is read, what is selected, what was unfolded and typed. */
export class TopicSession {
  readonly connection: string;
  readonly topic: string;
  readonly state = new Store<SessionState>({
    page: "messages",
    view: firstView(),
    verdict: null,
    live: null,
    selected: null,
    picked: NO_PICK,
    place: null,
    seek: null,
    pinned: null,
    comparing: false,
    inspector: true,
    tab: "value",
    forms: { key: "auto", value: "auto" },
    producing: false,
    analysis: null,
  });
  /** Folded lines by message and form, with how many lines each hides. */
  readonly folds = new Map<string, Store<ReadonlyMap<number, number>>>();
  /** What stands in the produce drawer: kept when it is closed. */
  readonly draft: Store<DraftState> = new Store(EMPTY_DRAFT);
  /** Settings that are to be changed, and are not applied yet. */
  readonly settings: Store<SettingsDraft> = new Store({});
  readonly #source: SessionSource;
  readonly #onChange: () => void;
  /** How many filters were judged, and the last valid one of them: it goes on under one that is not. */
  #judged = 0;
  #valid: { place: number; filter: FilterText | null } = { place: 0, filter: null };
  #filterTimer: ReturnType<typeof setTimeout> | undefined;
  #unfollow: (() => void) | undefined;
  /** Opening, to take the place of the view that is shown. */
  #next: LiveView | null = null;
  /** The message that is sought is looked for in all rows, not only in those in sight. */
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

  /** What is asked for: the same object until it changes. */
  view(): TopicView {
    return this.state.get().view;
  }

  /** The selected message, or the one that is still looked for. */
  place(): Place | null {
    const { place, seek } = this.state.get();
    return place ?? seek;
  }

  /** Takes over what was kept of a view; reads anew where something is read already. */
  restore(view: TopicView, place: Place | null): void {
    if (this.state.get().live === null) this.state.update({ view, seek: place, verdict: null });
    else this.restart({ ...view, seek: place });
    this.#searches = place !== null;
    this.#searched = null;
    void this.#judge(view.filter);
  }

  /** Starts reading if that hasn't happened yet. */
  ensureOpen(): void {
    if (this.state.get().live === null) this.#open();
  }

  /** Reads anew, or something else. */
  restart({ seek = null, ...change }: Partial<TopicView> & { seek?: Place | null } = {}): void {
    const view = { ...this.view(), ...change };
    if (view.filter !== this.view().filter) void this.#judge(view.filter);
    this.state.update({ ...NOTHING_SELECTED, seek, view });
    this.#open();
  }

  /**
   * Reads a range that a person wrote. Resolves to null once it is read, or to what is wrong with it: then what was
   * shown before is still there.
   */
  async read(change: Partial<TopicView>): Promise<string | null> {
    this.#next?.close();
    const next = this.#make({ ...this.view(), ...change });
    this.#next = next;
    const failed = await next.opened;
    if (this.#next !== next) return null;
    this.#next = null;
    if (failed?.code === "invalid" || failed?.code === "notFound") {
      next.close();
      return [failed.message, failed.hint].filter(Boolean).join(" ");
    }
    this.state.update({ ...NOTHING_SELECTED, seek: null, view: { ...this.view(), ...change } });
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

  /** Shows one message: where it is among the rows at hand, else whatever was read before. */
  show(partition: number, offset: string): void {
    this.state.update({ page: "messages", inspector: true, producing: false, comparing: false });
    const here = this.#rowAtHand({ partition, offset });
    if (here !== null) {
      this.select(here);
      return;
    }
    this.restart({
      ...firstView("oldest"),
      start: { kind: "offset", offset },
      partitions: [partition],
      seek: { partition, offset },
    });
  }

  typeFilter(change: Partial<FilterText>): void {
    const { view } = this.state.get();
    const filter = { ...view.filter, ...change };
    this.state.update({ view: { ...view, filter } });
    clearTimeout(this.#filterTimer);
    const judged = this.#judge(filter);
    const typing = filter.mode !== "text" && UNFINISHED.test(filter.text);
    const after = filter.text === "" ? 0 : typing ? UNFINISHED_AFTER_MS : FILTER_AFTER_MS;
    this.#filterTimer = setTimeout(() => this.#applyFilter(judged), after);
  }

  /** Selects a row: what is read goes on, but the rows stand still. */
  select(row: number, how: PickHow = "one"): void {
    const { live, picked, selected } = this.state.get();
    live?.follow(false);
    const next = pickRow(picked, selected, row, how);
    this.state.update({ ...next, place: this.#placeOf(next.selected), seek: null });
  }

  follow(following: boolean): void {
    this.state.get().live?.follow(following);
  }

  /** Keeps the selected message to compare others with it. */
  pin(): void {
    const { live, selected } = this.state.get();
    const place = this.#placeOf(selected);
    if (live === null || selected === null || place === null) return;
    const { numbering } = live.state.get();
    this.state.update({ pinned: { row: selected, live, numbering, place }, comparing: false });
  }

  /** The pinned message's row in what is shown now, or null where it is not among the rows. */
  async pinnedRow(): Promise<number | null> {
    const { pinned, live } = this.state.get();
    const state = live?.state.get();
    if (!pinned || !state || state.view === null) return null;
    if (pinned.live === live && pinned.numbering === state.numbering) return pinned.row;
    const here = this.#rowAtHand(pinned.place);
    if (here !== null || state.tick === null) return here;
    return findRow(this.#source, state.view, state.tick, pinned.place);
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
    this.#next?.close();
    this.#next = null;
    clearTimeout(this.#filterTimer);
    this.#show(this.#make(this.view()));
  }

  #make(view: TopicView): LiveView {
    return new LiveView(this.#source, this.connection, toSpec(view, this.topic));
  }

  #show(next: LiveView): void {
    this.state.get().live?.close();
    this.#unfollow?.();
    this.#unfollow = next.state.subscribe(() => {
      this.#seek();
      this.#onChange();
    });
    this.#searched = null;
    this.state.update({ live: next });
    this.#onChange();
  }

  async #judge(filter: FilterText): Promise<boolean> {
    this.#judged += 1;
    const place = this.#judged;
    const verdict = await this.#check(filter);
    if (verdict.problem === null && place > this.#valid.place) this.#valid = { place, filter };
    if (this.view().filter === filter) this.state.update({ verdict });
    return verdict.problem === null;
  }

  async #check(filter: FilterText): Promise<FilterVerdict> {
    if (filter.text === "") return { kind: "none", problem: null };
    try {
      return await this.#source.checkFilter(filter);
    } catch (thrown) {
      const { message, hint } = toFailed(thrown);
      return { kind: "none", problem: { from: 0, to: filter.text.length, message, hint } };
    }
  }

  async #applyFilter(judged = this.#judge(this.view().filter)): Promise<void> {
    const typed = this.view().filter;
    const valid = await judged;
    if (this.view().filter !== typed) return;
    const filter = valid ? typed : this.#valid.filter;
    if (filter === null) return;
    const { live, place, seek, selected } = this.state.get();
    if (!live || isSame(live.state.get().filter, filter)) return;
    // The row gets another number: the message is found again by its place in the topic.
    this.state.update({ ...NOTHING_SELECTED, seek: (selected === null ? null : place) ?? seek });
    this.#searches = true;
    this.#searched = null;
    void live.setFilter(filter.text === "" ? NO_FILTER : filter);
  }

  #seek(): void {
    const { live, seek, selected, place } = this.state.get();
    const state = live?.state.get();
    if (!live || !state || state.filtering) return;
    if (selected !== null && place === null) {
      const found = this.#placeOf(selected);
      if (found) this.state.update({ place: found });
    }
    if (!seek) return;
    const here = this.#rowAtHand(seek);
    if (here !== null) {
      this.#found(here, seek);
      return;
    }
    const { view, tick, numbering } = state;
    // The first tick after a filter may still tell of the rows under it: each numbering is searched.
    const isDue = this.#searches && this.#searched !== numbering && tick?.pending === 0 && isSettled(state);
    if (!isDue || view === null || tick === null || tick.end <= tick.first) return;
    this.#searched = numbering;
    const isStill = () => {
      const now = this.state.get();
      return now.live === live && now.seek === seek && live.state.get().numbering === numbering;
    };
    findRow(this.#source, view, tick, seek)
      .then((row) => {
        if (row !== null && isStill()) this.#found(row, seek);
      })
      // Nothing was lost: the message is not selected, that is all.
      .catch(() => undefined);
  }

  #found(row: number, place: Place): void {
    this.#searches = false;
    this.select(row);
    this.state.update({ place });
  }

  #placeOf(row: number | null): Place | null {
    const message = row === null ? null : this.state.get().live?.row(row);
    return message ? { partition: message.partition, offset: String(message.offset) } : null;
  }

  #rowAtHand({ partition, offset }: Place): number | null {
    for (const message of this.state.get().live?.state.get().rows.values() ?? []) {
      if (message.partition === partition && String(message.offset) === offset) return message.row;
    }
    return null;
  }
}

const NOTHING_SELECTED: Partial<SessionState> = {
  selected: null,
  picked: NO_PICK,
  place: null,
  comparing: false,
};

function isSame(one: FilterText, other: FilterText): boolean {
  if (one.text === "" && other.text === "") return true;
  return one.text === other.text && one.mode === other.mode && one.matchCase === other.matchCase;
}

/** Nothing more comes from what was there at the start. */
function isSettled({ tick }: { tick: { state: { kind: string } } | null }): boolean {
  const kind = tick?.state.kind;
  return kind !== undefined && kind !== "starting" && kind !== "reading";
}
