import { apart } from "../../../webview/charts/labels";
import { describe, expect, test } from "vitest";
import {
  axisUnit,
  logValueTicks,
  placeAt,
  placeTicks,
  positionOf,
  valueTicks,
} from "../../../webview/charts/axis";
import { pointsOf } from "../../../webview/charts/decimate";
import { placeLabels, valueLabels } from "../../../webview/charts/labels";
import {
  lastPlaceOf,
  nearestPlace,
  neighbourPlace,
  placeOfStep,
  readingAt,
  type Curve,
  type Plot,
} from "../../../webview/charts/plot";
import { rowAt } from "../../../webview/charts/rows";
import { viewOf, type View } from "../../../webview/charts/view";

const series = (steps: readonly number[], values: readonly number[]) => ({
  steps,
  places: steps,
  values,
});
const steps = Float64Array.from({ length: 50_000 }, (_, step) => step);
const long = {
  steps,
  places: steps,
  values: Float64Array.from({ length: 50_000 }, (_, step) => Math.sin(step / 3000)),
};

/** All of a series that ends at `last`. */
const viewTo = (last: number, scale: View["scale"], more: Partial<View> = {}): View => ({
  ...{ quantity: "step", scale, unit: 1, valueScale: "linear", whole: [0, last], first: 0, last },
  ...more,
});

describe("decimation", () => {
  test.each(["linear", "log"] as const)("keeps at most two points a bucket, and both ends (%s)", (scale) => {
    const points = pointsOf(long, viewTo(49_999, scale), 300);
    expect(points.length).toBeLessThanOrEqual(2 * 300 + 2);
    expect(points.length).toBeGreaterThan(200);
    expect(points[0]).toEqual({ x: 0, y: 0 });
    expect(points.at(-1)).toEqual({ x: positionOf(49_999, scale), y: long.values[49_999] });
    expect(points.every(({ x }, index) => index === 0 || x > points[index - 1].x)).toBe(true);
  });

  test("loses no spike, up or down", () => {
    const spiky = { ...long, values: long.values.slice() };
    spiky.values[12_345] = 9;
    spiky.values[43_210] = -9;
    const points = pointsOf(spiky, viewTo(49_999, "linear"), 300);
    expect(points).toContainEqual({ x: 12_345, y: 9 });
    expect(points).toContainEqual({ x: 43_210, y: -9 });
  });

  test("leaves out what was not measured, whether there is little or much of it", () => {
    const values = long.values.map((value, step) => (step % 100 === 0 ? value : NaN));
    const points = pointsOf({ ...long, values }, viewTo(49_999, "log"), 300);
    expect(points.every(({ y }) => Number.isFinite(y))).toBe(true);
    expect(points[0].x).toBe(0);
    const short = pointsOf(series([0, 1, 2, 3], [NaN, 1, Infinity, 3]), viewTo(3, "linear"), 300);
    expect(short).toEqual([
      { x: 1, y: 1 },
      { x: 3, y: 3 },
    ]);
  });

  test("of what is zoomed to it shows every row, and one beyond on either side", () => {
    const points = pointsOf(long, viewTo(49_999, "linear", { first: 10_000, last: 10_050 }), 300);
    expect(points.map(({ x }) => x)).toEqual(Array.from({ length: 53 }, (_, index) => 9_999 + index));
  });

  test("a log axis of values leaves out what is not above zero", () => {
    const points = pointsOf(
      series([0, 1, 2, 3], [0, 1e-300, -1, 100]),
      viewTo(3, "linear", { valueScale: "log" }),
      300,
    );
    expect(points).toEqual([
      { x: 1, y: -300 },
      { x: 3, y: 2 },
    ]);
  });

  test("a short series stays as it is", () => {
    expect(pointsOf(series([0, 5, 7], [1, 2, 1]), viewTo(7, "linear"), 300)).toHaveLength(3);
    expect(pointsOf(series([], []), viewTo(1, "linear"), 300)).toEqual([]);
  });
});

