/** The posterior predictive law: formulas, integrals, and that nobody does better on data from the prior. */
import { expect, test } from "vitest";
import { drawSequences, drawTransitionRows, drawTransitions, type ChainLaw } from "../../../core/data";
import {
  bayes,
  comparePredictions,
  estimateOf,
  lossesOf,
  posteriorPredictive,
  referencesOn,
  selectParents,
} from "../../../core/theory";
import { mostExact } from "../../../core/theory/posterior";
import { lawWith } from "./chains";

const total = (counts: readonly number[]) => counts.reduce((sum, n) => sum + n, 0);
const predictive = (counts: readonly number[], prior: ChainLaw["prior"]) =>
  Array.from(posteriorPredictive(Uint32Array.from(counts), total(counts), prior));

/** Of token 0 of two, by integrating over q on a fine grid; q = u^10 takes the Beta prior's singularity away. */
function integrated([n, m]: readonly [number, number], { alpha, floor }: ChainLaw["prior"]): number {
  const half = (own: number, other: number) => {
    let [evidence, mean] = [0, 0];
    const steps = 100_000;
    const power = 1 / alpha;
    for (let i = 0; i < steps; i++) {
      const q = ((i + 0.5) / steps) ** power * 0.5;
      const [p, rest] = [(1 - 2 * floor) * q + floor, (1 - 2 * floor) * (1 - q) + floor];
      const weight = p ** own * rest ** other * (1 - q) ** (alpha - 1);
      evidence += weight;
      mean += weight * p;
    }
    return [evidence, mean];
  };
  const [low, lowMean] = half(n, m);
  const [high, highMean] = half(m, n);
  return (lowMean + high - highMean) / (low + high);
}

test("without a floor it is (n + α)/(Σn + dα)", () => {
  expect(predictive([3, 0, 1], { alpha: 0.1, floor: 0 })).toEqual([3.1 / 4.3, 0.1 / 4.3, 1.1 / 4.3]);
  expect(predictive([0, 0], { alpha: 0.5, floor: 0 })).toEqual([0.5, 0.5]);
});

test("with a floor it is the integral over the prior", () => {
  for (const floor of [0.01, 0.2]) {
    for (const counts of [
      [0, 0],
      [1, 0],
      [5, 1],
      [40, 2],
      [3, 30],
    ] as const) {
      const prior = { alpha: 0.1, floor };
      expect(predictive(counts, prior)[0]).toBeCloseTo(integrated(counts, prior), 6);
    }
  }
});

test("a vanishing floor changes nothing, and the probabilities sum to 1", () => {
  const [without, tiny] = [0, 1e-13].map((floor) => predictive([7, 0, 2, 1], { alpha: 0.3, floor }));
  tiny.forEach((probability, token) => expect(probability).toBeCloseTo(without[token], 9));
  for (const counts of [
    [0, 0, 0, 0],
    [50, 3, 1, 0],
    [900, 20, 5, 1],
  ]) {
    expect(total(predictive(counts, { alpha: 0.1, floor: 0.02 }))).toBeCloseTo(1, 10);
  }
});

test("long sequences are approximated to less than 1e-3", () => {
  for (const counts of [
    [mostExact - 6, 4, 2],
    [mostExact - 20, 15, 5],
    [60, 60, 60],
    [mostExact, 0, 0],
  ]) {
    for (const prior of [
      { alpha: 0.1, floor: 0.01 },
      { alpha: 1, floor: 0.05 },
      { alpha: 10, floor: 0.001 },
    ]) {
      const exact = predictive(counts, prior);
      const approximate = posteriorPredictive(Uint32Array.from(counts), Infinity, prior);
      exact.forEach((probability, token) =>
        expect(Math.abs(approximate[token] - probability)).toBeLessThan(1e-3),
      );
    }
  }
});

