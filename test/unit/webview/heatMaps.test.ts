/** Heat maps without a browser: which state a pixel shows, what colour it gets, what keys and zooming lead to. */
import { describe, expect, test, vi } from "vitest";
import {
  greatestDifference,
  headHeat,
  rowsAcross,
  trackAxisOf,
  trackOf,
} from "../../../webview/heat/columns";
import { moved, roundedUp, showingCell, wholeOf, zoomed, type Heat } from "../../../webview/heat/heat";
import { keyAction } from "../../../webview/heat/mapKeys";
import { fillPixels } from "../../../webview/heat/paint";
import { steppedReading } from "../../../webview/heat/stripReading";
import { correspondence, shareFromLog, signedShare, signedShortShare } from "../../../webview/words";
import { factsOf, mainOf, recordedAt, showing } from "./runs";

// The face of the charts also holds their element, which needs a browser.
vi.mock("../../../webview/charts", () => import("../../../webview/charts/axis"));

/** Colours that are their own place in the table. */
const table = Uint32Array.from({ length: 256 }, (_, index) => 1000 + index);
const pixelsOf = (heat: Heat, width: number, height: number, seen = wholeOf(heat)) => {
  const pixels = new Uint32Array(width * height);
  fillPixels(pixels, width, heat, table, seen);
  return Array.from(pixels);
};

describe("pixels", () => {
  const heat: Heat = { rows: 2, columns: 2, values: [0, 1, NaN, 0.5], scale: "share", most: 1 };

  test("a cell fills its pixels, and what is no number stays see-through", () => {
    expect(pixelsOf(heat, 4, 2)).toEqual([1000, 1000, 1255, 1255, 0, 0, 1128, 1128]);
  });

  test("where cells are smaller than pixels the strongest shows, of differences by size", () => {
    expect(pixelsOf(heat, 1, 1)).toEqual([1255]);
    const signed: Heat = { rows: 1, columns: 4, values: [0.1, -0.4, 0.2, 0], scale: "difference", most: 0.4 };
    expect(pixelsOf(signed, 2, 1)).toEqual([1000, 1191]);
  });

  test("columns beyond a row's reach are not drawn", () => {
    expect(pixelsOf({ ...heat, reach: (row) => row }, 2, 2)).toEqual([0, 0, 0, 0]);
    expect(pixelsOf({ ...heat, reach: () => 1 }, 2, 2)).toEqual([1000, 0, 0, 0]);
  });

  test("no cell is lost between pixels, at any size", () => {
    for (const columns of [7, 100, 1024]) {
      for (let width = 1; width <= 60; width += 7) {
        for (let marked = 0; marked < columns; marked += 13) {
          const values = Array.from({ length: columns }, (_, at) => (at === marked ? 1 : 0));
          const row: Heat = { rows: 1, columns, values, scale: "share", most: 1 };
          if (width <= columns)
            expect(pixelsOf(row, width, 1).filter((pixel) => pixel === 1255)).toHaveLength(1);
        }
      }
    }
  });
});

describe("strips", () => {
  const run = mainOf(showing({ role: "main", facts: factsOf("a"), recording: recordedAt(0, 1, 10, 50) }));
  const track = trackOf(run, "step");
  const axis = (scale: "linear" | "log") => trackAxisOf({ quantity: "step", scale }, [track]);

  test("each pixel shows the newest state up to its end", () => {
    expect(axis("linear").last).toBe(50);
    expect(Array.from(rowsAcross(track, axis("linear"), 10))).toEqual([1, 2, 2, 2, 2, 2, 2, 2, 2, 3]);
    const log = Array.from(rowsAcross(track, axis("log"), 100));
    expect(log[0]).toBe(0);
    expect(log.indexOf(1)).toBe(Math.ceil((100 * Math.log10(2)) / Math.log10(51)) - 1);
    expect(log[99]).toBe(3);
  });

  test("behind a shorter run's end there is nothing", () => {
    const longer = { ...axis("linear"), last: 100 };
    expect(Array.from(rowsAcross(track, longer, 10))).toEqual([2, 2, 2, 2, 3, -1, -1, -1, -1, -1]);
  });

  test("a strip holds the head's attention lag by lag, or its difference", () => {
    const across = rowsAcross(track, axis("linear"), 5);
    const heat = headHeat(run, track, across, 0, null);
    expect([heat.rows, heat.columns, heat.scale]).toEqual([3, 5, "share"]);
    const most = Math.exp(5) / (Math.exp(5) + 2);
    expect(heat.values[0]).toBeCloseTo(most, 6);
    expect(heat.values[5]).toBeCloseTo((1 - most) / 2, 6);
    const same = headHeat(run, track, across, 0, { run, track, across, most: 0.1 });
    expect([same.scale, same.most, Math.max(...same.values)]).toEqual(["difference", 0.1, 0]);
    expect(greatestDifference(run, run, axis("linear"))).toBe(0);
  });

  test("keys go through steps, lags and heads, and stop at the ends", () => {
    const shape = { heads: 2, window: 3 };
    const step = (from: { head: number; lag: number; row: number }, key: string, shiftKey = false) =>
      steppedReading(from, { key, shiftKey }, shape, 40, true);
    const from = { head: 0, lag: 2, row: 5 };
    expect(step(from, "ArrowDown")).toEqual({ head: 1, lag: 0, row: 5 });
    expect(step(from, "ArrowRight", true)).toEqual({ head: 0, lag: 2, row: 15 });
    expect(step(from, "PageDown")).toEqual({ head: 1, lag: 2, row: 5 });
    expect(step(from, "End")).toEqual({ head: 0, lag: 2, row: 39 });
    expect(step({ head: 1, lag: 2, row: 0 }, "ArrowDown")).toEqual({ head: 1, lag: 2, row: 0 });
    expect(step(from, "x")).toBeNull();
    expect(steppedReading(from, { key: "ArrowLeft", shiftKey: false }, shape, 40, false)).toEqual(from);
  });
});

