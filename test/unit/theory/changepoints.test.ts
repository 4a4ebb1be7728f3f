import { describe, expect, test } from "vitest";
import { changepoints } from "../../../core/theory";
import { noisy, normals } from "./series";

const evenly = (count: number) => Float64Array.from({ length: count }, (_, at) => at);
/** Flat, then up, then flat: bends at 40 and 70 of 100. */
const ramp = evenly(100).map((x) => Math.min(1, Math.max(0, (x - 40) / 30)));
const jump = evenly(100).map((x) => (x < 55 ? 0 : 2));

test("bends and jumps are found where they are", () => {
  expect(changepoints(evenly(100), [jump])).toEqual([55]);
  const [up, flat, ...more] = changepoints(evenly(100), [ramp]);
  expect(more).toEqual([]);
  expect(Math.abs(up - 40)).toBeLessThanOrEqual(1);
  expect(Math.abs(flat - 70)).toBeLessThanOrEqual(1);
});

test("what several series do at once is one changepoint; those that stand still say nothing", () => {
  const still = evenly(100).map(() => 4);
  expect(changepoints(evenly(100), [jump, jump.map((y) => 5 - y), still])).toEqual([55]);
  expect(changepoints(evenly(100), [still])).toEqual([]);
});

test("straight lines and noise alone have none", () => {
  expect(
    changepoints(evenly(200), [evenly(200).map((x) => 3 - 2 * x), noisy(new Float64Array(200), 1, 4)]),
  ).toEqual([]);
});

describe("with unevenly spaced points", () => {
  // Dense at the beginning, as snapshots are.
  const places = evenly(400).map((at) => Math.log1p(1.02 ** at));
  const bend = (x: number) => (x < 4 ? 0 : x - 4);

  test("a bend in noise is found near by", () => {
    const values = noisy(places.map(bend), 0.02, 9);
    const found = changepoints(places, [values]);
    expect(found).toHaveLength(1);
    expect(Math.abs(places[found[0]] - 4)).toBeLessThan(0.1);
  });

  test("neither the scale of the values nor that of the places matters", () => {
    const values = noisy(places.map(bend), 0.02, 9);
    const found = changepoints(places, [values]);
    expect(
      changepoints(
        places.map((x) => 1e-5 * x + 3),
        [values.map((y) => 1e8 * y - 7)],
      ),
    ).toEqual(found);
  });
});

describe("it is the partition of least cost, as trying them all finds it", () => {
  test.each([2, 4])("in segments of at least %i points", (leastLength) => {
    const leastNoise = 1e-3;
    for (let seed = 0; seed < 300; seed++) {
      const values = wandering(seed, 12 + (seed % 25));
      const noise = noiseOf(values, leastNoise);
      const found = changepoints(evenly(values.length), [values], { leastNoise, leastLength });
      const least = leastCost(values, noise, leastLength);
      expect(Math.abs(costOf(values, found, noise) / least - 1)).toBeLessThan(1e-6);
    }
  });
});

test("two thousand points of four series are cut alike every time", () => {
  const x = evenly(2_000).map((at) => Math.log1p(at));
  const series = [200, 700, 1_500].map((at) => x.map((place) => Math.tanh(place - Math.log(at))));
  const found = changepoints(x, series);
  expect(found.length).toBeGreaterThan(2);
  expect(found.length).toBeLessThan(100);
  expect(changepoints(x, series)).toEqual(found);
});

test("too few points have none", () => {
  expect(changepoints(evenly(0), [new Float64Array()])).toEqual([]);
  expect(changepoints(evenly(3), [Float64Array.of(0, 0, 9)])).toEqual([]);
});

/** Changes its slope and jumps now and then. */
function wandering(seed: number, length: number): Float64Array {
  const normal = normals(seed);
  let [level, slope] = [0, 0];
  return Float64Array.from({ length }, () => {
    if (Math.abs(normal()) > 1.5) slope = normal();
    if (Math.abs(normal()) > 1.8) level += 3 * normal();
    level += slope;
    return level + 0.05 * normal();
  });
}

/** Optimal partitioning without any pruning. */
function leastCost(values: Float64Array, noise: number, leastLength: number): number {
  const penalty = 3 * Math.log(values.length);
  const least = [-penalty];
  for (let end = 1; end <= values.length; end++) {
    const costs = Array.from({ length: Math.max(0, end - leastLength + 1) }, (_, from) => {
      return least[from] + restOf(values.subarray(from, end)) / noise ** 2 + penalty;
    });
    least.push(Math.min(Infinity, ...costs));
  }
  return least[values.length];
}

/** As the module says: the median distance from the line through the neighbours. */
function noiseOf(values: Float64Array, leastNoise: number): number {
  const distances = Array.from({ length: values.length - 2 }, (_, at) =>
    Math.abs(values[at + 1] - (values[at] + values[at + 2]) / 2),
  ).sort((a, b) => a - b);
  const range = Math.max(...values) - Math.min(...values);
  return Math.max(distances[distances.length >> 1] / Math.sqrt(1.5) / 0.6745, leastNoise * range);
}

function costOf(values: Float64Array, cuts: readonly number[], noise: number): number {
  const edges = [0, ...cuts, values.length];
  return edges.slice(1).reduce((sum, end, at) => {
    const part = values.subarray(edges[at], end);
    return sum + restOf(part) / noise ** 2 + (at > 0 ? 3 * Math.log(values.length) : 0);
  }, 0);
}

function restOf(values: Float64Array): number {
  if (values.length <= 2) return 0;
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, y) => sum + y, 0) / values.length;
  const spread = values.reduce((sum, _, x) => sum + (x - middle) ** 2, 0);
  const slope = values.reduce((sum, y, x) => sum + (x - middle) * y, 0) / spread;
  return values.reduce((sum, y, x) => sum + (y - mean - slope * (x - middle)) ** 2, 0);
}
