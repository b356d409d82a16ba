import type { Code, Failure } from "../bindings";

/** A command's failure as an error that React Query, boundaries and `catch` can carry. */
export class Failed extends Error implements Failure {
  readonly code: Code;
  readonly hint: string | null;
  readonly details: string | null;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = "Failed";
    this.code = failure.code;
    this.hint = failure.hint;
    this.details = failure.details;
  }
}

/** Whether no broker answered: it may work when they are back. */
export function isUnanswered({ code }: Pick<Failure, "code">): boolean {
  return code === "unreachable" || code === "timeout";
}

/** Whatever was thrown, as a failure with a sentence for people. */
export function toFailed(thrown: unknown): Failed {
  if (thrown instanceof Failed) return thrown;
  if (isFailure(thrown)) return new Failed(thrown);
  return new Failed({
    code: "internal",
    message: "Something went wrong inside Tributary.",
    hint: "Try again; if it stays, the details help to report it.",
    details: thrown instanceof Error ? (thrown.stack ?? thrown.message) : describe(thrown),
  });
}

function isFailure(thrown: unknown): thrown is Failure {
  return (
    typeof thrown === "object" &&
    thrown !== null &&
    "code" in thrown &&
    typeof thrown.code === "string" &&
    "message" in thrown &&
    typeof thrown.message === "string"
  );
}

function describe(thrown: unknown): string {
  if (typeof thrown === "string") return thrown;
  try {
    return JSON.stringify(thrown) ?? String(thrown);
  } catch {
    return String(thrown);
  }
}

declare module "@tanstack/react-query" {
  interface Register {
    defaultError: Failed;
  }
}
