/**
 * The three induction heads of arXiv 2410.11474 §4, evaluated as they are defined, in float64: what circuits are held
 * against. No transformer here, and nothing is approximated.
 */
import type { Similarity } from "./similarity";

/** What all three have in common. */
export interface HeadShape {
  /** n ≥ 2: the last n − 1 tokens are compared; 2 is the plain induction head IH_2. */
  readonly order: number;
  /** L, at least n + 1, so that something is there to attend to. */
  readonly sequenceLength: number;
  /** d, numbers of a token. */
  readonly dimension: number;
}

/** (G)IH_n = Σ_{s=n..L−1} x_s softmax_s(g(X_{L−n+2:L}; X_{s−n+1:s−1})). */
export interface Definition {
  readonly shape: HeadShape;
  /** g; of IH_2 and IH_n the sharpness times the sum of products. */
  readonly similarity: Similarity;
}

/** What one sequence comes to. */
export interface Attended {
  /** Logits before the softmax, [L], 0 where a position is no key. */
  readonly logits: Float64Array;
  /** [d] */
  readonly output: Float64Array;
}

/**
 * Windows by position: row `at` holds x_{at−1}, x_{at−2} … x_{at−n+1}, nearest first, and row L is the query's, which
 * ends with the last token. Positions count from 0; rows without a whole window stay 0.
 * @param tokens [L, d] @returns [L + 1, (n − 1)·d]
 */
export function exactWindows({ order, sequenceLength, dimension }: HeadShape, tokens: Float64Array) {
  const size = (order - 1) * dimension;
  const windows = new Float64Array((sequenceLength + 1) * size);
  for (let at = order - 1; at <= sequenceLength; at++) {
    for (let lag = 1; lag < order; lag++) {
      const from = (at - lag) * dimension;
      windows.set(tokens.subarray(from, from + dimension), at * size + (lag - 1) * dimension);
    }
  }
  return windows;
}

/** Positions that are attended to, from 0: all with a whole window before them, but the last, which asks. */
export function keysOf({ order, sequenceLength }: HeadShape): {
  readonly first: number;
  readonly last: number;
} {
  return { first: order - 1, last: sequenceLength - 2 };
}

/** The definition on one sequence. @param tokens [L, d] */
export function defined({ shape, similarity }: Definition, tokens: Float64Array): Attended {
  const { sequenceLength } = shape;
  const size = (shape.order - 1) * shape.dimension;
  const windows = exactWindows(shape, tokens);
  const logits = new Float64Array(sequenceLength);
  const { first, last } = keysOf(shape);
  for (let at = first; at <= last; at++) {
    logits[at] = similarity(windows, sequenceLength * size, windows, at * size);
  }
  return { logits, output: attend(shape, logits, tokens) };
}

/** Σ_s x_s softmax_s(logits), over the keys, [d]. */
export function attend(shape: HeadShape, logits: Float64Array, tokens: Float64Array): Float64Array {
  const { dimension } = shape;
  const output = new Float64Array(dimension);
  attention(shape, logits).forEach((weight, at) => {
    for (let i = 0; i < dimension; i++) output[i] += weight * tokens[at * dimension + i];
  });
  return output;
}

/** Softmax over the keys, [L], 0 elsewhere. */
export function attention(shape: HeadShape, logits: Float64Array): Float64Array {
  const { first, last } = keysOf(shape);
  const weights = new Float64Array(logits.length);
  let largest = -Infinity;
  for (let at = first; at <= last; at++) largest = Math.max(largest, logits[at]);
  let sum = 0;
  for (let at = first; at <= last; at++) sum += weights[at] = Math.exp(logits[at] - largest);
  for (let at = first; at <= last; at++) weights[at] /= sum;
  return weights;
}

/** @throws RangeError for what no induction head can be */
export function refuseShape({ order, sequenceLength, dimension }: HeadShape): void {
  if (!Number.isInteger(order) || order < 2) {
    throw new RangeError(`windows of n − 1 tokens take a whole number n of at least 2, not ${order}`);
  }
  if (!Number.isInteger(dimension) || dimension < 1) {
    throw new RangeError(`a token has a whole number of entries of at least 1, not ${dimension}`);
  }
  if (!Number.isInteger(sequenceLength) || sequenceLength < order + 1) {
    throw new RangeError(
      `a sequence has at least n + 1 = ${order + 1} tokens, so that a whole window stands before another token; ` +
        `not ${sequenceLength}`,
    );
  }
}
