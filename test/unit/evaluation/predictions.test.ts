/** What models predict for many sequences at once, against core/model's forward pass, one sequence at a time. */
import { expect, test } from "vitest";
import { drawSequences } from "../../../core/data";
import { modelPredictions } from "../../../core/evaluation";
import {
  layoutOf,
  disentangledModel,
  forwardSequence,
  groupView,
  weightsOf,
  type DisentangledShape,
} from "../../../core/model";

const paper: DisentangledShape = {
  alphabetSize: 3,
  heads: 3,
  window: 5,
  maxDegree: 2,
  includeEmptySubset: false,
  lagMask: null,
  normalizeValues: "none",
  boundary: "skip",
  loss: "log",
  epsilon: 1e-6,
};

/** Parameters of all sizes, so that every lag and every subset counts, a lost one among them. */
function somehowTrained(shape: DisentangledShape, scale: number) {
  const model = disentangledModel(shape);
  const layout = layoutOf(model);
  const parameters = new Float64Array(layout.size);
  groupView(parameters, layout, "rpe").forEach((_, at, rpe) => (rpe[at] = 2 * Math.sin(3 * at + 1)));
  groupView(parameters, layout, "coefficients").forEach((_, at, c) => (c[at] = Math.cos(2 * at) + 0.1));
  groupView(parameters, layout, "coefficients")[0] = 1e-200;
  groupView(parameters, layout, "scale").set([scale]);
  return { model, weights: weightsOf(model, parameters) };
}

test.each<[string, Partial<DisentangledShape>, length: number, scale: number]>([
  ["the paper's model", {}, 60, 4],
  [
    "the authors' conventions",
    { lagMask: "authors", normalizeValues: "l2", boundary: "truncate", includeEmptySubset: true },
    60,
    9,
  ],
  ["a sequence shorter than the window", { boundary: "truncate", normalizeValues: "l2", window: 8 }, 6, 3],
  ["one key", {}, 6, 3],
  ["windows too many to number", { alphabetSize: 9, window: 7 }, 300, 5],
  [
    "windows too many to number, cut at the beginning",
    { alphabetSize: 9, window: 7, boundary: "truncate", normalizeValues: "l2" },
    300,
    5,
  ],
  ["every subset of five heads", { heads: 5, maxDegree: 5, window: 4 }, 80, 6],
  ["a scale that overflows nothing", {}, 60, 1e6],
  ["a negative scale", {}, 60, -3],
])("%s", async (_, changes, sequenceLength, scale) => {
  const { model, weights } = somehowTrained({ ...paper, ...changes }, scale);
  const law = {
    alphabetSize: model.alphabetSize,
    parents: [1, 2],
    sequenceLength,
    prior: { alpha: 0.3, floor: 0 },
    initial: "uniform",
  } as const;
  const set = await drawSequences(law, 1, "train", 0, 40);
  const found = modelPredictions(model, weights, set);
  expect(found).toHaveLength(40 * model.alphabetSize);
  for (let sequence = 0; sequence < set.count; sequence++) {
    const tokens = set.tokens.subarray(
      sequence * (sequenceLength + 1),
      (sequence + 1) * (sequenceLength + 1),
    );
    forwardSequence(model, weights, tokens).output.forEach((y, token) => {
      expect(Math.abs(found[sequence * model.alphabetSize + token] - y)).toBeLessThan(1e-12);
    });
  }
});

test("a diverged model predicts NaN, and does not fail", async () => {
  const { model, weights } = somehowTrained(paper, NaN);
  const law = {
    alphabetSize: 3,
    parents: [1],
    sequenceLength: 20,
    prior: { alpha: 1, floor: 0 },
    initial: "uniform",
  } as const;
  const found = modelPredictions(model, weights, await drawSequences(law, 1, "train", 0, 2));
  expect([...found]).toEqual(Array<number>(6).fill(NaN));
});

test("sequences that leave no keys are refused", () => {
  const { model, weights } = somehowTrained(paper, 1);
  const set = { tokens: new Uint8Array(6), count: 1, sequenceLength: 5, alphabetSize: 3 };
  expect(() => modelPredictions(model, weights, set)).toThrow(RangeError);
});
