/** The model families, which groups of parameters each has, and which fields only some of them know. */

/** Names of parameter groups. */
export type TrainableGroup = keyof typeof groupMeanings;

export const familyMeanings = {
  disentangled:
    "The paper's disentangled two-attention-layer transformer: copier, selector, classifier. Own kernels, the fastest.",
  full: "The authors' unsimplified model: query, key and output-value matrices in every head of the first layer, LayerNorm on its values, ReLU of their inner products.",
  mlp: "The disentangled copier with an ordinary MLP, LayerNorm and a residual stream in place of the polynomial FFN (the paper's open question 3).",
  deep: "More than two attention layers: copiers that read what the copiers below have written, then selector and classifier (open question 1).",
  absolute:
    "The disentangled model with learned absolute position embeddings in place of relative ones, for an ablation.",
} as const;
/** The family that knows scalars instead of tokens. */
export const mixedFamily = "mixed-target";
export type TokenFamily = keyof typeof familyMeanings;
export type Family = TokenFamily | typeof mixedFamily;

export const groupMeanings = {
  rpe: "The relative-position logits w, H × M numbers: which lag each head copies. The paper's stage II. Not in absolute.",
  rpe1: "The p1 of mixed-target, one number: how fast layer 1's attention decays behind the token before; large is a copier.",
  rpe2: "The p2 of mixed-target, one number: how fast head A's attention decays behind x_{L−2}; large reads it alone.",
  value1: "The v1 of mixed-target, one number: head A's value, α*/(1+α*) in the end.",
  value2: "The v2 of mixed-target, one number: head B's value, 1/(1+α*) in the end.",
  positions: "The position embeddings of absolute, one vector for each position.",
  query:
    "The query matrices: of full H × d × d numbers, of absolute H × E × E. Of mixed-target one number q.",
  key: "The key matrices: of full H × d × d numbers, of absolute H × E × E. Of mixed-target one number k.",
  outputValue: "The output-value matrices OV of full, H × d × d numbers: what a head makes of a token.",
  normGain: "The gain of the LayerNorm: of full on values, of mlp before its hidden layer.",
  normBias: "The bias of that LayerNorm.",
  hiddenWeights: "The weights into the hidden layer of mlp.",
  hiddenBias: "The biases of the hidden layer of mlp.",
  outputWeights: "The weights out of the hidden layer of mlp.",
  outputBias: "The biases behind the hidden layer of mlp.",
  finalGain: "The gain of the last LayerNorm of mlp, before positions are compared.",
  finalBias: "The bias of that LayerNorm.",
  coefficients:
    "The FFN coefficients c, one for each subset of heads: which parents count. The paper's stage I. Not in mlp.",
  scale: "The second layer's scale a, one number: how sharply matches win the vote. The paper's stage III.",
} as const;

/** The groups that a family has, in the order of the parameter vector. */
export const familyGroups = {
  disentangled: ["rpe", "coefficients", "scale"],
  full: ["rpe", "query", "key", "outputValue", "normGain", "normBias", "coefficients", "scale"],
  mlp: [
    ...(["rpe", "normGain", "normBias", "hiddenWeights", "hiddenBias", "outputWeights"] as const),
    ...(["outputBias", "finalGain", "finalBias", "scale"] as const),
  ],
  deep: ["rpe", "coefficients", "scale"],
  absolute: ["positions", "query", "key", "coefficients", "scale"],
  "mixed-target": ["rpe1", "rpe2", "value1", "value2", "key", "query"],
} as const satisfies Readonly<Record<Family, readonly TrainableGroup[]>>;

export function groupsOf(family: Family): readonly TrainableGroup[] {
  return familyGroups[family];
}

/** Fields of `model` that only some families know, with those families. */
export const familyFields: Readonly<Record<string, readonly TokenFamily[]>> = {
  layers: ["deep"],
  hiddenUnits: ["mlp"],
  activation: ["mlp"],
  embeddingSize: ["absolute"],
  "initial.query": ["full", "absolute"],
  "initial.key": ["full", "absolute"],
  "initial.outputValue": ["full"],
};

/** Whether these are all that a model of some family has. */
export function isWholeFamily(train: readonly TrainableGroup[]): boolean {
  return Object.values<readonly TrainableGroup[]>(familyGroups).some(
    (groups) => groups.length === train.length && groups.every((group) => train.includes(group)),
  );
}

/** Layers of heads that copy, beside the classifier's attention layer. */
export function copierLayersOf({
  family,
  layers = 3,
}: {
  family: TokenFamily;
  layers?: number | undefined;
}): number {
  return family === "deep" ? layers - 1 : 1;
}
