import type { Line, Lines, Shape } from "../bindings";
import { type Failed, toFailed } from "../ipc/failure";
import { Store } from "../kit/store";
import { Pull } from "./pull";

type FetchLines = (folds: number[], from: number, count: number) => Promise<Lines>;

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

/** The lines in sight of one payload. */
export class LineSource {
  readonly state = new Store<LinesState>({
    total: null,
    shape: "null",
    note: null,
    lines: new Map(),
    failure: null,
  });
  readonly #pull: Pull<Lines>;
  readonly #folds: Store<readonly number[]>;
  #sight = { from: 0, to: OVERSCAN };

  constructor(fetch: FetchLines, folds: Store<readonly number[]>) {
    this.#folds = folds;
    this.#pull = new Pull(
      ({ from, to }) => this.#whole(fetch, from, to - from),
      ({ total, shape, note, lines }, { from }) => {
        const placed = lines.map((line, index) => [from + index, line] as const);
        this.state.set({ total, shape, note, lines: new Map(placed), failure: null });
      },
      (thrown) => this.state.update({ failure: toFailed(thrown) }),
    );
    this.see(0, OVERSCAN);
  }

  see(from: number, to: number): void {
    this.#sight = { from, to };
    const total = this.state.get().total ?? Number.MAX_SAFE_INTEGER;
    const end = Math.min(to, total);
    this.#pull.want({ from, to: end }, { from: Math.max(0, from - OVERSCAN), to: end + OVERSCAN });
  }

  /** Opens or closes the fold of a line that has one. */
  toggle(line: Line): void {
    if (line.fold === null) return;
    const folds = this.#folds.get();
    this.#folds.set(line.folded ? folds.filter((other) => other !== line.line) : [...folds, line.line]);
    this.#pull.reset();
    this.see(this.#sight.from, this.#sight.to);
  }

  /** An answer holds at most 256 KiB: asks until the range is whole. */
  async #whole(fetch: FetchLines, from: number, count: number): Promise<Lines> {
    const folds = [...this.#folds.get()];
    const first = await fetch(folds, from, count);
    const lines = [...first.lines];
    let got = first.lines.length;
    while (got > 0 && lines.length < count && from + lines.length < first.total) {
      const more = await fetch(folds, from + lines.length, count - lines.length);
      got = more.lines.length;
      lines.push(...more.lines);
    }
    return { ...first, lines };
  }
}
