import { expect, test } from "vitest";
import { fitOf } from "./fuzzy";

function best(text: string, names: string[]): string[] {
  return names
    .map((name) => ({ name, fit: fitOf(text, name) }))
    .filter(({ fit }) => fit !== null)
    .sort((one, other) => (other.fit?.score ?? 0) - (one.fit?.score ?? 0))
    .map(({ name }) => name);
}

test("what is called exactly so comes first, then what begins so, then words that do, then the rest", () => {
  const names = ["reorders", "payments.orders", "orders.dlq", "orders", "o.r.d.e.r.s", "shipments"];
  expect(best("orders", names)).toEqual([
    "orders",
    "orders.dlq",
    "payments.orders",
    "reorders",
    "o.r.d.e.r.s",
  ]);
});

test("every word must stand in the name, in any order", () => {
  expect(best("dlq pay", ["payments.dlq", "payments", "orders.dlq"])).toEqual(["payments.dlq"]);
});

test("the places that fit are told, also those of scattered letters", () => {
  expect(fitOf("tlig", "Theme: light")?.positions).toEqual([0, 7, 8, 9]);
  expect(fitOf("v2", "payments.v2")?.positions).toEqual([9, 10]);
  expect(fitOf("xyz", "payments")).toBeNull();
  expect(fitOf("or", "Compact rows"), "two scattered letters say nothing").toBeNull();
});
