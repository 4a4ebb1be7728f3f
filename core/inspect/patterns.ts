/**
 * Attention over a whole sequence, as maps of L + 1 rows (the position that attends, the last one the output's) and L
 * columns (the position attended to): of a head of the first layer, and of the second layer.
 */
import {
  firstWindowLength,
  forwardSequence,
  selectWeighted,
  type DisentangledModel,
  type DisentangledWeights,
} from "../model";

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
 * α of every position, as if it were the output: [L + 1, L] for the L tokens. Takes L² steps of the selector, so rows
 * can be asked for in portions.
 * @param from first row, 0-based @param to behind the last row; the others stay 0
 */
export function secondLayerPattern(
  model: DisentangledModel,
  weights: DisentangledWeights,
  tokens: Uint8Array,
  from = 0,
  to = tokens.length + 1,
): AttentionPattern {
  const { heads, alphabetSize: d } = model;
  const length = tokens.length;
  const target = new Uint8Array(length + 1);
  target.set(tokens);
  const { values } = forwardSequence(model, weights, target);
  const pattern = new Float32Array((length + 1) * length);
  const similarities = new Float64Array(heads);
  const firstKey = firstWindowLength(model);
  for (let row = Math.max(from, firstKey + 1); row < to; row++) {
    const kernel = new Float64Array(row);
    for (let key = firstKey; key < row; key++) {
      for (let head = 0; head < heads; head++) {
        let sum = 0;
        const [query, other] = [(row * heads + head) * d, (key * heads + head) * d];
        for (let token = 0; token < d; token++) sum += values[query + token] * values[other + token];
        similarities[head] = sum;
      }
      kernel[key] = selectWeighted(model, weights.subsetWeights, similarities, 0);
    }
    attendTo(kernel, weights.scale, firstKey, pattern, row * length);
  }
  return { rows: length + 1, columns: length, values: pattern };
}

/** softmax(a·k) over the keys, into a row of the pattern. */
function attendTo(
  kernel: Float64Array,
  scale: number,
  firstKey: number,
  into: Float32Array,
  at: number,
): void {
  let largest = -Infinity;
  for (let key = firstKey; key < kernel.length; key++) largest = Math.max(largest, scale * kernel[key]);
  let sum = 0;
  for (let key = firstKey; key < kernel.length; key++) {
    kernel[key] = Math.exp(scale * kernel[key] - largest);
    sum += kernel[key];
  }
  for (let key = firstKey; key < kernel.length; key++) into[at + key] = kernel[key] / sum;
}
