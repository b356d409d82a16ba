import { expect, test } from "vitest";
import { retention } from "./retention";

test.each([
  ["delete", "604800000", "-1", "7 d"],
  ["delete", "604800000", "1073741824", "7 d or 1 GiB"],
  ["delete", "-1", "-1", "no limit"],
  ["compact", "604800000", "-1", "compacted"],
  ["compact,delete", "86400000", "-1", "compacted, 1 d"],
  ["", "86400000", "-1", "for ever"],
  [null, null, null, null],
])("%s with %s ms and %s bytes is %s", (cleanupPolicy, retentionMs, retentionBytes, words) => {
  expect(retention({ cleanupPolicy, retentionMs, retentionBytes })).toBe(words);
});
