import type { FilterText, Tick, ViewSpec } from "../bindings";
import type { Backend } from "../ipc/backend";
import { Failed, toFailed } from "../ipc/failure";
import type { MessageRow } from "../ipc/window";
import { Store } from "../kit/store";
import { isToday } from "../kit/times";
import { Pull } from "./pull";
import { NO_FILTER } from "./view";

/** What a view asks of the backend. */
export type ViewSource = Pick<
  Backend,
  "openView" | "closeView" | "checkFilter" | "setFilter" | "stopView" | "continueView" | "viewRows"
>;

export type LiveState = {
  /** Null until the view is open. */
  view: number | null;
  openedAt: number;
  /** The newest tick; null before the first. */
  tick: Tick | null;
  /** Opening, or asking for rows, failed. */
  failure: Failed | null;
  /**
   * Row numbers to show: while following, those up to the last row that is here. With the newest on top, those that come
   * while one reads are left out until following goes on.
   */
  first: number;
  end: number;
  rows: ReadonlyMap<number, MessageRow>;
  /** The numbers that `rows` answers for. */
  window: Range;
  following: boolean;
  /** Rows that came since following stopped. */
  fresh: number;
  /** When the last record came, by this machine's clock. */
  lastDataAt: number | null;
  /** A row of another day was seen: the time column needs room for dates. */
  dated: boolean;
  /** What the rows were judged by. */
  filter: FilterText;
  /** The answer to a new filter is on the way. */
  filtering: boolean;
  /** Another one: row numbers mean other messages than before. */
  numbering: number;
};

type Range = { from: number; to: number };

/** Rows fetched above and below those in sight. */
const OVERSCAN = 40;
const MOST_ROWS = 500;
/** Rows asked for before anything was measured. */
const UNMEASURED_ROWS = 40;
const GIVEN_UP = new Failed({
  code: "internal",
  message: "Stopped before the brokers answered.",
  hint: "Nothing was read.",
  details: null,
});
const NOTHING: Pick<LiveState, "rows" | "window"> = { rows: new Map(), window: { from: 0, to: 0 } };

/**
 * A view of a topic as the screen needs it: ticks come in, and the rows in sight are fetched.
 *
 * Lives outside React; `state` is followed through `useStore`.
 */
export class LiveView {
  readonly state: Store<LiveState>;
  readonly spec: ViewSpec;
  /** Resolves to why the view could not be opened, or to null when it is open. */
  readonly opened: Promise<Failed | null>;
  readonly #source: ViewSource;
  readonly #pull: Pull<{ rows: readonly MessageRow[] }>;
  #closed = false;
  #sight = { from: 0, to: UNMEASURED_ROWS };
  /** The end when following stopped; null: to be set by the next tick. */
  #pausedAt: number | null = null;
  /** The oldest rows are shown first. */
  readonly #startsWithOldest: boolean;
  /** A filter was set, and no tick has come since. */
  #renumbered = false;
  /** Paths that rows are asked for with. */
  #columns: readonly string[] = [];

  constructor(source: ViewSource, connection: string, spec: ViewSpec) {
    const following = showsNewest(spec);
    this.#startsWithOldest = !following;
    this.#source = source;
    this.spec = spec;
    this.state = new Store<LiveState>({
      view: null,
      openedAt: Date.now(),
      tick: null,
      failure: null,
      first: 0,
      end: 0,
      ...NOTHING,
      following,
      fresh: 0,
      lastDataAt: null,
      dated: false,
      filter: spec.filter,
      filtering: false,
      numbering: 0,
    });
    this.#pull = new Pull(
      ({ from, to }) => source.viewRows(this.#view, from, to - from, this.#columns),
      (window, range) => this.#accept(window.rows, range),
      (thrown) => this.#fail(thrown),
    );
    this.opened = this.#open(connection);
  }

  /** A row's message: undefined while it isn't here, null when it is kept no longer. */
  row(number: number): MessageRow | null | undefined {
    const { rows, window } = this.state.get();
    return rows.get(number) ?? (number >= window.from && number < window.to ? null : undefined);
  }

  /** The rows that the grid shows. While following, the view moves them itself. */
  see(from: number, to: number): void {
    this.#sight = { from, to };
    this.#fetch();
  }

  follow(following: boolean): void {
    const state = this.state.get();
    if (state.following === following) return;
    // What is here but not yet shown on top is new, too.
    this.#pausedAt = (this.#isNewestFirst ? state.end : state.tick?.end) ?? null;
    // A pause keeps the rows where they are, though newer ones exist.
    const end = following || this.#isNewestFirst ? state.end : (state.tick?.end ?? 0);
    const fresh = following ? 0 : Math.max(0, (state.tick?.end ?? 0) - (this.#pausedAt ?? 0));
    this.state.update({ following, fresh, end });
    this.#fetch();
  }

  /** Asks for rows with other columns by path. */
  setColumns(columns: readonly string[]): void {
    if (columns.length === this.#columns.length && columns.every((path, at) => path === this.#columns[at]))
      return;
    this.#columns = columns;
    this.#pull.reset();
    this.#fetch();
  }

  /** Judges what is kept by another filter, which is a valid one. The last one set counts. */
  async setFilter(filter: FilterText): Promise<void> {
    if (filter === this.state.get().filter) return;
    this.state.update({ filter, filtering: true });
    if (this.state.get().view === null) return;
    await this.#applyFilter();
  }

  /** Reads no further. Before the brokers have answered, the view is given up. */
  async stop(): Promise<void> {
    if (this.state.get().view === null) {
      this.#closed = true;
      this.state.update({ failure: GIVEN_UP });
      return;
    }
    return this.#ask((view) => this.#source.stopView(view));
  }

  continue(): Promise<void> {
    return this.#ask((view) => this.#source.continueView(view));
  }

  close(): void {
    this.#closed = true;
    const { view } = this.state.get();
    if (view !== null) this.#source.closeView(view).catch(() => undefined);
  }

  get #isNewestFirst(): boolean {
    return this.spec.order === "newest";
  }

  get #view(): number {
    return this.state.get().view ?? -1;
  }

  async #open(connection: string): Promise<Failed | null> {
    try {
      const spec = await this.#openable();
      if (this.#closed) return null;
      const view = await this.#source.openView(connection, spec, (tick) => this.#onTick(tick));
      if (this.#closed) {
        await this.#source.closeView(view);
        return null;
      }
      this.state.update({ view });
      if (this.state.get().filter !== spec.filter) await this.#applyFilter();
      else this.#fetch();
      return null;
    } catch (thrown) {
      this.#fail(thrown);
      return toFailed(thrown);
    }
  }

  /** A filter that came with what was kept may be no valid one: then everything is read. */
  async #openable(): Promise<ViewSpec> {
    const { filter } = this.spec;
    if (filter.text === "") return this.spec;
    const { problem } = await this.#source.checkFilter(filter);
    if (problem === null) return this.spec;
    if (this.state.get().filter === filter) this.state.update({ filter: NO_FILTER });
    return { ...this.spec, filter: NO_FILTER };
  }

