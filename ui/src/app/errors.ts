declare global {
  interface Window {
    /** What went wrong in this page, for tests of the whole app: they expect none. */
    __errors: string[];
  }
}

/** Collects errors that nobody handled, and what was logged as one. */
export function collectErrors(): void {
  window.__errors = [];
  const note = (...parts: unknown[]) => {
    window.__errors.push(
      parts.map((part) => (part instanceof Error ? (part.stack ?? part.message) : String(part))).join(" "),
    );
  };
  const log = console.error.bind(console);
  console.error = (...parts) => {
    note(...parts);
    log(...parts);
  };
  window.addEventListener("error", (event) => note(event.error ?? event.message));
  window.addEventListener("unhandledrejection", (event) => note(event.reason));
}
