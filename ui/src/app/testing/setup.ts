import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

class NoResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

globalThis.ResizeObserver ??= NoResizeObserver as typeof ResizeObserver;
window.matchMedia ??= ((query: string) => ({
  // A wide, light screen.
  matches: query.includes("min-width"),
  media: query,
  addEventListener() {},
  removeEventListener() {},
})) as unknown as typeof window.matchMedia;
globalThis.CSS ??= { escape: (text: string) => text.replace(/[^\w-]/g, "\\$&") } as typeof CSS;
Range.prototype.getClientRects ??= () => [] as unknown as DOMRectList;

configure({ asyncUtilTimeout: 10_000 });
afterEach(cleanup);
