/** Models, data and parameters of many shapes, for tests that hold engines against each other. */
import { drawSequences, type TokenSet } from "../../../core/data";
import {
  layoutOf,
  disentangledModel,
  type DisentangledModel,
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

export const authors: Partial<DisentangledShape> = {
  includeEmptySubset: true,
  lagMask: "authors",
  normalizeValues: "l2",
  boundary: "truncate",
  loss: "softmax",
};

export interface Experiment {
  readonly name: string;
  readonly shape?: Partial<DisentangledShape>;
  readonly sequenceLength?: number;
  readonly parents?: readonly number[];
  readonly scale?: number;
  readonly alpha?: number;
  /** Factor on all parameters but the scale. */
  readonly peaked?: number;
}

export const experiments: readonly Experiment[] = [
  { name: "the paper's conventions" },
  { name: "the authors' conventions", shape: authors },
  { name: "windows of ten", shape: { window: 10 }, sequenceLength: 40 },
  { name: "windows of ten, softmax loss", shape: { window: 10, loss: "softmax" }, parents: [1, 3] },
  { name: "windows that hardly repeat", shape: { window: 10 }, sequenceLength: 40, alpha: 100 },
  {
    name: "windows that hardly repeat, authors' conventions",
    shape: authors,
    sequenceLength: 40,
    alpha: 100,
  },
  // With many lags and flat attention all values are alike, and float32 sees little of their differences.
  { name: "windows of forty", shape: { window: 40 }, sequenceLength: 60, peaked: 4 },
  { name: "windows of eight, authors' conventions", shape: { ...authors, window: 8 }, sequenceLength: 60 },
  { name: "two tokens", shape: { alphabetSize: 2, window: 9 }, parents: [1] },
  { name: "four tokens, two heads apart", shape: { alphabetSize: 4, heads: 2, maxDegree: 1 }, parents: [1] },
  {
    name: "six heads in triples, truncated",
    shape: { alphabetSize: 5, heads: 6, maxDegree: 3, window: 7, boundary: "truncate", loss: "softmax" },
    parents: [2, 4],
  },
  {
    name: "four heads up to all four, normalised",
    shape: {
      alphabetSize: 7,
      heads: 4,
      maxDegree: 4,
      window: 3,
      boundary: "truncate",
      normalizeValues: "l2",
    },
    parents: [1],
  },
  { name: "normalised but not truncated", shape: { normalizeValues: "l2", heads: 2, window: 6 } },
  { name: "the empty subset with skipped keys", shape: { includeEmptySubset: true } },
  {
    name: "twenty tokens",
    shape: { alphabetSize: 20, window: 4, loss: "softmax" },
    sequenceLength: 25,
    parents: [1],
  },
  { name: "sixteen heads", shape: { heads: 16, window: 16, maxDegree: 2 }, sequenceLength: 50 },
  { name: "a single head and lag", shape: { heads: 1, window: 1, maxDegree: 1 }, parents: [1] },
  {
    name: "sequences shorter than the window",
    shape: { window: 8, boundary: "truncate" },
    sequenceLength: 6,
  },
  { name: "sequences longer than a byte can count", sequenceLength: 700, alpha: 0.01 },
  { name: "attention sharper than float32 exponents", scale: 200 },
  { name: "sharp attention over five tokens", shape: { alphabetSize: 5, loss: "softmax" }, scale: 200 },
  // Sequences without a single match, and sequences of nothing but matches, have next to no weight to share out.
  {
    name: "attention just not sharp, no match",
    shape: { alphabetSize: 4, window: 1, heads: 2 },
    sequenceLength: 3,
    scale: 49,
    parents: [1],
  },
  {
    name: "attention just sharp, no match",
    shape: { alphabetSize: 4, window: 1, heads: 2 },
    sequenceLength: 3,
    scale: 79,
    parents: [1],
  },
  {
    name: "all matches, just not sharp",
    shape: { alphabetSize: 2, window: 1, heads: 2 },
    sequenceLength: 8,
    scale: -49,
    parents: [1],
    alpha: 0.01,
  },
  {
    name: "all matches, just sharp",
    shape: { alphabetSize: 2, window: 1, heads: 2 },
    sequenceLength: 8,
    scale: -79,
    parents: [1],
    alpha: 0.01,
  },
  { name: "one pair alone of three heads", shape: { ...authors, subsets: [[1, 2]] } },
  { name: "three heads without the second", shape: { ...authors, subsets: [[], [1], [3], [1, 3]] } },
  { name: "single heads of three", shape: { subsets: [[1], [3]] } },
  {
    name: "some triples of five heads, without what they begin with",
    shape: {
      heads: 5,
      maxDegree: 3,
      boundary: "truncate",
      subsets: [
        [2, 3, 5],
        [1, 4, 5],
        [3, 4],
      ],
    },
  },
  { name: "sharply negative attention", shape: authors, scale: -150 },
  { name: "mildly negative attention", scale: -3 },
];

/** 61 sequences, and parameters in general position. */
export async function laidOut(experiment: Experiment): Promise<{
  model: DisentangledModel;
  data: TokenSet;
  parameters: Float64Array;
}> {
  const { shape, sequenceLength = 30, parents = [1, 2], scale = 2.3, alpha = 0.1, peaked = 1 } = experiment;
  const model = disentangledModel({ ...paper, ...shape });
  const law = { alphabetSize: model.alphabetSize, parents, sequenceLength, prior: { alpha, floor: 0 } };
  const data = await drawSequences({ ...law, initial: "uniform" }, 7, "train", 0, 61);
  const parameters = Float64Array.from(
    { length: layoutOf(model).size },
    (_, i) => peaked * (Math.sin(3.7 * i) + 0.3),
  );
  parameters[parameters.length - 1] = scale;
  return { model, data, parameters };
}
