/** How far a circuit is from the induction head that it is built for, on random sequences. */
import { builtLogits, type Circuit } from "./circuit";
import { attend, defined, keysOf, type Attended, type Definition, type HeadShape } from "./definition";
import { vectorSequence, type VectorSequences } from "./vectors";

/** Of the outputs on all sequences, in units of a token's entries; a token has mean square length 1. */
export interface ConstructionError {
  /** R, features that were used. */
  readonly features: number;
  /** Largest Euclidean distance of an output from the definition's. */
  readonly largest: number;
  /** Root of the mean squared distance. */
  readonly rootMeanSquare: number;
  /** Largest difference of a logit from the definition's, over all keys of all sequences. */
  readonly largestLogit: number;
  /**
   * What the logits of each sequence allow at most, max ‖x_s‖ · max_s |difference|, over all sequences: the softmax of
   * logits that are off by up to Δ moves by at most Δ in ℓ1.
   */
  readonly bound: number;
}

/**
 * @param counts features to use, increasing: the first R alone, for each of them; all if left out
 * @returns one error for each of `counts`
 * @throws RangeError where there are no sequences
 */
export function measureConstruction(
  definition: Definition,
  circuit: Circuit,
  sequences: VectorSequences,
  counts: readonly number[] = [circuit.features.count],
): ConstructionError[] {
  if (sequences.count < 1) throw new RangeError("an error is measured on at least one sequence");
  const { shape } = definition;
  const logitsOf = builtLogits(shape, circuit, counts);
  const sums = counts.map(() => ({ largest: 0, squares: 0, largestLogit: 0, bound: 0 }));
  for (let index = 0; index < sequences.count; index++) {
    const tokens = vectorSequence(sequences, index);
    const wanted = defined(definition, tokens);
    const longest = longestKey(shape, tokens);
    logitsOf(tokens).forEach((logits, at) => {
      const { output, logit } = difference(shape, tokens, wanted, logits);
      const sum = sums[at];
      sum.largest = Math.max(sum.largest, output);
      sum.squares += output * output;
      sum.largestLogit = Math.max(sum.largestLogit, logit);
      sum.bound = Math.max(sum.bound, longest * logit);
    });
  }
  return sums.map(({ squares, ...largest }, at) => ({
    ...largest,
    features: counts[at],
    rootMeanSquare: Math.sqrt(squares / sequences.count),
  }));
}

function difference(
  shape: HeadShape,
  tokens: Float64Array,
  wanted: Attended,
  logits: Float64Array,
): { readonly output: number; readonly logit: number } {
  const output = attend(shape, logits, tokens);
  const distance = Math.hypot(...output.map((value, i) => value - wanted.output[i]));
  const logit = logits.reduce((most, value, at) => Math.max(most, Math.abs(value - wanted.logits[at])), 0);
  return { output: distance, logit };
}

/** max ‖x_s‖ over the keys. */
function longestKey(shape: HeadShape, tokens: Float64Array): number {
  const { dimension } = shape;
  const { first, last } = keysOf(shape);
  let most = 0;
  for (let at = first; at <= last; at++) {
    most = Math.max(most, Math.hypot(...tokens.subarray(at * dimension, (at + 1) * dimension)));
  }
  return most;
}
