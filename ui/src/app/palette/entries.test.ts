import { expect, test } from "vitest";
import type { NameHit } from "../../bindings";
import { type Entry, ranked } from "./entries";
import type { Names } from "./useNames";

const entry = (kind: Entry["kind"], name: string, about = kind as string): Entry => ({
  id: `${kind} ${name}`,
  kind,
  name,
  about,
  run: () => undefined,
});
const hit = (name: string, positions: number[] = []): NameHit => ({
  kind: "topic",
  connection: "c",
  name,
  positions,
});
const names = (of: string, hits: NameHit[]): Names => ({ of, hits, failure: null, waiting: false });
const topic = ({ name }: NameHit) => entry("topic", name);
const LOCAL = [
  entry("view", "failed payments", "saved view · payments"),
  entry("connection", "staging", "connection · kafka:9092"),
  entry("command", "Theme: light", "Window"),
  entry("command", "Produce to payments…", "Messages"),
];
const never = () => false;

test("names, views, connections and commands are one list, the best fit first", () => {
  const found = ranked("pay", LOCAL, names("pay", [hit("eu.pay"), hit("payments")]), topic, never);
  expect(found.map(({ name }) => name)).toEqual([
    "payments",
    "failed payments",
    "eu.pay",
    "Produce to payments…",
  ]);
});

test("a topic that one comes back to goes before others that fit alike", () => {
  const hits = names("pay", [hit("payments.a"), hit("payments.b")]);
  const found = ranked("pay", [], hits, topic, ({ name }) => name === "payments.b");
  expect(found.map(({ name }) => name)).toEqual(["payments.b", "payments.a"]);
});

test("while the next answer is on its way, what still fits of the last one stays", () => {
  const last = names("pa", [hit("payments", [0, 1]), hit("parcels", [0, 1])]);
  const found = ranked("paym", [], last, topic, never);
  expect(found.map(({ name, positions }) => [name, positions])).toEqual([["payments", [0, 1, 2, 3]]]);
});

test("words may stand in what an entry is about", () => {
  const found = ranked("staging kafka", LOCAL, names("", []), topic, never);
  expect(found.map(({ name }) => name)).toEqual(["staging"]);
});
