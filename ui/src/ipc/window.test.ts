import { expect, test } from "vitest";
import { Failed } from "./failure";
import { encodeWindow } from "./testing/encode";
import { WindowRows } from "./window";

test("rows come out with their numbers, shapes and coloured previews", () => {
  const buffer = encodeWindow([
    {
      row: 2 ** 40 + 7,
      offset: 9_223_372_036_854_775_807n,
      timestamp: 1_795_528_949_198n,
      partition: 3,
      key: [["plain", "c-1"]],
      value: [
        ["punctuation", "{"],
        ["key", '"a"'],
        ["number", "10412.50"],
      ],
      valueShape: "json",
      cut: 2,
    },
  ]);
  const [row] = new WindowRows(buffer).rows;
  expect(row).toMatchObject({
    row: 1_099_511_627_783,
    offset: 9_223_372_036_854_775_807n,
    timestamp: 1_795_528_949_198,
    timestampKind: "create",
    partition: 3,
    keyShape: "text",
    valueShape: "json",
    keyCut: false,
    valueCut: true,
    valueSize: 12,
  });
  expect(row?.key).toEqual([{ kind: "plain", text: "c-1" }]);
  expect(row?.value.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    "punctuation {",
    'key "a"',
    "number 10412.50",
  ]);
});

test("spans count UTF-16 units, so text behind emoji and a byte-order mark stays in place", () => {
  const { rows } = new WindowRows(
    encodeWindow([
      { row: 0, key: [["plain", "\uFEFFé🙂"]], value: [["string", "漢字"]] },
      { row: 1, key: null, value: [["plain", "next"]] },
    ]),
  );
  expect(rows.map(({ key, value }) => [key[0]?.text, value[0]?.text])).toEqual([
    ["\uFEFFé🙂", "漢字"],
    [undefined, "next"],
  ]);
});

test("columns hold their field, its absence, or that the value is no JSON", () => {
  const buffer = encodeWindow(
    [
      {
        row: 0,
        key: [["plain", "k🙂"]],
        value: [["plain", "v"]],
        cells: [["number", "10412.50"], null, ["string", "é"]],
      },
      { row: 1, value: [["plain", "next"]], cells: ["notJson", null, ["plain", "trace"]] },
    ],
    3,
  );
  const { rows } = new WindowRows(buffer, [".amount", ".no", "header.x"]);
  expect(rows.map((row) => [row.cell(".amount"), row.cell(".no"), row.cell("header.x")])).toEqual([
    [{ kind: "number", text: "10412.50" }, null, { kind: "string", text: "é" }],
    ["notJson", null, { kind: "plain", text: "trace" }],
  ]);
  expect(rows[1]?.value[0]?.text).toBe("next");
  expect(rows[0]?.cell(".other")).toBeUndefined();
  expect(() => new WindowRows(buffer, [".amount"])).toThrow(Failed);
});

test("null and missing times are told from values", () => {
  const [row] = new WindowRows(encodeWindow([{ row: 0, key: null, value: null }])).rows;
  expect(row).toMatchObject({ keyShape: "null", valueShape: "null", timestamp: null, key: [], value: [] });
});

test("a window that is cut short is refused, not misread", () => {
  const whole = encodeWindow([{ row: 0, value: [["plain", "abc"]] }]);
  for (const length of [0, 9, 20, whole.byteLength - 1]) {
    expect(() => new WindowRows(whole.slice(0, length))).toThrow(Failed);
  }
});

test("an array of numbers in place of bytes is noticed", () => {
  expect(() => new WindowRows([0, 0] as unknown as ArrayBuffer)).toThrow(Failed);
});