describe("the axis of steps", () => {
  test("shows step 0 on the log axis too", () => {
    expect(positionOf(0, "log")).toBe(0);
    expect(positionOf(9, "log")).toBe(1);
    for (const step of [0, 1, 17, 50_000]) {
      expect(placeAt(positionOf(step, "log"), "log")).toBeCloseTo(step, 6);
    }
  });

  test("is labelled with round steps, as many as there is room for", () => {
    expect(placeTicks(1000, "linear", 5)).toEqual([0, 200, 400, 600, 800, 1000]);
    expect(placeTicks(0, "linear", 5)).toEqual([0]);
    expect(placeTicks(50_000, "log", 6)).toEqual([0, 1, 10, 100, 1000, 10_000]);
    expect(placeTicks(120, "log", 12)).toEqual([0, 1, 2, 5, 10, 20, 50, 100]);
    expect(placeTicks(1e9, "log", 4).length).toBeLessThanOrEqual(5);
  });

  test("of short times the log axis goes by the first recorded one", () => {
    const times = [0, 0.001, 0.01, 5];
    const unit = axisUnit("time", [times, [0, 0.5]]);
    expect(unit).toBe(0.001);
    expect(axisUnit("step", [times])).toBe(1);
    const positions = times.map((time) => positionOf(time, "log", unit));
    expect(positions[2] - positions[1]).toBeGreaterThan(0.7);
    for (const [row, time] of times.entries())
      expect(placeAt(positions[row], "log", unit)).toBeCloseTo(time, 12);
    expect(placeTicks(5, "log", 6, { quantity: "time", unit })).toEqual([0, 0.001, 0.01, 0.1, 1]);
  });

  test("where it is zoomed to, round places lie closer, but steps stay whole", () => {
    expect(placeTicks(1040, "log", 4, { first: 1000 })).toEqual([1000, 1010, 1020, 1030, 1040]);
    expect(placeTicks(12, "linear", 5, { first: 10 })).toEqual([10, 11, 12]);
    expect(placeTicks(0.25, "linear", 5, { first: 0, quantity: "time" })).toEqual(
      [0, 0.05, 0.1, 0.15, 0.2, 0.25].map((time) => expect.closeTo(time, 12)),
    );
  });

  test("says once what it is; stages by their names, each in its middle", () => {
    const texts = (view: View, marks: Plot["marks"] = []) =>
      placeLabels(view, marks, 6).map(({ text }) => text);
    expect(texts(viewTo(1000, "log"))).toEqual(["step 0", "1", "10", "100", "1,000"]);
    expect(texts(viewTo(0.5, "linear", { quantity: "time" }))).toEqual([
      "time 0",
      "0.1",
      "0.2",
      "0.3",
      "0.4",
      "0.5",
    ]);
    const marks = [{ place: 1, words: "growth", kind: "stage" }] as const;
    const view = viewTo(2, "linear", { quantity: "stage" });
    expect(texts(view, marks)).toEqual(["stage I", "growth"]);
    expect(placeLabels(view, marks, 6).map(({ at }) => at)).toEqual([0.5, 1.5]);
  });

  test("of stages is linear, whatever was chosen for steps", () => {
    const plot: Plot = { label: "", marks: [], format: String, curves: [] };
    expect(viewOf(plot, { quantity: "stage", scale: "log" }, null).scale).toBe("linear");
  });

  test("zoomed in follows a run as it grows, and shows all of one that went back to before", () => {
    const axis = { quantity: "step", scale: "linear" } as const;
    const sight = (last: number) => {
      const curve = { name: "", series: series([0, last], [1, 2]), colour: 0, dashed: false };
      const { first, last: end } = viewOf(
        { label: "", marks: [], format: String, curves: [curve] },
        axis,
        [500, 800],
      );
      return [first, end];
    };
    expect([2000, 700, 100].map(sight)).toEqual([
      [500, 800],
      [500, 700],
      [0, 100],
    ]);
  });

  test("a log axis of values is labelled by powers of ten", () => {
    expect(logValueTicks(3e-7, 40, 5)).toEqual([1e-6, 1e-4, 0.01, 1]);
    expect(logValueTicks(0.2, 3, 5)).toEqual([0.2, 0.5, 1, 2]);
    expect(logValueTicks(0.63, 0.91, 4).map((value) => value.toFixed(1))).toEqual(["0.7", "0.8", "0.9"]);
    expect(logValueTicks(1e-300, 1, 5).length).toBeLessThanOrEqual(6);
    const labels = valueLabels([-6.5, 1.6], viewTo(1, "linear", { valueScale: "log" }), 5);
    expect(labels.map(({ text }) => text)).toEqual(["1e−6", "1e−4", "0.01", "1"]);
    expect(labels.map(({ at }) => at)).toEqual([-6, -4, -2, 0]);
  });

  test("values are labelled between the least and the greatest", () => {
    expect(valueTicks(0.63, 0.91, 4).map((value) => value.toFixed(1))).toEqual(["0.7", "0.8", "0.9"]);
    expect(valueTicks(-0.3, 6.4, 4)).toEqual([0, 2, 4, 6]);
    expect(valueTicks(2, 2, 4)).toEqual([]);
  });
});

