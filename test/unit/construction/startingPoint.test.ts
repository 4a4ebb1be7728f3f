/** Constructions as what runs begin with: on tokens, and as the mixed target's six scalars. */
import { expect, test } from "vitest";
import { experimentFromValue, isOfTokens } from "../../../core/config";
import {
  drawMaterial,
  measureMixed,
  measureTokens,
  startingPoint,
  tokenCircuit,
  type TokenHead,
} from "../../../core/construction";
import { drawSequences } from "../../../core/data";
import { layoutOf, modelOf } from "../../../core/model";
import { requestOf } from "./built";

const options = { name: "built", seed: 1, mixing: 0.5, alphabetSize: 3 };
const law = {
  alphabetSize: 3,
  parents: [1, 2],
  sequenceLength: 30,
  prior: { alpha: 0.3, floor: 0 },
  initial: "uniform",
} as const;
const sequences = await drawSequences(law, 2, "train", 0, 60);

const head: TokenHead = {
  ...{ window: 3, heads: 3, degree: 3, sharpness: 40, strength: 4, similarity: "dot", alphabetSize: 3 },
};
const errorOf = (changes: Partial<TokenHead>) =>
  measureTokens({ ...head, ...changes }, tokenCircuit({ ...head, ...changes }), sequences).largest;

test("on tokens every similarity is a polynomial in the matches: with all sets of heads it is exact", () => {
  for (const similarity of ["dot", "gaussian", "distance", "laplace", "product"] as const) {
    expect(errorOf({ similarity })).toBeLessThan(1e-14);
  }
});

test("IH_n and distance take single heads, product the one set of all, Gaussians every set", () => {
  const setsOf = (similarity: TokenHead["similarity"]) =>
    tokenCircuit({ ...head, similarity }).subsets.map((subset) => subset.join());
  expect(setsOf("dot")).toEqual(["1", "2", "3"]);
  expect(setsOf("distance")).toEqual(["1", "2", "3"]);
  expect(setsOf("product")).toEqual(["1,2,3"]);
  expect(setsOf("gaussian")).toEqual(["1", "2", "3", "1,2", "1,3", "2,3", "1,2,3"]);
});

test("cut at a lower degree the error grows, with fewer heads too, with blunt ones too", () => {
  const byDegree = [1, 2, 3].map((degree) => errorOf({ similarity: "gaussian", degree }));
  expect(byDegree[0]).toBeGreaterThan(byDegree[1]);
  expect(byDegree[1]).toBeGreaterThan(1e6 * byDegree[2]);
  expect(errorOf({ heads: 2, degree: 2 })).toBeGreaterThan(0.05);
  expect(errorOf({ sharpness: 20 }) / errorOf({ sharpness: 10 })).toBeCloseTo(Math.exp(-10), 5);
  expect(() => tokenCircuit({ ...head, similarity: "product", degree: 2 })).toThrow("it takes degree 3");
});

test("the experiments are valid, and their models have the parameters that are built", () => {
  for (const kind of ["ihn", "gihn"] as const) {
    const { experiment, initial } = startingPoint(requestOf({ kind, order: 4 }), options);
    const parsed = experimentFromValue(experiment);
    if (!parsed.ok || !isOfTokens(parsed.experiment)) throw new Error("no valid experiment on tokens");
    expect(parsed.warnings).toEqual([]);
    const { model, data } = parsed.experiment;
    expect(initial).toHaveLength(layoutOf(modelOf(model, data)).size);
  }
});

test("IH_2 is the mixed target's model at its target: both halves to rounding, at p = 10 to e^(−p)", async () => {
  const request = requestOf({});
  const { sequences: scalars } = await drawMaterial(request.shape, 3, 200);
  const errorAt = (sharpness: number) => {
    const { experiment, initial } = startingPoint({ ...request, sharpness }, options);
    expect(experimentFromValue(experiment)).toMatchObject({ ok: true, warnings: [] });
    return measureMixed({ mixing: 0.5, sharpness: 4 }, initial, scalars);
  };
  const { lazy, rich } = errorAt(40);
  expect(Math.max(lazy, rich)).toBeLessThan(1e-14);
  expect(errorAt(20).rich / errorAt(10).rich).toBeCloseTo(Math.exp(-10), 6);
  expect(errorAt(20).lazy / errorAt(10).lazy).toBeCloseTo(Math.exp(-10), 6);
});
