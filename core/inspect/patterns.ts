/**
 * Attention over a whole sequence, as maps of L + 1 rows (the position that attends, the last one the output's) and L
 * columns (the position attended to): of a head of the first layer, and of the second layer.
 */
import { copierAttention, firstKeyOf, valueShape, valuesOf, type Model, type Weights } from "../model";
import { abreast, compareWith, selectorOf } from "./selector";

export interface AttentionPattern {
  readonly rows: number;
  readonly columns: number;
  /** [rows, columns], each row sums to 1 or is 0 where nothing is attended to. */
  readonly values: Float32Array;
}

/**
 * Attention of one copying head over L tokens. By relative positions alone it is the same band in every row, cut at the
 * sequence's beginning. @param head 0-based, through all layers of copiers
 */
export function firstLayerPattern(
  model: Model,
  weights: Weights,
  head: number,
  tokens: Uint8Array,
): AttentionPattern {
  const { length } = tokens;
  const values = new Float32Array((length + 1) * length);
  const sequence = withTarget(tokens);
  for (let row = 0; row <= length; row++) {
    const { own, lags } = copierAttention(model, weights, sequence, row, head);
    if (own > 0 && row < length) values[row * length + row] = own;
    for (let lag = 0; lag < lags.length; lag++) values[row * length + row - 1 - lag] = lags[lag];
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
  model: Model,
  weights: Weights,
  tokens: Uint8Array,
  from = 0,
  to = tokens.length + 1,
): AttentionPattern {
  const length = tokens.length;
  const pattern = new Float32Array((length + 1) * length);
  const values = valuesOf(model, weights, withTarget(tokens));
  const select = selectorOf(model, weights.subsetWeights);
  const kernel = new Float64Array(Math.ceil(length / abreast) * abreast);
  const similarities = new Float64Array(valueShape(model).count * kernel.length);
  const firstKey = firstKeyOf(model);
  for (let row = Math.max(from, firstKey + 1); row < Math.min(to, length + 1); row++) {
    compareWith(model, values, row, [firstKey, row], similarities);
    select(similarities, firstKey, row, kernel);
    attendTo(kernel, weights.scale, firstKey, row, pattern, row * length);
  }
  return { rows: length + 1, columns: length, values: pattern };
}

/** What comes next plays no part in values and attention. */
function withTarget(tokens: Uint8Array): Uint8Array {
  const sequence = new Uint8Array(tokens.length + 1);
  sequence.set(tokens);
  return sequence;
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
