/**
 * Attention over a whole sequence, as maps of L + 1 rows (the position that attends, the last one the output's) and L
 * columns (the position attended to): of a head of the first layer, and of the second layer.
 */
import {
  firstWindowLength,
  forwardSequence,
  type DisentangledModel,
  type DisentangledWeights,
} from "../model";
import { abreast, selectorOf } from "./selector";

export interface AttentionPattern {
  readonly rows: number;
  readonly columns: number;
  /** [rows, columns], each row sums to 1 or is 0 where nothing is attended to. */
  readonly values: Float32Array;
}

/** σ of one head for L tokens: the same band in every row, cut at the sequence's beginning. @param head 0-based */
export function firstLayerPattern(
  model: DisentangledModel,
  { lagAttention }: DisentangledWeights,
  head: number,
  length: number,
): AttentionPattern {
  const { heads, window } = model;
  const values = new Float32Array((length + 1) * length);
  for (let row = firstWindowLength(model); row <= length; row++) {
    const seen = Math.min(row, window);
    const first = seen * window * heads + head;
    for (let lag = 0; lag < seen; lag++) {
      values[row * length + row - 1 - lag] = lagAttention[first + lag * heads];
    }
  }
  return { rows: length + 1, columns: length, values };
}

/**
 * α of every position, as if it were the output: [L + 1, L] for the L tokens. The selector compares L²/2 pairs of
 * positions, so rows can be asked for in portions.
 * @param tokens values 0 … d−1
 * @param from first row, 0-based @param to behind the last row; the others stay 0
 */
export function secondLayerPattern(
  model: DisentangledModel,
  weights: DisentangledWeights,
  tokens: Uint8Array,
  from = 0,
  to = tokens.length + 1,
): AttentionPattern {
  const length = tokens.length;
  const pattern = new Float32Array((length + 1) * length);
  const values = valuesOf(model, weights, tokens);
  const select = selectorOf(model, weights.subsetWeights);
  const kernel = new Float64Array(Math.ceil(length / abreast) * abreast);
  const similarities = new Float64Array(model.heads * kernel.length);
  const firstKey = firstWindowLength(model);
  for (let row = Math.max(from, firstKey + 1); row < Math.min(to, length + 1); row++) {
    compare(model, values, row, firstKey, similarities);
    select(similarities, firstKey, row, kernel);
    attendTo(kernel, weights.scale, firstKey, row, pattern, row * length);
  }
  return { rows: length + 1, columns: length, values: pattern };
}

/** κ of the keys before a row, into [H, keys]. */
function compare(
  { heads, alphabetSize: d }: DisentangledModel,
  values: Float64Array,
  row: number,
  firstKey: number,
  similarities: Float64Array,
): void {
  const keys = similarities.length / heads;
  for (let key = firstKey; key < row; key++) {
    let query = row * heads * d;
    let other = key * heads * d;
    for (let head = 0; head < heads; head++) {
      let sum = 0;
      for (let token = 0; token < d; token++) sum += values[query++] * values[other++];
      similarities[head * keys + key] = sum;
    }
  }
}

/** v of every position and of the output, [L + 1, H, d]. */
function valuesOf(model: DisentangledModel, weights: DisentangledWeights, tokens: Uint8Array): Float64Array {
  // The target plays no part in the values.
  const withTarget = new Uint8Array(tokens.length + 1);
  withTarget.set(tokens);
  return forwardSequence(model, weights, withTarget).values;
}

/** softmax(a·k) over the keys `from` to before `to`, into a row of the pattern; the kernel is used up. */
function attendTo(
  kernel: Float64Array,
  scale: number,
  from: number,
  to: number,
  into: Float32Array,
  at: number,
): void {
  let largest = -Infinity;
  for (let key = from; key < to; key++) largest = Math.max(largest, scale * kernel[key]);
  let sum = 0;
  for (let key = from; key < to; key++) sum += kernel[key] = Math.exp(scale * kernel[key] - largest);
  for (let key = from; key < to; key++) into[at + key] = kernel[key] / sum;
}
