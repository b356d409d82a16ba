import { fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HistogramChart } from "./HistogramChart";

const FROM = Date.parse("2026-11-24T14:00:00Z");
const DATA = {
  fromMs: FROM,
  toMs: FROM + 600_000,
  widthMs: 60_000,
  seen: [1, 2, 3, 4, 5, 6, 7, 8, 9, 1000],
  matched: [0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
  untimed: 0,
};

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(600);
  HTMLElement.prototype.setPointerCapture = () => undefined;
});
afterEach(() => vi.restoreAllMocks());

function show() {
  const brushed: [number, number][] = [];
  const onRoom = () => undefined;
  render(
    <HistogramChart
      data={DATA}
      zone="utc"
      filtered
      onRoom={onRoom}
      onBrush={(fromMs, toMs) => brushed.push([fromMs - FROM, toMs - FROM])}
    />,
  );
  return { chart: screen.getByRole("img", { name: /^Messages over time/ }), brushed };
}

test("a bar that is pointed at tells its time, its messages and its matches", () => {
  const { chart } = show();
  fireEvent.pointerMove(chart, { clientX: 190 });
  expect(screen.getByText("2026-11-24 14:03:00 – 14:04:00 · 4 messages · 1 match")).toBeTruthy();
  expect(document.querySelectorAll("rect"), "the one match among few is seen").toHaveLength(11);
});

test("a brushed range is asked for in either direction, and a click asks for nothing", () => {
  const { chart, brushed } = show();
  for (const [from, to] of [
    [60, 180],
    [180, 60],
    [300, 302],
  ] as const) {
    fireEvent.pointerDown(chart, { clientX: from, button: 0 });
    fireEvent.pointerMove(chart, { clientX: to });
    fireEvent.pointerUp(chart, { clientX: to });
  }
  expect(brushed).toEqual([
    [60_000, 180_000],
    [60_000, 180_000],
  ]);
});
