/** Models of every family, with data and parameters away from all symmetry, for tests. */
import { drawSequences, type TokenSet } from "../../../core/data";
import { initialOf, modelOf, type Family, type Model, type ModelShape } from "../../../core/model";

const shape: ModelShape = {
  family: "disentangled",
  heads: 3,
  window: 4,
  maxDegree: 2,
  includeEmptySubset: false,
  lagMask: null,
  normalizeValues: "none",
  boundary: "truncate",
  loss: "log",
  epsilon: 1e-6,
};

export interface FamilyCase {
  readonly name: string;
  readonly shape: Partial<ModelShape> & { readonly family: Family };
  readonly alphabetSize?: number;
}

export const familyCases: readonly FamilyCase[] = [
  { name: "full", shape: { family: "full" } },
  {
    name: "full, authors' conventions",
    shape: { family: "full", includeEmptySubset: true, lagMask: "authors", loss: "softmax" },
  },
  { name: "full, whole windows, five tokens", shape: { family: "full", boundary: "skip" }, alphabetSize: 5 },
  { name: "full, five heads in triples", shape: { family: "full", heads: 5, maxDegree: 3 }, alphabetSize: 2 },
  { name: "mlp", shape: { family: "mlp", hiddenUnits: 7 } },
  {
    name: "mlp by GELU, normalised, whole windows",
    shape: { family: "mlp", hiddenUnits: 5, activation: "gelu", normalizeValues: "l2", boundary: "skip" },
    alphabetSize: 6,
  },
  { name: "deep", shape: { family: "deep", heads: 2, window: 3 } },
  {
    name: "deep, four layers, normalised, softmax loss",
    shape: {
      ...{ family: "deep", layers: 4, heads: 2, window: 2, lagMask: "authors" },
      ...{ normalizeValues: "l2", loss: "softmax" },
    },
  },
  { name: "deep, whole windows", shape: { family: "deep", heads: 1, window: 3, boundary: "skip" } },
  { name: "absolute", shape: { family: "absolute", embeddingSize: 3 } },
  {
    name: "absolute, masked, normalised, whole windows",
    shape: {
      ...{ family: "absolute", embeddingSize: 2, lagMask: "authors" },
      ...{ normalizeValues: "l2", boundary: "skip" },
    },
  },
];

export interface FamilySetting {
  readonly model: Model;
  readonly data: TokenSet;
  readonly parameters: Float64Array;
}

export async function familySetting(
  { shape: more, alphabetSize = 3 }: FamilyCase,
  { count = 3, sequenceLength = 24 } = {},
): Promise<FamilySetting> {
  const data = await drawSequences(
    {
      ...{ alphabetSize, parents: [1, 2], sequenceLength },
      ...{ prior: { alpha: 0.3, floor: 0 }, initial: "uniform" },
    },
    11,
    "train",
    0,
    count,
  );
  const model = modelOf({ ...shape, ...more }, data);
  const initial = {
    ...{ rpe: { diagonal: 1, offDiagonal: 0.1 }, coefficients: 0.4, scale: 1.3 },
    ...{ query: 0.7, key: 0.9, outputValue: 1.1 },
  };
  // Every entry is moved by its own small amount, the same each time.
  const parameters = initialOf(model, initial, 5).map((value, at) => value + 0.3 * Math.sin(1 + 3.7 * at));
  return { model, data, parameters };
}
