/**
 * Layer 1 by construction: one head a lag, which attends by relative position alone. The head of lag i at position s is
 *   y_s^{(i)} = Σ_{τ<s} x_τ softmax_τ(−p·|s − i − τ|),
 * for i = 1 the head of the mixed target, softmax_τ(−p·(s − 1 − τ)). The paper (arXiv 2410.11474) builds lags beyond the
 * first of several heads of that one kind; here every lag has a head of its own, sharp about it on both sides.
 */
import type { HeadShape } from "./definition";

/** Which heads there are, and how sharp. */
export interface Copiers {
  /** H: heads of the lags 1 … H, at most n − 1. */
  readonly heads: number;
  /** p ≥ 0, the sharpness of relative positions; ∞ copies exactly. */
  readonly sharpness: number;
  /** Of a head that is knocked out, its lag; what it copies is 0 then. */
  readonly without?: number;
}

/** Windows as the heads bring them, in the layout of `exactWindows`. */
export type CopiedWindows = (tokens: Float64Array) => Float64Array;

/**
 * The windows that layer 2 compares. A key's part i is what the head of lag i copies to it. The query stands on the last
 * token, one place before the token that is asked for: its first part is that token itself, its part i > 1 what the
 * head of lag i − 1 copies. Parts beyond H are left out of both, as 0.
 */
export function copiedWindows(shape: HeadShape, { heads, sharpness, without }: Copiers): CopiedWindows {
  const { order, sequenceLength, dimension } = shape;
  const size = (order - 1) * dimension;
  const lags = Array.from({ length: heads }, (_, head) => head + 1).filter((lag) => lag !== without);
  // They depend on places only: computed once for all sequences.
  const weights = new Map(lags.map((lag) => [lag, copyWeights(sequenceLength, lag, sharpness)]));
  return (tokens) => {
    const windows = new Float64Array((sequenceLength + 1) * size);
    const query = sequenceLength * size;
    const last = sequenceLength - 1;
    windows.set(tokens.subarray(last * dimension, sequenceLength * dimension), query);
    for (const [lag, attention] of weights) {
      const part = (lag - 1) * dimension;
      for (let at = order - 1; at < last; at++) {
        copy(attention, at, tokens, dimension, windows, at * size + part);
      }
      if (lag < heads) copy(attention, last, tokens, dimension, windows, query + part + dimension);
    }
    return windows;
  };
}

/** Attention of the head of one lag, [L, L], row by position; a position that has no such lag looks at its nearest. */
export function copyWeights(sequenceLength: number, lag: number, sharpness: number): Float64Array {
  const weights = new Float64Array(sequenceLength * sequenceLength);
  for (let at = 1; at < sequenceLength; at++) {
    const row = at * sequenceLength;
    const nearest = Math.max(0, lag - at);
    let sum = 0;
    for (let from = 0; from < at; from++) {
      sum += weights[row + from] = falling(sharpness, Math.abs(at - lag - from) - nearest);
    }
    for (let from = 0; from < at; from++) weights[row + from] /= sum;
  }
  return weights;
}

/** e^{−p·places}; ∞·0 is no number, but its head is sharp. */
function falling(sharpness: number, places: number): number {
  return places === 0 ? 1 : Math.exp(-sharpness * places);
}

function copy(
  weights: Float64Array,
  at: number,
  tokens: Float64Array,
  dimension: number,
  windows: Float64Array,
  to: number,
): void {
  const row = at * Math.sqrt(weights.length);
  for (let from = 0; from < at; from++) {
    const weight = weights[row + from];
    // Of sharp heads most are: what is left out would change nothing.
    if (weight === 0) continue;
    for (let i = 0; i < dimension; i++) windows[to + i] += weight * tokens[from * dimension + i];
  }
}
