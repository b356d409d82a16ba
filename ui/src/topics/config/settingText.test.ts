import { expect, test } from "vitest";
import { inWords, readTyped } from "./settingText";

test.each([
  ["millis", "604800000", "604800000"],
  ["millis", "7 d", "604800000"],
  ["millis", "1h 30min", "5400000"],
  ["millis", "-1", "-1"],
  ["millis", "604,800,000", "604800000"],
  ["bytes", "64 MiB", "67108864"],
  ["bytes", "1GiB", "1073741824"],
  ["count", "12", "12"],
  ["ratio", "0.5", "0.5"],
  ["list", "compact , delete,", "compact,delete"],
  [null, " as it is ", "as it is"],
] as const)("of type %s, %s is %s", (type, text, value) => {
  expect(readTyped(type, text)).toEqual({ value, problem: null });
});

test.each([
  ["millis", "a week"],
  ["millis", "7 days"],
  ["millis", "7 d!"],
  ["millis", ""],
  ["bytes", "1 parsec"],
  ["count", "7 d"],
  ["ratio", "1.5"],
  ["ratio", ""],
] as const)("of type %s, “%s” says how to write it", (type, text) => {
  expect(readTyped(type, text).problem).toMatch(/^Write /);
});

test.each([
  ["millis", "604800000", "7 d"],
  ["millis", "129600000", "1 d 12 h"],
  ["millis", "90061000", "≈ 1 d 1 h"],
  ["millis", "9223372036854775807", "no limit"],
  ["millis", "500", null],
  ["bytes", "1073741824", "1 GiB"],
  ["bytes", "1048588", "≈ 1 MiB"],
  ["bytes", "-1", "no limit"],
  ["count", "1000000", "1,000,000"],
  ["choice", "producer", null],
] as const)("of type %s, %s is said as %s", (type, value, words) => {
  expect(inWords(type, value)).toBe(words);
});
