import { expect, test } from "vitest";
import {
  backwardSequence,
  emptyGradients,
  layoutOf,
  disentangledModel,
  forwardSequence,
  groupNames,
  groupView,
  pullBack,
  weightsOf,
  withBeginnings,
  type DisentangledModel,
} from "../../../core/model";
import { authors, laidOut } from "../engine/experiments";

const listed = [[2], [], [1, 3], [1]];

function lossAndGradient(model: DisentangledModel, parameters: Float64Array, tokens: Uint8Array) {
  const weights = weightsOf(model, parameters);
  const pass = forwardSequence(model, weights, tokens);
  const gradients = emptyGradients(model);
  backwardSequence(model, weights, tokens, pass, 1, gradients);
  const gradient = new Float64Array(parameters.length);
  pullBack(model, parameters, weights, gradients, groupNames, gradient);
  return { loss: pass.loss, gradient };
}

test("a model of some subsets is one of all whose other coefficients are 0", async () => {
  const {
    model: some,
    data,
    parameters,
  } = await laidOut({ name: "", shape: { ...authors, subsets: listed } });
  const { model: all } = await laidOut({ name: "", shape: authors });
  const ofAll = new Float64Array(layoutOf(all).size);
  const place = (subset: readonly number[]) =>
    all.subsets.findIndex((other) => other.join() === subset.join());
  const view = (model: DisentangledModel, vector: Float64Array, name: (typeof groupNames)[number]) =>
    groupView(vector, layoutOf(model), name);
  view(all, ofAll, "rpe").set(view(some, parameters, "rpe"));
  view(all, ofAll, "scale").set(view(some, parameters, "scale"));
  some.subsets.forEach((subset, index) => {
    view(all, ofAll, "coefficients")[place(subset)] = view(some, parameters, "coefficients")[index];
  });
  for (let sequence = 0; sequence < 5; sequence++) {
    const row = data.sequenceLength + 1;
    const tokens = data.tokens.subarray(sequence * row, (sequence + 1) * row);
    const found = lossAndGradient(some, parameters, tokens);
    const expected = lossAndGradient(all, ofAll, tokens);
    expect(found.loss).toBeCloseTo(expected.loss, 12);
    for (const name of ["rpe", "scale"] as const) {
      view(some, found.gradient, name).forEach((value, index) =>
        expect(value).toBeCloseTo(view(all, expected.gradient, name)[index], 12),
      );
    }
    some.subsets.forEach((subset, index) =>
      expect(view(some, found.gradient, "coefficients")[index]).toBeCloseTo(
        view(all, expected.gradient, "coefficients")[place(subset)],
        12,
      ),
    );
  }
});

test("listed subsets come by size, then lexicographically, however they are listed", () => {
  const shape = {
    alphabetSize: 3,
    heads: 4,
    window: 5,
    maxDegree: 3,
    includeEmptySubset: true,
    subsets: [[1, 3], [], [4], [1, 2, 4], [1, 2]],
    lagMask: null,
    normalizeValues: "none",
    boundary: "skip",
    loss: "log",
    epsilon: 1e-6,
  } as const;
  expect(disentangledModel(shape).subsets).toEqual([[], [3], [0, 1], [0, 2], [0, 1, 3]]);
});

test("what subsets begin with is added once, in order, and nothing to a whole set", () => {
  expect(withBeginnings([[1, 3], [2], [0, 1, 3], [0, 1, 2]])).toEqual([
    [0],
    [1],
    [2],
    [0, 1],
    [1, 3],
    [0, 1, 2],
    [0, 1, 3],
  ]);
  const whole = [[], [0], [1], [0, 1]];
  expect(withBeginnings(whole)).toBe(whole);
});
