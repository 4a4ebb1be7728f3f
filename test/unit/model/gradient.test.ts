import { expect, test } from "vitest";
import { disentangledModel, euclideanNorm } from "../../../core/model";
import { experiments, laidOut } from "../engine/experiments";
import { expectDifferences } from "./differences";

for (const experiment of experiments.slice(0, 10)) {
  test(`${experiment.name}: analytic gradients are those of finite differences`, async () => {
    expectDifferences(await laidOut(experiment), 1e-7);
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
