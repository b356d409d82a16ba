import type { Line, Lines, Shape } from "../bindings";
import { type Failed, toFailed } from "../ipc/failure";
import { Store } from "../kit/store";
import { Pull } from "./pull";

/** Folded lines, with how many each hides. */
export type Folds = ReadonlyMap<number, number>;

type FetchLines = (folds: number[], width: number, from: number, count: number) => Promise<Lines>;

export type LinesState = {
  /** Lines with the folds closed; null before the first answer. */
  total: number | null;
  shape: Shape;
  note: string | null;
  /** By their place among the visible lines. */
  lines: ReadonlyMap<number, Line>;
  failure: Failed | null;
};

const OVERSCAN = 40;
/** What the backend breaks lines at, at least and at most. */
const WIDTH = { min: 40, max: 2000 };

/** The lines in sight of one payload. */
export class LineSource {
  readonly state = new Store<LinesState>({
    total: null,
    shape: "null",
    note: null,
    lines: new Map(),
    failure: null,
  });
  readonly #fetch: FetchLines;
  readonly #pull: Pull<Lines>;
  readonly #folds: Store<Folds>;
  #sight = { from: 0, to: OVERSCAN };
  #width: number | null = null;

  constructor(fetch: FetchLines, folds: Store<Folds>) {
    this.#fetch = fetch;
    this.#folds = folds;
    this.#pull = new Pull(
      ({ from, to }) => this.#whole(from, to - from),
      ({ total, shape, note, lines }, { from }) => {
        const placed = lines.map((line, index) => [from + index, line] as const);
        this.state.set({ total, shape, note, lines: new Map(placed), failure: null });
      },
      (thrown) => this.state.update({ failure: toFailed(thrown) }),
    );
  }

  /** How many characters fit in a line: nothing is asked for before it is known. */
  setWidth(chars: number): void {
    const width = Math.min(WIDTH.max, Math.max(WIDTH.min, Math.floor(chars)));
    if (width === this.#width) return;
    this.#width = width;
    this.#anew();
  }

  see(from: number, to: number): void {
    this.#sight = { from, to };
    if (this.#width === null) return;
    const total = this.state.get().total ?? Number.MAX_SAFE_INTEGER;
    const end = Math.min(to, total);
    this.#pull.want({ from, to: end }, { from: Math.max(0, from - OVERSCAN), to: end + OVERSCAN });
  }

  /** Opens or closes the fold of a line that has one. */
  toggle(line: Line): void {
    if (line.fold === null) return;
    const folds = new Map(this.#folds.get());
    if (line.folded) folds.delete(line.line);
    else folds.set(line.line, line.fold);
    this.#folds.set(folds);
    this.#anew();
  }

  /** Where a line of the unfolded payload stands among the visible ones: what hides it is unfolded. */
  async locate(line: number): Promise<number> {
    const folds = this.#folds.get();
    const open = new Map([...folds].filter(([at, hides]) => line <= at || line > at + hides));
    if (open.size < folds.size) {
      this.#folds.set(open);
      this.#anew();
    }
    let low = 0;
    // Broken lines make more of them than there are: the end is found by doubling.
    let high = Math.max(1, line + 1);
    while ((await this.#lineAt(high)) < line) high *= 2;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((await this.#lineAt(middle)) < line) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The line that is shown at a place; behind the end, one beyond all. */
  async #lineAt(place: number): Promise<number> {
    const { lines, total } = await this.#ask(place, 1);
    if (place >= total) return Number.POSITIVE_INFINITY;
    return lines[0]?.line ?? Number.POSITIVE_INFINITY;
  }

  #anew(): void {
    this.#pull.reset();
    this.see(this.#sight.from, this.#sight.to);
  }

  #ask(from: number, count: number): Promise<Lines> {
    return this.#fetch([...this.#folds.get().keys()], this.#width ?? WIDTH.min, from, count);
  }

  /** An answer holds at most 256 KiB: asks until the range is whole. */
  async #whole(from: number, count: number): Promise<Lines> {
    const first = await this.#ask(from, count);
    const lines = [...first.lines];
    let got = first.lines.length;
    while (got > 0 && lines.length < count && from + lines.length < first.total) {
      const more = await this.#ask(from + lines.length, count - lines.length);
      got = more.lines.length;
      lines.push(...more.lines);
    }
    return { ...first, lines };
  }
}