  async #applyFilter(): Promise<void> {
    const { filter } = this.state.get();
    await this.#ask((view) => this.#source.setFilter(view, filter));
    if (filter !== this.state.get().filter) return;
    // Row numbers mean other rows from here on.
    // The next tick tells them; until then the old rows stay.
    this.#pull.reset();
    this.#renumbered = true;
  }

  async #ask(run: (view: number) => Promise<unknown>): Promise<void> {
    const { view } = this.state.get();
    if (view === null) return;
    try {
      await run(view);
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  #onTick(tick: Tick): void {
    if (this.#closed) return;
    const state = this.state.get();
    const before = state.tick;
    // After another filter the numbers start elsewhere: nothing of before has a place in them.
    const jumped = before !== null && (tick.first > before.end || tick.end < before.first);
    const anew = jumped || this.#renumbered;
    if (anew) {
      this.#pull.reset();
      this.#pausedAt = null;
    }
    // What was there at the start is not new, wherever one looks.
    if (this.#startsWithOldest && isCatchingUp(before ?? tick)) this.#pausedAt = tick.end;
    // None of the rows that one was reading is kept any more.
    if (this.#pausedAt !== null && this.#pausedAt <= tick.first) this.#pausedAt = null;
    this.#pausedAt ??= tick.end;
    const following = this.#renumbered ? !this.#startsWithOldest : state.following;
    const shown = following || !this.#isNewestFirst ? tick.end : Math.min(this.#pausedAt, tick.end);
    const behind = following && state.rows.size > 0 && !anew;
    this.state.update({
      ...(anew ? { ...NOTHING, numbering: state.numbering + 1 } : {}),
      ...(this.#renumbered ? { filtering: false } : {}),
      tick,
      following,
      // Where nothing is to be fetched, no fetch tells that all is well again.
      failure: tick.end > tick.first ? state.failure : null,
      first: tick.first,
      end: behind ? Math.min(Math.max(state.end, tick.first), tick.end) : shown,
      fresh: following ? 0 : Math.max(0, tick.end - this.#pausedAt),
      lastDataAt: tick.seen > (before?.seen ?? 0) ? Date.now() : state.lastDataAt,
    });
    this.#renumbered = false;
    this.#fetch();
  }

  #fetch(): void {
    const { tick, view, following } = this.state.get();
    if (tick === null || view === null || tick.end <= tick.first || this.#closed || this.#renumbered) return;
    const size = Math.min(MOST_ROWS - 2 * OVERSCAN, Math.max(1, this.#sight.to - this.#sight.from));
    const end = following ? tick.end : Math.min(this.#sight.to, tick.end);
    const from = Math.max(tick.first, following ? end - size : Math.min(this.#sight.from, tick.end - 1));
    const needed = { from, to: Math.max(from, Math.min(end, from + size)) };
    this.#pull.want(needed, {
      from: Math.max(tick.first, needed.from - OVERSCAN),
      to: Math.min(tick.end, needed.to + OVERSCAN),
    });
  }

  #accept(window: readonly MessageRow[], range: Range): void {
    if (this.#closed) return;
    const rows = new Map<number, MessageRow>();
    for (const row of window) rows.set(row.row, row);
    const { tick, following, end, dated } = this.state.get();
    if (tick === null) return;
    this.state.update({
      rows,
      window: range,
      failure: null,
      end: following ? Math.min(Math.max(end, range.to), tick.end) : this.#isNewestFirst ? end : tick.end,
      dated: dated || window.some(isOfAnotherDay),
    });
    // What came meanwhile is asked for now.
    this.#fetch();
  }

  #fail(thrown: unknown): void {
    if (this.#closed) return;
    this.state.update({ failure: toFailed(thrown), filtering: false });
  }
}

/** Reading from a place, oldest first, shows that place; everything else shows the newest. */
function showsNewest({ order, start }: ViewSpec): boolean {
  return order === "newest" || start.kind === "latest" || start.kind === "last";
}

function isCatchingUp({ state }: Tick): boolean {
  return state.kind === "starting" || state.kind === "reading" || state.kind === "full";
}

function isOfAnotherDay({ timestamp }: MessageRow): boolean {
  return timestamp !== null && !(isToday(timestamp, "utc") && isToday(timestamp, "local"));
}
