/** Models of random shapes and conventions with random data and parameters, each a function of its number. */
import { drawSequences } from "../../../core/data";
import { disentangledModel, headSubsets, layoutOf, type DisentangledShape } from "../../../core/model";
import type { Request } from "./webgpu";

export async function randomExperiment(
  seed: number,
): Promise<{ readonly request: Request; readonly parameters: Float64Array }> {
  const random = generator(seed);
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const oneOf = <Choice>(...choices: readonly Choice[]) => choices[between(0, choices.length - 1)];
  const heads = between(1, 5);
  const window = between(Math.max(1, heads - 2), 12);
  const maxDegree = between(1, heads);
  const includeEmptySubset = random() < 0.5;
  const subsets = headSubsets(heads, maxDegree, includeEmptySubset)
    .map((subset) => subset.map((head) => head + 1))
    .filter(() => random() < 0.6);
  const model = disentangledModel({
    alphabetSize: between(2, 9),
    heads,
    window,
    maxDegree,
    includeEmptySubset,
    subsets: oneOf(null, subsets.length > 0 ? subsets : null),
    lagMask: oneOf<DisentangledShape["lagMask"]>(
      null,
      "authors",
      Array.from({ length: heads }, () => Array.from({ length: window }, () => random() < 0.7)),
    ),
    normalizeValues: oneOf("none", "l2"),
    boundary: oneOf("skip", "truncate"),
    loss: oneOf("log", "softmax"),
    epsilon: oneOf(1e-6, 1e-3),
  });
  const law = {
    alphabetSize: model.alphabetSize,
    parents: [1],
    sequenceLength: window + between(1, 90),
    prior: { alpha: oneOf(0.1, 1), floor: 0 },
    initial: "uniform",
  } as const;
  const data = await drawSequences(law, seed, "train", 0, between(1, 40));
  const parameters = Float64Array.from({ length: layoutOf(model).size }, () => 3 * random() - 1);
  parameters[parameters.length - 1] = 12 * random() - 2;
  return { request: { model, training: { kind: "fixed", data }, validation: null }, parameters };
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
