import { expect, test } from "vitest";
import { filterTokens, marked } from "./filterTokens";

test("conditions are coloured by what their words look like, and no character is lost", () => {
  const text = `.status = FAILED and .amount > 10000 and not header.retry exists or key ~ 'a b' and ."odd name" = "x`;
  const tokens = filterTokens(text);
  expect(tokens.map((token) => token.text).join("")).toBe(text);
  const of = (kind: string) => tokens.filter((token) => token.kind === kind).map((token) => token.text);
  expect(of("path")).toEqual([".status", ".amount", "header.retry", "key", '."odd name"']);
  expect(of("number")).toEqual(["10000"]);
  expect(of("string")).toEqual(["'a b'", '"x']);
  expect(of("word")).toEqual(["and", "and", "not", "exists", "or", "and"]);
});

test("a problem is marked at its place, and behind the end where something is missing", () => {
  const tokens = filterTokens(".a = = 3");
  const bad = (from: number, to: number) =>
    marked(tokens, { from, to })
      .filter((token) => token.bad)
      .map((token) => token.text);
  expect(bad(5, 6)).toEqual(["="]);
  expect(bad(1, 4)).toEqual(["a", " ", "="]);
  expect(bad(8, 8)).toEqual(["\u00a0"]);
});