test.each([0, 0.02])(
  "on data from its prior (floor %d) no predictor but the oracle does better",
  async (floor) => {
    const law: ChainLaw = { ...lawWith(3, [1, 2], { alpha: 0.1, floor }), sequenceLength: 60 };
    const set = await drawSequences(law, 1, "validation", 0, 3000);
    const references = await referencesOn({
      set,
      law,
      selected: [1, 2],
      scales: [2, 4, 8, Infinity],
      keys: { boundary: "truncate", window: 5 },
      transitionsOf: (rows) => drawTransitionRows(law, 1, "validation", 0, rows),
    });
    const losses = references.map(({ predictions }) =>
      lossesOf(predictions, set, { loss: "log", epsilon: 1e-9 }),
    );
    const means = losses.map((values) => estimateOf(values).mean);
    const names = references.map(({ kind, lags, scale }) => `${kind} ${lags.join()} ${String(scale)}`);
    const best = names.indexOf("bayes 1,2 null");
    references.forEach(({ kind }, index) => {
      if (kind === "oracle") expect(means[index], names[index]).toBeLessThan(means[best]);
      else if (kind !== "bayes") expect(means[index], names[index]).toBeGreaterThan(means[best]);
    });
    expect(names).toHaveLength(2 + 3 + 4 + 2);
    expect(means[0]).toBeCloseTo(Math.log(3), 6);
    const oracle = references[names.length - 1].predictions;
    const closeness = references.map(({ predictions }) => comparePredictions(oracle, predictions, 3, 1e-9));
    expect(closeness[best].divergence.mean).toBe(
      Math.min(...closeness.slice(0, -1).map((c) => c.divergence.mean)),
    );
    expect(closeness[names.length - 1].totalVariation).toEqual({ mean: 0, standardError: 0 });
  },
);

test("the oracle's loss on stationary chains is the entropy rate", async () => {
  const law: ChainLaw = { ...lawWith(3, [1, 2], { alpha: 0.5, floor: 0.02 }), initial: "stationary" };
  const set = await drawSequences(law, 2, "validation", 0, 4000);
  const transitionsOf = (sequence: number) => drawTransitions(law, 2, "validation", sequence);
  const { entropyRate } = await selectParents({ law, window: 2, degree: 1, draws: 4000, transitionsOf });
  const request = {
    set,
    law,
    selected: [1],
    scales: [],
    keys: { boundary: "skip", window: 5 },
    transitionsOf: (rows: Uint32Array) => drawTransitionRows(law, 2, "validation", 0, rows),
  } as const;
  const oracle = (await referencesOn(request)).at(-1);
  expect(oracle?.kind).toBe("oracle");
  const losses = lossesOf(oracle?.predictions ?? new Float64Array(), set, { loss: "log", epsilon: 1e-12 });
  const { mean, standardError } = estimateOf(losses);
  expect(Math.abs(mean - entropyRate.mean)).toBeLessThan(4 * standardError);
});

test("predictions are compared by divergence and total variation", () => {
  const [y, other] = [Float64Array.of(0.5, 0.5, 1, 0), Float64Array.of(0.25, 0.75, 1, 0)];
  const { divergence, totalVariation } = comparePredictions(y, other, 2, 1e-15);
  expect(divergence.mean).toBeCloseTo((0.5 * Math.log(2) + 0.5 * Math.log(2 / 3)) / 2, 12);
  expect(totalVariation.mean).toBeCloseTo(0.125, 12);
  expect(
    comparePredictions(Float64Array.of(1, 0), Float64Array.of(0, 1), 2, 1e-6).divergence.mean,
  ).toBeCloseTo(13.8, 1);
});

test("the softmax loss takes predictions for logits, as the model does", () => {
  const set = { tokens: Uint8Array.of(0, 1), count: 1, sequenceLength: 1, alphabetSize: 2 };
  const [loss] = lossesOf(Float64Array.of(0.2, 0.8), set, { loss: "softmax", epsilon: 1 });
  expect(loss).toBeCloseTo(Math.log(Math.exp(0.2) + Math.exp(0.8)) - 0.8, 14);
});

test("tokens seen in equal contexts are counted together, sequence by sequence", () => {
  // 0 → 1, 0 → 1, 0 → 0; then 1 is asked for after 0.
  const set = { tokens: Uint8Array.of(0, 1, 0, 1, 0, 0, 1), count: 1, sequenceLength: 6, alphabetSize: 2 };
  const [zero, one] = bayes(set, { parents: [1], prior: { alpha: 0.5, floor: 0 } });
  expect([zero, one]).toEqual([1.5 / 4, 2.5 / 4]);
});
