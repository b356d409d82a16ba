import { expect, test } from "vitest";
import { aclEntry } from "./testing/aclEntry";
import { inWords } from "./words";

test.each([
  [{}, "User:alice may read topic orders"],
  [{ pattern: "prefixed" }, "User:alice may read topics that begin with orders"],
  [{ name: "*", principal: "User:*" }, "Everybody may read all topics"],
  [{ permission: "deny", host: "10.0.0.1" }, "User:alice may not read topic orders, from 10.0.0.1"],
  [
    { resource: "cluster", name: "kafka-cluster", operation: "all" },
    "User:alice may do everything with the cluster",
  ],
] as const)("%j is told as %s", (part, words) => {
  expect(inWords(aclEntry(part))).toBe(words);
});
