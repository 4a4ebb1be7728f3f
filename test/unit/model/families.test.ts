import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { readVectors } from "../../../core/cli/verify/vectors";
import { relativeErrors } from "../../../core/cli/verify/compute";
import { familyGroups } from "../../../core/config";
import {
  backwardSequence,
  emptyGradients,
  familyNames,
  forwardSequence,
  groupView,
  initialOf,
  layoutOf,
  modelOf,
  pullBack,
  weightsOf,
} from "../../../core/model";
import { expectDifferences } from "./differences";
import { familyCases, familySetting } from "./families";

describe.each(familyCases)("$name", (family) => {
  test("analytic gradients are those of finite differences", async () => {
    expectDifferences(await familySetting(family), 1e-6);
  });

  test("only trained groups have a gradient, and all of them can", async () => {
    const { model, data, parameters } = await familySetting(family);
    const tokens = data.tokens.subarray(0, data.sequenceLength + 1);
    const weights = weightsOf(model, parameters);
    const layout = layoutOf(model);
    for (const { name } of layout.groups) {
      const gradients = emptyGradients(model);
      const gradient = new Float64Array(parameters.length).fill(7);
      backwardSequence(model, weights, tokens, forwardSequence(model, weights, tokens), 1, gradients);
      pullBack(model, parameters, weights, gradients, [name], gradient);
      for (const other of layout.groups) {
        const moves = groupView(gradient, layout, other.name).some((value) => value !== 0);
        expect([other.name, moves]).toEqual([other.name, other.name === name]);
      }
    }
  });
});

test("a family's groups in the experiment are those of its parameter vector", () => {
  const shape = { ...familyCases[0].shape, heads: 2, window: 3, maxDegree: 1, includeEmptySubset: false };
  const conventions = { lagMask: null, normalizeValues: "none", boundary: "skip", loss: "log" } as const;
  for (const family of familyNames) {
    const model = modelOf(
      { ...shape, ...conventions, epsilon: 1e-6, family },
      { alphabetSize: 3, sequenceLength: 9 },
    );
    expect(layoutOf(model).groups.map(({ name }) => name)).toEqual(familyGroups[family]);
  }
});

test("the same seed gives the same initial parameters, another seed others", async () => {
  const { model } = await familySetting({ name: "", shape: { family: "mlp" } });
  const initial = { rpe: { diagonal: 3, offDiagonal: 0.1 }, coefficients: 0.01, scale: 0.01 };
  expect(initialOf(model, initial, 1)).toEqual(initialOf(model, initial, 1));
  expect(initialOf(model, initial, 1)).not.toEqual(initialOf(model, initial, 2));
});

test("the authors' own values of the full model are met; they hold the logits w in single precision", async () => {
  const text = await readFile("test/vectors/full-authors.json", "utf8");
  const errorsOf = async (json: unknown) => {
    const vectors = readVectors(json);
    if (vectors.format !== "batch") throw new Error("no batch");
    return relativeErrors(vectors, { kind: "reference", path: "auto" });
  };
  const read = () => JSON.parse(text) as { params: { rpe: number[][] } };
  for (const [, error] of await errorsOf(read())) expect(error).toBeLessThan(1e-7);
  const rounded = read();
  rounded.params.rpe = rounded.params.rpe.map((row) => row.map(Math.fround));
  for (const [quantity, error] of await errorsOf(rounded)) {
    // The gradient of w went through single precision too.
    expect([quantity, error < (quantity === "gradients.rpe" ? 1e-7 : 1e-13)]).toEqual([quantity, true]);
  }
});
