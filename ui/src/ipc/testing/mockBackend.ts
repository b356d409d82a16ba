import { clearMocks, mockIPC } from "@tauri-apps/api/mocks";
import { afterEach } from "vitest";

// biome-ignore lint/suspicious/noExplicitAny: arguments as they come over the wire
type Handlers = Record<string, (args: any) => unknown>;
type Call = { command: string; args: unknown };

/** Answers commands by their wire name, and keeps what was called. */
export function mockBackend(handlers: Handlers): Call[] {
  const calls: Call[] = [];
  mockIPC((command, args) => {
    calls.push({ command, args });
    const handler = handlers[command];
    if (!handler) throw new Error(`no handler for ${command}`);
    return handler(args);
  });
  return calls;
}

afterEach(() => clearMocks());
