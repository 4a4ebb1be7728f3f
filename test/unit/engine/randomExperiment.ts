/** Models of random shapes and conventions with random data and parameters, each a function of its number. */
import { drawSequences } from "../../../core/data";
import { headSubsets, layoutOf, modelOf, type Family, type ModelShape } from "../../../core/model";
import type { FamilySetting } from "../model/families";
import type { Request } from "./webgpu";

export async function randomExperiment(
  seed: number,
): Promise<{ readonly request: Request; readonly parameters: Float64Array }> {
  const { model, data, parameters } = await randomSetting(seed, "disentangled");
  if (model.family !== "disentangled") throw new Error("another family than was asked for");
  return { request: { model, training: { kind: "fixed", data }, validation: null }, parameters };
}

export async function randomSetting(seed: number, family: Family): Promise<FamilySetting> {
  const random = generator(seed);
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const oneOf = <Choice>(...choices: readonly Choice[]) => choices[between(0, choices.length - 1)];
  const isDeep = family === "deep";
  const heads = between(1, isDeep ? 2 : 5);
  const layers = isDeep ? between(2, 4) : 2;
  const window = between(Math.max(1, heads - 2), 12);
  const allHeads = heads * (layers - 1);
  // Similarities of the full model are no shares: products of many are beyond what float32 can tell apart in a softmax.
  const maxDegree = between(1, family === "full" ? Math.min(2, allHeads) : allHeads);
  const includeEmptySubset = random() < 0.5;
  const subsets = headSubsets(allHeads, maxDegree, includeEmptySubset)
    .map((subset) => subset.map((head) => head + 1))
    .filter(() => random() < 0.6);
  const alphabetSize = between(2, 9);
  const reach = isDeep ? window * (layers - 1) : window;
  const sequenceLength = reach + between(1, isDeep ? 20 : 90);
  const shape: ModelShape = {
    family,
    layers,
    hiddenUnits: between(1, 12),
    activation: oneOf("relu", "gelu"),
    embeddingSize: between(1, 6),
    heads,
    window,
    maxDegree,
    includeEmptySubset,
    subsets: oneOf(null, subsets.length > 0 ? subsets : null),
    lagMask: oneOf<ModelShape["lagMask"]>(
      null,
      "authors",
      Array.from({ length: heads }, () => Array.from({ length: window }, () => random() < 0.7)),
    ),
    normalizeValues: oneOf("none", "l2"),
    boundary: oneOf("skip", "truncate"),
    loss: oneOf("log", "softmax"),
    epsilon: oneOf(1e-6, 1e-3),
  };
  const model = modelOf(shape, { alphabetSize, sequenceLength });
  const law = {
    alphabetSize,
    parents: [1],
    sequenceLength,
    prior: { alpha: oneOf(0.1, 1), floor: 0 },
    initial: "uniform",
  } as const;
  const data = await drawSequences(law, seed, "train", 0, between(1, 40));
  const parameters = Float64Array.from({ length: layoutOf(model).size }, () => 3 * random() - 1);
  parameters[parameters.length - 1] = 12 * random() - 2;
  return { model, data, parameters };
}

/** Numbers in [0, 1): a Weyl sequence through the finaliser of murmur3. */
function generator(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b9);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}