describe("what is seen of a map", () => {
  const all = { rows: 101, columns: 100 };

  test("zooming keeps the point under the pointer, and the edges", () => {
    const near = zoomed(wholeOf(all), all, 4, { row: 50.5, column: 20 });
    expect(near.width).toBeCloseTo(25, 9);
    expect((20 - near.left) / near.width).toBeCloseTo(0.2, 9);
    expect(zoomed(near, all, 1 / 100)).toEqual(wholeOf(all));
    expect(zoomed(wholeOf(all), all, 1e9).width).toBe(6);
    expect(moved(near, all, { row: -1000, column: 1000 })).toMatchObject({ top: 0, left: 75 });
  });

  test("a cell beyond the edge comes into sight, and one in sight moves nothing", () => {
    const near = { left: 10, top: 10, width: 20, height: 20.2 };
    expect(showingCell(near, { row: 12, column: 12 })).toBe(near);
    expect(showingCell(near, { row: 50, column: 5 })).toMatchObject({ left: 5, top: 30.8 });
  });

  test("keys read, zoom and choose", () => {
    const state = { all, seen: wholeOf(all), cell: { row: 3, column: 2 }, first: { row: 100, column: 9 } };
    const press = (key: string, cell: { row: number; column: number } | null = state.cell) =>
      keyAction({ key, shiftKey: false }, { ...state, cell });
    expect(press("ArrowUp")).toEqual({ kind: "point", cell: { row: 2, column: 2 } });
    expect(press("ArrowUp", null)).toEqual({ kind: "point", cell: state.first });
    expect(press("End")).toEqual({ kind: "point", cell: { row: 3, column: 99 } });
    expect(press("Enter")).toEqual({ kind: "choose", row: 3 });
    expect(press("0")).toEqual({ kind: "see", seen: null });
    expect(press("+")).toMatchObject({ kind: "see", seen: { width: 100 / 1.5 } });
    expect(press("q")).toBeNull();
  });
});

describe("words", () => {
  const head = (index: number, lag: number | null, attention: number) => ({
    ...{ head: index, lag, attention, lagAttention: new Float64Array() },
  });

  test("whether heads have shared the lags out among them", () => {
    expect(correspondence([head(0, 1, 0.9)])).toBe("");
    expect(correspondence([head(0, 1, 0.9), head(1, 2, 0.8)])).toBe("Each head reads a lag of its own.");
    expect(correspondence([head(0, 2, 0.9), head(1, 1, 0.8), head(2, 2, 0.7)])).toBe(
      "Heads 1 and 3 both read 2 back.",
    );
    expect(correspondence([head(0, 2, 0.9), head(1, 2, 0.8), head(2, 2, 0.7)])).toBe(
      "Heads 1, 2 and 3 all read 2 back.",
    );
    expect(correspondence([head(0, 1, 0.9), head(1, 2, 0.4)])).toBe("1 of 2 heads have settled on one lag.");
    expect(correspondence([head(0, 1, 0.3), head(1, 1, 0.4)])).toBe("No head has settled on one lag.");
  });

  test("shares below what floats hold, and differences with their sign", () => {
    expect([-411.05, -400, -1000.999999, -Infinity, NaN].map(shareFromLog)).toEqual([
      ...["9e−412", "1e−400", "1e−1001", "0", "–"],
    ]);
    expect([0.0312, -4e-5, 0].map(signedShare)).toEqual(["+0.031", "−4e−5", "0"]);
    expect([0.0312, -0.5, 0.001].map(signedShortShare)).toEqual(["+.03", "−.50", "·"]);
  });

  test("the strongest colour stands for a round number", () => {
    expect([0.124, 0.2, 0.51, 1, 0.003, 0, NaN].map(roundedUp)).toEqual([0.2, 0.2, 1, 1, 0.005, 1, 1]);
  });
});
