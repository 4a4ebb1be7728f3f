import { describe, expect, test } from "vitest";
import { positionOf, placeAt, placeTicks, valueTicks } from "../../../webview/charts/axis";
import { pointsOf, rowAt } from "../../../webview/charts/decimate";
import {
  lastPlaceOf,
  nearestPlace,
  neighbourPlace,
  readingAt,
  type Curve,
  type Plot,
} from "../../../webview/charts/plot";

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

describe("decimation", () => {
  test.each(["linear", "log"] as const)("keeps at most two points a bucket, and both ends (%s)", (scale) => {
    const points = pointsOf(long, scale, 49_999, 300);
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
    const points = pointsOf(spiky, "linear", 49_999, 300);
    expect(points).toContainEqual({ x: 12_345, y: 9 });
    expect(points).toContainEqual({ x: 43_210, y: -9 });
  });

  test("leaves out what was not measured, whether there is little or much of it", () => {
    const values = long.values.map((value, step) => (step % 100 === 0 ? value : NaN));
    const points = pointsOf({ ...long, values }, "log", 49_999, 300);
    expect(points.every(({ y }) => Number.isFinite(y))).toBe(true);
    expect(points[0].x).toBe(0);
    const short = pointsOf(series([0, 1, 2, 3], [NaN, 1, Infinity, 3]), "linear", 3, 300);
    expect(short).toEqual([
      { x: 1, y: 1 },
      { x: 3, y: 3 },
    ]);
  });

  test("a short series stays as it is", () => {
    expect(pointsOf(series([0, 5, 7], [1, 2, 1]), "linear", 7, 300)).toHaveLength(3);
    expect(pointsOf(series([], []), "linear", 1, 300)).toEqual([]);
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

  test("values are labelled between the least and the greatest", () => {
    expect(valueTicks(0.63, 0.91, 4).map((value) => value.toFixed(1))).toEqual(["0.7", "0.8", "0.9"]);
    expect(valueTicks(-0.3, 6.4, 4)).toEqual([0, 2, 4, 6]);
    expect(valueTicks(2, 2, 4)).toEqual([]);
  });
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
