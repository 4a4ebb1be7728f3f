/**
 * The same induction heads on tokens of an alphabet, as the disentangled model of arXiv 2409.10559 has them: windows of
 * one-hot tokens are compared place by place, and all that g can depend on is how many of them match.
 *
 * Such a g = f(matches) is a polynomial in the matches m_i ∈ {0, 1}: f(Σ_i m_i) = Σ_S (Δ^{|S|} f)(0) Π_{i∈S} m_i, with
 * Δ the forward difference. Those Π are the model's subsets of heads, the differences its weights times its scale: all
 * similarities here have none below 0. Cut at |S| ≤ D it is the polynomial network of degree D; D = n − 1 is exact.
 */
import { forwardSequence, groupView, headSubsets, layoutOf, modelOf, weightsOf, type Model } from "../model";
import type { TokenSet } from "../data";
import type { SimilarityName } from "./similarity";

export interface TokenHead {
  /** n − 1, tokens of a window: the model's M. */
  readonly window: number;
  /** H ≤ n − 1. */
  readonly heads: number;
  /** D ≤ H: sets of up to so many heads. */
  readonly degree: number;
  /** p. */
  readonly sharpness: number;
  /** w*². */
  readonly strength: number;
  readonly similarity: SimilarityName;
  /** d. */
  readonly alphabetSize: number;
}

/** What the model is made of. */
export interface TokenCircuit {
  readonly model: Model;
  /** 𝒮, heads counted from 1 as in experiment files: only sets that have a weight. */
  readonly subsets: readonly (readonly number[])[];
  /** Laid out by `layoutOf(model)`. */
  readonly parameters: Float64Array;
}

/** @throws RangeError where no set of up to D heads has a weight */
export function tokenCircuit(head: TokenHead): TokenCircuit {
  const { window, heads, degree, sharpness } = head;
  const weights = subsetWeights(head);
  const subsets = headSubsets(heads, degree, false)
    .filter((subset) => weights[subset.length] > 0)
    .map((subset) => subset.map((index) => index + 1));
  if (subsets.length === 0) {
    throw new RangeError(
      `of the ${head.similarity} similarity nothing is left at degree ${degree}: on ${heads} heads it takes degree ${heads}`,
    );
  }
  const model = modelOf(
    { ...tokenConventions, ...{ heads, window, maxDegree: degree, subsets } },
    { alphabetSize: head.alphabetSize },
  );
  const layout = layoutOf(model);
  const parameters = new Float64Array(layout.size);
  const logits = groupView(parameters, layout, "rpe");
  for (let index = 0; index < logits.length; index++) {
    logits[index] = -sharpness * Math.abs((index % window) - Math.floor(index / window)) + 0;
  }
  const scale = subsets.reduce((sum, subset) => sum + weights[subset.length], 0);
  // p_S = c_S²/C_D, with C_D = 1; models keep their subsets by size, then by heads, as they are here.
  groupView(parameters, layout, "coefficients").set(
    subsets.map((subset) => Math.sqrt(weights[subset.length] / scale)),
  );
  groupView(parameters, layout, "scale")[0] = scale;
  return { model, subsets, parameters };
}

/** Whole windows only, as the definition's sum; votes are probabilities. */
export const tokenConventions = {
  family: "disentangled",
  includeEmptySubset: false,
  lagMask: null,
  normalizeValues: "none",
  boundary: "skip",
  loss: "log",
  epsilon: 1e-6,
} as const;

/** Distance of the model's votes from the definition's, over all sequences of a set. */
export interface TokenError {
  readonly largest: number;
  readonly rootMeanSquare: number;
}

/**
 * The definition is that of vectors but for one place: position L is a key too, for what follows its window is known.
 * @param tokens of the model's alphabet
 */
export function measureTokens(
  head: TokenHead,
  { model, parameters }: TokenCircuit,
  tokens: TokenSet,
): TokenError {
  const weights = weightsOf(model, parameters);
  const row = tokens.sequenceLength + 1;
  let [largest, squares] = [0, 0];
  for (let index = 0; index < tokens.count; index++) {
    const sequence = tokens.tokens.subarray(index * row, (index + 1) * row);
    const { output } = forwardSequence(model, weights, sequence);
    const wanted = definedVotes(head, sequence);
    const distance = Math.hypot(...output.map((vote, token) => vote - wanted[token]));
    largest = Math.max(largest, distance);
    squares += distance * distance;
  }
  return { largest, rootMeanSquare: Math.sqrt(squares / tokens.count) };
}

/** Σ_l softmax_l(f(matches of l)) x_l, [d]. @param tokens x_1 … x_L and one more, which is not looked at */
function definedVotes(head: TokenHead, tokens: Uint8Array): Float64Array {
  const { window, alphabetSize } = head;
  const length = tokens.length - 1;
  const ofMatches = matchSimilarity(head, window);
  const votes = new Float64Array(alphabetSize);
  // Measured from the most that g can be, that of equal windows.
  const most = ofMatches(window);
  for (let at = window; at < length; at++) {
    let matches = 0;
    for (let lag = 1; lag <= window; lag++) if (tokens[at - lag] === tokens[length - lag]) matches++;
    votes[tokens[at]] += Math.exp(ofMatches(matches) - most);
  }
  const sum = votes.reduce((all, vote) => all + vote, 0);
  return votes.map((vote) => vote / sum);
}

/** f: g of two windows of `window` one-hot tokens, ‖u − v‖² = 2·(those that do not match). */
function matchSimilarity({ similarity, strength }: TokenHead, window: number): (matches: number) => number {
  switch (similarity) {
    case "dot":
      return (matches) => strength * matches;
    case "gaussian":
      return (matches) => strength * Math.exp(matches - window);
    case "distance":
      return (matches) => strength * (matches - window);
    case "laplace":
      return (matches) => strength * Math.exp(-Math.sqrt(2 * (window - matches)));
    case "product":
      return (matches) => (matches === window ? strength : 0);
  }
}

/** (Δ^k f)(0) by k = 0 … H: what a set of k heads weighs, where H heads are all that is compared. */
function subsetWeights(head: TokenHead): number[] {
  const ofMatches = matchSimilarity(head, head.heads);
  let differences = Array.from({ length: head.heads + 1 }, (_, matches) => ofMatches(matches));
  return Array.from({ length: head.heads + 1 }, () => {
    const weight = differences[0];
    differences = differences.slice(1).map((value, index) => value - differences[index]);
    // Of linear functions the second difference is 0, but for rounding.
    return weight > 1e-12 * head.strength ? weight : 0;
  });
}
