import { expect, test } from "vitest";
import { describeHeads, describeSubsets, headName, lagsOf, leadingSubset } from "../../../core/inspect";
import { disentangledModel, type DisentangledShape } from "../../../core/model";

const shape: DisentangledShape = {
  alphabetSize: 3,
  heads: 2,
  window: 3,
  maxDegree: 2,
  includeEmptySubset: true,
  lagMask: null,
  normalizeValues: "none",
  boundary: "skip",
  loss: "log",
  epsilon: 1e-6,
};

/** Head 1 looks at lag 2, head 2 at lag 3; the subsets are {}, {1}, {2}, {1, 2}. */
const parameters = Float64Array.of(0, 2, 0, 1, 1, 4, 1, 0, 1, -2, 7);

test("says which lag each head attends most, and how much", () => {
  const [first, second] = describeHeads(disentangledModel(shape), parameters);
  expect([first.lag, second.lag]).toEqual([2, 3]);
  expect(first.attention).toBeCloseTo(Math.exp(2) / (Math.exp(2) + 2), 12);
  expect(first.lagAttention).toHaveLength(3);
  expect(first.lagAttention.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
});

test("reads the whole window also where shorter ones exist", () => {
  const truncated = describeHeads(disentangledModel({ ...shape, boundary: "truncate" }), parameters);
  expect(truncated).toEqual(describeHeads(disentangledModel(shape), parameters));
});

test("a head that may attend to nothing has no lag", () => {
  const lagMask = [
    [true, true, true],
    [false, false, false],
  ];
  const [first, second] = describeHeads(disentangledModel({ ...shape, lagMask }), parameters);
  expect(headName(first)).toBe("head 1 · lag 2");
  expect(second).toMatchObject({ lag: null, attention: 0 });
  expect(headName(second)).toBe("head 2 · no lag");
});

test("names subsets by what their heads copy, with weights that sum to one", () => {
  const subsets = describeSubsets(disentangledModel(shape), parameters);
  expect(subsets.map(({ name }) => name)).toEqual([
    "{}",
    "{head 1 · lag 2}",
    "{head 2 · lag 3}",
    "{head 1 · lag 2, head 2 · lag 3}",
  ]);
  expect(subsets.map(({ weight }) => weight)).toEqual([1 / 6, 0, 1 / 6, 4 / 6]);
  expect(subsets.map(({ coefficient }) => coefficient)).toEqual([1, 0, 1, -2]);
});

test("the subset with the most weight leads, of equals the first", () => {
  const subsets = describeSubsets(disentangledModel(shape), parameters);
  expect(leadingSubset(subsets)).toBe(subsets[3]);
  expect(leadingSubset(subsets.slice(0, 3))).toBe(subsets[0]);
});

test("a subset stands for the lags of its heads, ascending, each once; heads without one add none", () => {
  const head = (lag: number | null) => ({ head: 0, lag, attention: 1, lagAttention: new Float64Array() });
  const heads = [head(4), head(2), head(4), head(null)];
  expect(lagsOf(heads, { heads: [0, 1, 2, 3] })).toEqual([2, 4]);
  expect(lagsOf(heads, { heads: [3] })).toEqual([]);
  expect(lagsOf(heads, { heads: [] })).toEqual([]);
});
