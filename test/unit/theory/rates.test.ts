import { describe, expect, test } from "vitest";
import {
  bestOf,
  fitRates,
  lawKinds,
  lawLog,
  lawParameters,
  lawValue,
  predictedSelection,
  type FitOptions,
  type Law,
  type RateFit,
} from "../../../core/theory";
import { logTimes, noisy } from "./series";

const times = logTimes(100, 5_000);
const linear = { scale: "linear", onset: true } as const;
const logarithmic = { scale: "log", onset: true } as const;

const known: readonly (readonly [string, Law, FitOptions])[] = [
  ["an exponential that saturates", { kind: "exponential", factor: -3, rate: -0.002, offset: 5 }, linear],
  ["an exponential that grows", { kind: "exponential", factor: 0.2, rate: 0.001, offset: 1 }, linear],
  ["a power law", { kind: "power", factor: 2, exponent: 0.3, onset: 40 }, linear],
  ["a logarithm", { kind: "logarithm", factor: 0.95, offset: -1, onset: 12 }, linear],
  [
    "an exponential over many orders",
    { kind: "exponential", factor: 0.7, rate: 0.2, offset: 0 },
    logarithmic,
  ],
  ["a power law that falls", { kind: "power", factor: 3, exponent: -1.4, onset: 300 }, logarithmic],
  ["a logarithm that falls", { kind: "logarithm", factor: -0.2, offset: 3, onset: 20 }, logarithmic],
];

const levels = (law: Law, { scale }: FitOptions) =>
  times.map((time) => (scale === "log" ? lawLog(law, time) : lawValue(law, time)));

function bestFor(values: Float64Array, options: FitOptions): RateFit {
  const fits = fitRates(times, values, options);
  const best = fits && bestOf(Object.values(fits));
  if (!best) throw new Error("there is a best one");
  return best;
}

const numbers = (law: Law) => Object.fromEntries(lawParameters(law));

describe.each(known)("%s", (_, law, options) => {
  test("is found again with its parameters", () => {
    const best = bestFor(levels(law, options), options);
    expect(best.law.kind).toBe(law.kind);
    expect(best.rSquared).toBeCloseTo(1, 9);
    for (const [name, value] of lawParameters(law)) {
      expect(numbers(best.law)[name]).toBeCloseTo(value, 4);
    }
  });

  test("is found in noise, its parameters within four standard errors", () => {
    const values = levels(law, options);
    const size = 0.005 * (Math.max(...values) - Math.min(...values));
    const best = bestFor(noisy(values, size, 7), options);
    expect(best.law.kind).toBe(law.kind);
    const found = numbers(best.law);
    for (const [name, value] of lawParameters(law)) {
      const error = best.standardErrors[name];
      if (error === undefined) continue;
      expect(error).toBeGreaterThan(0);
      expect(Math.abs(found[name] - value)).toBeLessThan(4 * error);
    }
  });

  test("is the same law in any units of time", () => {
    const values = noisy(levels(law, options), 1e-4, 3);
    const slow = fitRates(
      times.map((time) => 1e6 * time),
      values,
      options,
    );
    const fast = fitRates(times, values, options);
    for (const kind of lawKinds) {
      // A power law through hundreds of orders has a factor that no number holds.
      if (kind !== law.kind && !(slow?.[kind] && fast?.[kind])) continue;
      expect(slow?.[kind]?.rSquared).toBeCloseTo(fast?.[kind]?.rSquared ?? NaN, 8);
    }
  });
});

test("R² and AIC are those of the residuals that the fit leaves, on one scale for all three laws", () => {
  const law = { kind: "logarithm", factor: 1, offset: 0, onset: 5 } as const;
  const values = noisy(levels(law, linear), 0.05, 11);
  const fits = fitRates(times, values, linear);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const total = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  for (const kind of lawKinds) {
    const fit = fits?.[kind];
    if (!fit) throw new Error(`${kind} can be fitted`);
    const rest = times.reduce((sum, time, at) => sum + (values[at] - lawValue(fit.law, time)) ** 2, 0);
    const fitted = Object.keys(fit.standardErrors).length;
    expect(fit.rSquared).toBeCloseTo(1 - rest / total, 9);
    expect(fit.aic).toBeCloseTo(100 * Math.log(rest / 100) + 2 * (fitted + 1), 6);
    expect(fit.count).toBe(100);
  }
});

test("no other parameters fit better", () => {
  const values = noisy(levels({ kind: "power", factor: 2, exponent: 0.4, onset: 30 }, linear), 0.2, 5);
  const fits = fitRates(times, values, linear);
  const restOf = (law: Law) =>
    times.reduce((sum, time, at) => sum + (values[at] - lawValue(law, time)) ** 2, 0);
  for (const fit of Object.values(fits ?? {})) {
    if (!fit) throw new Error("all can be fitted");
    for (const [name, value] of lawParameters(fit.law)) {
      for (const change of [0.999, 1.001]) {
        if (value === 0) continue;
        expect(restOf({ ...fit.law, [name]: value * change })).toBeGreaterThan(restOf(fit.law) * (1 - 1e-9));
      }
    }
  }
});

test("ratios that no number holds are fitted by their logarithms", () => {
  const best = bestFor(
    times.map((time) => 2 * time - 1),
    logarithmic,
  );
  expect(best.law).toMatchObject({ kind: "exponential", offset: 0 });
  expect(numbers(best.law).rate).toBeCloseTo(2, 9);
});

test("where there is nothing to fit there is no fit", () => {
  const of = (at: readonly number[], values: readonly number[]) =>
    fitRates(Float64Array.from(at), Float64Array.from(values), linear);
  const ten = Array.from({ length: 10 }, (_, at) => at + 1);
  expect(of([], [])).toBeNull();
  expect(of([1, 2, 3], [1, 4, 2])).toBeNull();
  expect(
    of(
      ten,
      ten.map(() => 0.1 + 0.2),
    ),
  ).toBeNull();
  expect(
    of(
      ten,
      ten.map(() => NaN),
    ),
  ).toBeNull();
  expect(
    of(
      ten.map(() => 3),
      ten,
    ),
  ).toBeNull();
  expect(
    of(
      ten.map((time) => -time),
      ten,
    ),
  ).toBeNull();
});

test("points that cannot be used change nothing", () => {
  const values = noisy(levels({ kind: "logarithm", factor: 1, offset: 0, onset: 5 }, linear), 0.05, 2);
  const at = Float64Array.from([-4, 0, NaN, Infinity, 7, 8, ...times]);
  const more = Float64Array.from([1, 2, 3, 4, NaN, Infinity, ...values]);
  expect(fitRates(at, more, linear)).toEqual(fitRates(times, values, linear));
});

test("the predicted time of selection is C_D(0) log L / (a(0) ΔĨ), and none where the theorem says nothing", () => {
  const quantities = { coefficientNorm: 6e-4, sequenceLength: 100, scale: 0.01, gap: 0.05 };
  expect(predictedSelection(quantities)).toBeCloseTo((6e-4 * Math.log(100)) / (0.01 * 0.05), 12);
  for (const wrong of [
    { gap: 0 },
    { gap: -0.1 },
    { scale: 0 },
    { scale: -1 },
    { gap: NaN },
    { sequenceLength: 1 },
  ]) {
    expect(predictedSelection({ ...quantities, ...wrong })).toBeNull();
  }
});
