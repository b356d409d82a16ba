import { expect, test } from "vitest";
import { markSpans } from "./markSpans";

test("a text is marked wherever it stands, over the edges of colours too", () => {
  const marked = markSpans(
    [
      { kind: "key", text: '"Status"' },
      { kind: "punctuation", text: ": " },
      { kind: "string", text: '"status: no"' },
    ],
    'status": ',
  );
  expect(marked.map(({ text, found }) => (found ? `[${text}]` : text)).join("|")).toBe(
    '"|[Status"]|[: ]|"status: no"',
  );
  const twice = markSpans([{ kind: "plain", text: "aXbxc" }], "x");
  expect(twice.filter(({ found }) => found).map(({ text }) => text)).toEqual(["X", "x"]);
});
