import { useRef, useSyncExternalStore } from "react";

/** A value outside React that components follow. */
export class Store<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  readonly get = (): T => this.#value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }

  update(change: Partial<T>): void {
    this.set({ ...this.#value, ...change });
  }
}

export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}

/** Some parts of what a store holds: drawn again only when one of them is another. */
export function useParts<T, P extends object>(store: Store<T>, pick: (value: T) => P): P {
  const kept = useRef<P | null>(null);
  return useSyncExternalStore(store.subscribe, () => {
    const next = pick(store.get());
    if (kept.current === null || !isSame(kept.current, next)) kept.current = next;
    return kept.current;
  });
}

function isSame<P extends object>(one: P, other: P): boolean {
  const keys = Object.keys(one) as (keyof P)[];
  return keys.length === Object.keys(other).length && keys.every((key) => Object.is(one[key], other[key]));
}