test("words along an axis never run into each other, and the first always stands", () => {
  const labels = [0, 0.3, 1, 2].map((at, index) => ({ at, text: index === 0 ? "step 0" : "10" }));
  expect(apart(labels, 40).map(({ at }) => at)).toEqual([0, 1, 2]);
  expect(apart(labels, 400)).toEqual(labels);
});

describe("what a chart says of a step", () => {
  const curve = (steps: readonly number[], values: readonly number[]): Curve => ({
    ...{ name: "", colour: 0, dashed: false },
    series: series(steps, values),
  });
  const plot: Plot = {
    ...{ label: "", marks: [], format: String },
    curves: [curve([0, 1, 4, 9], [5, 6, 7, 8]), curve([0, 5, 12], [1, NaN, 3])],
  };

  test("is the newest value up to it", () => {
    expect(readingAt(plot.curves[0], 5)).toEqual({ step: 4, place: 4, value: 7 });
    expect(readingAt(plot.curves[1], 11)).toEqual({ step: 0, place: 0, value: 1 });
    expect(readingAt(curve([3], [1]), 2)).toBeNull();
    expect(rowAt(plot.curves[0].series, -1)).toBe(-1);
  });

  test("the page's step lies where the main run was at it", () => {
    const curves = [
      {
        ...curve([0, 10, 20], [1, 2, 3]),
        series: { steps: [0, 10, 20], places: [0, 0.5, 1], values: [1, 2, 3] },
      },
    ];
    expect(placeOfStep({ ...plot, curves }, 15)).toBe(0.5);
    expect(placeOfStep({ ...plot, curves, placeOf: (step) => step / 20 }, 15)).toBe(0.75);
    expect(placeOfStep(plot, 7)).toBe(7);
  });

  test("the pointer falls on recorded steps, the arrow keys go from one to the next", () => {
    expect(nearestPlace(plot, 7.2)).toBe(9);
    expect(nearestPlace(plot, 100)).toBe(12);
    expect(nearestPlace({ ...plot, curves: [] }, 7)).toBeNull();
    expect(neighbourPlace(plot, 4, 1)).toBe(9);
    expect(neighbourPlace(plot, 9, 1)).toBe(12);
    expect(neighbourPlace(plot, 12, 1)).toBe(12);
    expect(neighbourPlace(plot, 9, -1)).toBe(4);
    expect(neighbourPlace(plot, 0, -1)).toBe(0);
    expect(lastPlaceOf(plot)).toBe(12);
  });
});
