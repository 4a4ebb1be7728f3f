import { expect, test } from "vitest";
import {
  backwardSequence,
  emptyGradients,
  disentangledModel,
  euclideanNorm,
  forwardSequence,
  groupNames,
  pullBack,
  weightsOf,
} from "../../../core/model";
import { experiments, laidOut } from "../engine/experiments";

for (const experiment of experiments.slice(0, 10)) {
  test(`${experiment.name}: analytic gradients are those of finite differences`, async () => {
    const { model, data, parameters } = await laidOut(experiment);
    const sequences = [0, 1, 2].map((i) => {
      const row = data.sequenceLength + 1;
      return data.tokens.subarray(i * row, (i + 1) * row);
    });
    const loss = (at: Float64Array): number => {
      const weights = weightsOf(model, at);
      return sequences.reduce((sum, tokens) => sum + forwardSequence(model, weights, tokens).loss, 0);
    };
    const weights = weightsOf(model, parameters);
    const gradients = emptyGradients(model);
    for (const tokens of sequences) {
      backwardSequence(model, weights, tokens, forwardSequence(model, weights, tokens), 1, gradients);
    }
    const gradient = new Float64Array(parameters.length);
    pullBack(model, parameters, weights, gradients, groupNames, gradient);
    const step = 1e-5;
    for (let i = 0; i < parameters.length; i++) {
      const moved = (by: number): Float64Array => parameters.map((x, j) => (j === i ? x + by : x));
      const difference = (loss(moved(step)) - loss(moved(-step))) / (2 * step);
      expect(Math.abs(gradient[i] - difference)).toBeLessThan(1e-7 * (1 + Math.abs(difference)));
    }
  });
}

test("subsets come by size, then lexicographically, the empty one first if asked for", () => {
  const shape = {
    alphabetSize: 3,
    heads: 3,
    window: 5,
    maxDegree: 2,
    includeEmptySubset: true,
    lagMask: "authors",
    normalizeValues: "l2",
    boundary: "truncate",
    loss: "softmax",
    epsilon: 1e-6,
  } as const;
  const model = disentangledModel(shape);
  expect(model.subsets).toEqual([[], [0], [1], [2], [0, 1], [0, 2], [1, 2]]);
  expect(disentangledModel({ ...shape, maxDegree: 3, includeEmptySubset: false }).subsets).toEqual([
    [0],
    [1],
    [2],
    [0, 1],
    [0, 2],
    [1, 2],
    [0, 1, 2],
  ]);
  expect([...model.lagMask]).toEqual([1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1]);
});

test("the norm of a long vector is found, of a tiny one not lost, and of a broken one not hidden", () => {
  expect(euclideanNorm(new Float64Array(400_000).fill(0.5))).toBeCloseTo(Math.sqrt(100_000), 9);
  expect(euclideanNorm(Float64Array.of(3e-200, -4e-200)) / 5e-200).toBeCloseTo(1, 12);
  expect(euclideanNorm(new Float64Array(3))).toBe(0);
  expect(euclideanNorm(Float64Array.of(1, NaN))).toBeNaN();
  expect(euclideanNorm(Float64Array.of(1, -Infinity))).toBe(Infinity);
});
