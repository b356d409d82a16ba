import { afterEach, expect, test, vi } from "vitest";
import { ANSWER_WITHIN_MS, backend } from "./backend";
import { Failed } from "./failure";
import { mockBackend } from "./testing/mockBackend";

afterEach(() => vi.useRealTimers());

test("a command's failure keeps its code, hint and details", async () => {
  mockBackend({
    list_connections: () => {
      throw { code: "forbidden", message: "No.", hint: "Ask.", details: "29" };
    },
  });
  const thrown = await backend.listConnections().catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(Failed);
  expect(thrown).toMatchObject({ code: "forbidden", message: "No.", hint: "Ask.", details: "29" });
});

test("anything else that is thrown becomes an internal failure with its text folded away", async () => {
  mockBackend({
    keychain: () => {
      throw "missing required key";
    },
  });
  await expect(backend.keychain()).rejects.toMatchObject({
    code: "internal",
    details: "missing required key",
  });
});

test("a command that never answers ends as a timeout", async () => {
  vi.useFakeTimers();
  mockBackend({ load_settings: () => new Promise(() => undefined) });
  const answer = expect(backend.loadSettings()).rejects.toMatchObject({ code: "timeout" });
  await vi.advanceTimersByTimeAsync(ANSWER_WITHIN_MS);
  await answer;
});

test("a connection is known to be unreachable from any command that gets no answer, until one gets it", async () => {
  let answers = false;
  mockBackend({
    topic_partitions: () => {
      if (!answers) throw { code: "unreachable", message: "Nobody.", hint: null, details: null };
      return [];
    },
    list_topics: () => ({}),
  });
  const query = { search: "", sort: "name", descending: false, internal: false } as const;
  await backend.topicPartitions("c", "orders").catch(() => undefined);
  expect([...backend.unreachable.get()]).toEqual(["c"]);
  await backend.listTopics("c", query, 0, 1, false);
  expect([...backend.unreachable.get()], "a list that was kept tells nothing").toEqual(["c"]);
  answers = true;
  await backend.topicPartitions("c", "orders");
  expect([...backend.unreachable.get()]).toEqual([]);
});
