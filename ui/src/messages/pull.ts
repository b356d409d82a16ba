type Range = { from: number; to: number };

/**
 * Fetches what is in sight: one question on the way at a time, and a mark when the answer is out of date already.
 * `fetch` answers for a range; `accept` takes what was asked for last under the present `reset`.
 */
export class Pull<W> {
  readonly #fetch: (range: Range) => Promise<W>;
  readonly #accept: (window: W, range: Range) => void;
  readonly #fail: (thrown: unknown) => void;
  #wanted: Range | null = null;
  #have: Range | null = null;
  #busy = false;
  #age = 0;

  constructor(
    fetch: (range: Range) => Promise<W>,
    accept: (window: W, range: Range) => void,
    fail: (thrown: unknown) => void,
  ) {
    this.#fetch = fetch;
    this.#accept = accept;
    this.#fail = fail;
  }

  /** Wants the rows of `needed`; if they aren't there, asks for `range` around them. */
  want(needed: Range, range: Range): void {
    if (this.#have && needed.from >= this.#have.from && needed.to <= this.#have.to) {
      this.#wanted = null;
      return;
    }
    this.#wanted = range;
    void this.#run();
  }

  /** Forgets what there is: the next want asks anew, and an answer on the way is dropped. */
  reset(): void {
    this.#age++;
    this.#have = null;
    this.#wanted = null;
  }

  async #run(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#wanted) {
        const range = this.#wanted;
        const age = this.#age;
        this.#wanted = null;
        const window = await this.#fetch(range);
        if (age !== this.#age) continue;
        this.#have = range;
        this.#accept(window, range);
      }
    } catch (thrown) {
      this.#wanted = null;
      this.#fail(thrown);
    } finally {
      this.#busy = false;
    }
  }
}
