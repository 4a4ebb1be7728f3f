/**
 * The model as the paper writes it, one sequence at a time in float64: copier, selector, classifier, loss, and the
 * derivatives of each. This is the yardstick of every faster engine and the mathematics to read first.
 */
import type { DisentangledModel } from "./model";
import { firstWindowLength, type DisentangledWeights, type WeightGradients } from "./weights";

/** Added to a value's length before dividing by it (`normalizeValues: "l2"`). */
const LENGTH_EPSILON = 1e-7;

/** All that happens to one sequence. Rows are positions l = 1..L; those that are no keys stay 0. */
export interface SequencePass {
  /** v_l, [L + 1, H, d]; the last row is the query's, v_{L+1}. */
  readonly values: Float64Array;
  /** κ_l, [L, H]. */
  readonly similarities: Float64Array;
  /** k_l, [L]. */
  readonly kernel: Float64Array;
  /** α_l, [L]. */
  readonly attention: Float64Array;
  /** y, [d]. */
  readonly output: Float64Array;
  readonly loss: number;
}

/** @param tokens x_1 … x_L and the target x_{L+1}. */
export function forwardSequence(
  model: DisentangledModel,
  weights: DisentangledWeights,
  tokens: Uint8Array,
): SequencePass {
  const { alphabetSize: d, heads } = model;
  const length = tokens.length - 1;
  const values = new Float64Array((length + 1) * heads * d);
  const similarities = new Float64Array(length * heads);
  const kernel = new Float64Array(length);
  copyValues(model, weights, tokens, length, values);
  for (let key = firstKey(model); key < length; key++) {
    copyValues(model, weights, tokens, key, values);
    for (let head = 0; head < heads; head++) {
      similarities[key * heads + head] = dot(
        values,
        (key * heads + head) * d,
        (length * heads + head) * d,
        d,
      );
    }
    kernel[key] = selectWeighted(model, weights.subsetWeights, similarities, key * heads);
  }
  const { attention, output } = classify(model, weights.scale, kernel, tokens);
  const loss = sequenceLoss(model, output, tokens[length]);
  return { values, similarities, kernel, attention, output, loss };
}

/** Classifier: α = softmax(a·k) over the keys, [L], and y = Σ α_l x_l, [d], of one sequence with the given k, [L]. */
export function classify(
  model: DisentangledModel,
  scale: number,
  kernel: Float64Array,
  tokens: Uint8Array,
): Pick<SequencePass, "attention" | "output"> {
  const attention = attend(kernel, scale, firstKey(model));
  const output = new Float64Array(model.alphabetSize);
  for (let key = 0; key < kernel.length; key++) output[tokens[key]] += attention[key];
  return { attention, output };
}

/** Adds `share` × the gradients of one sequence's loss to `gradients`. */
export function backwardSequence(
  model: DisentangledModel,
  weights: DisentangledWeights,
  tokens: Uint8Array,
  pass: SequencePass,
  share: number,
  gradients: WeightGradients,
): void {
  const { alphabetSize: d, heads } = model;
  const length = tokens.length - 1;
  const outputGradient = lossGradient(model, pass.output, tokens[length]);
  const along = outputGradient.reduce((sum, g, token) => sum + g * pass.output[token], 0);
  const valueGradients = new Float64Array(pass.values.length);
  for (let key = firstKey(model); key < length; key++) {
    const logitGradient = share * pass.attention[key] * (outputGradient[tokens[key]] - along);
    gradients.scale += pass.kernel[key] * logitGradient;
    const kernelGradient = weights.scale * logitGradient;
    const similarityGradients = selectBackward(model, weights, pass, key, kernelGradient, gradients);
    for (let head = 0; head < heads; head++) {
      const keyRow = (key * heads + head) * d;
      const queryRow = (length * heads + head) * d;
      for (let token = 0; token < d; token++) {
        valueGradients[keyRow + token] += similarityGradients[head] * pass.values[queryRow + token];
        valueGradients[queryRow + token] += similarityGradients[head] * pass.values[keyRow + token];
      }
    }
    copyBackward(model, weights, tokens, key, pass.values, valueGradients, gradients);
  }
  copyBackward(model, weights, tokens, length, pass.values, valueGradients, gradients);
}

/** First position (0-based) that is a key. */
function firstKey(model: DisentangledModel): number {
  return firstWindowLength(model);
}

/** Copier: v = Σ_i σ_i x_{l−i} at 0-based position `at`, whose window is the up to M tokens before it. */
function copyValues(
  model: DisentangledModel,
  { lagAttention }: DisentangledWeights,
  tokens: Uint8Array,
  at: number,
  values: Float64Array,
): void {
  const { alphabetSize: d, heads, window } = model;
  const seen = Math.min(at, window);
  for (let head = 0; head < heads; head++) {
    const row = (at * heads + head) * d;
    for (let lag = 0; lag < seen; lag++) {
      values[row + tokens[at - 1 - lag]] += lagAttention[(seen * window + lag) * heads + head];
    }
    if (model.normalizeValues === "none") continue;
    const inverse = 1 / (Math.sqrt(dot(values, row, row, d)) + LENGTH_EPSILON);
    for (let token = 0; token < d; token++) values[row + token] *= inverse;
  }
}

/** From ∂v at a position to ∂σ of its window's length. */
function copyBackward(
  model: DisentangledModel,
  { lagAttention }: DisentangledWeights,
  tokens: Uint8Array,
  at: number,
  values: Float64Array,
  valueGradients: Float64Array,
  gradients: WeightGradients,
): void {
  const { alphabetSize: d, heads, window } = model;
  const seen = Math.min(at, window);
  for (let head = 0; head < heads; head++) {
    const row = (at * heads + head) * d;
    const first = seen * window * heads + head;
    if (model.normalizeValues === "l2") {
      const norm = unnormalizedLength(tokens, at, lagAttention, first, seen, heads, d);
      if (norm === 0) continue;
      // v̂ = v/(n + ε): ∂v = (∂v̂ − v̂ (v̂·∂v̂)(n + ε)/n) / (n + ε)
      const along = (dotOf(values, valueGradients, row, d) * (norm + LENGTH_EPSILON)) / norm;
      for (let token = 0; token < d; token++) {
        valueGradients[row + token] =
          (valueGradients[row + token] - values[row + token] * along) / (norm + LENGTH_EPSILON);
      }
    }
    for (let lag = 0; lag < seen; lag++) {
      gradients.lagAttention[first + lag * heads] += valueGradients[row + tokens[at - 1 - lag]];
    }
  }
}

function unnormalizedLength(
  tokens: Uint8Array,
  at: number,
  lagAttention: Float64Array,
  first: number,
  seen: number,
  heads: number,
  d: number,
): number {
  const value = new Float64Array(d);
  for (let lag = 0; lag < seen; lag++) value[tokens[at - 1 - lag]] += lagAttention[first + lag * heads];
  return Math.sqrt(dot(value, 0, 0, d));
}

/** Selector: k = Σ_S p_S Π_{h∈S} κ_h, of the similarities κ, [H], that start at `row`. */
function selectWeighted(
  { subsets }: DisentangledModel,
  subsetWeights: Float64Array,
  similarities: Float64Array,
  row: number,
): number {
  return subsets.reduce(
    (sum, subset, s) => sum + subsetWeights[s] * subset.reduce((k, head) => k * similarities[row + head], 1),
    0,
  );
}

/** Adds ∂k·K_S to the subsets' gradients and returns ∂κ, [H]. */
function selectBackward(
  { subsets, heads }: DisentangledModel,
  { subsetWeights }: DisentangledWeights,
  { similarities }: SequencePass,
  key: number,
  kernelGradient: number,
  gradients: WeightGradients,
): Float64Array {
  const row = key * heads;
  const similarityGradients = new Float64Array(heads);
  subsets.forEach((subset, s) => {
    gradients.subsetWeights[s] +=
      kernelGradient * subset.reduce((k, head) => k * similarities[row + head], 1);
    for (const head of subset) {
      const rest = subset.reduce((k, other) => (other === head ? k : k * similarities[row + other]), 1);
      similarityGradients[head] += kernelGradient * subsetWeights[s] * rest;
    }
  });
  return similarityGradients;
}

/** α = softmax(a·k) over the keys. */
function attend(kernel: Float64Array, scale: number, from: number): Float64Array {
  const attention = new Float64Array(kernel.length);
  let largest = -Infinity;
  for (let key = from; key < kernel.length; key++) largest = Math.max(largest, scale * kernel[key]);
  let sum = 0;
  for (let key = from; key < kernel.length; key++) {
    attention[key] = Math.exp(scale * kernel[key] - largest);
    sum += attention[key];
  }
  for (let key = from; key < kernel.length; key++) attention[key] /= sum;
  return attention;
}

/** Of a prediction y, [d]: −log(y[target] + ε), or the cross-entropy of softmax(y). */
export function sequenceLoss(
  { loss, epsilon }: Pick<DisentangledModel, "loss" | "epsilon">,
  output: Float64Array,
  target: number,
): number {
  if (loss === "log") return -Math.log(output[target] + epsilon);
  return Math.log(output.reduce((sum, y) => sum + Math.exp(y), 0)) - output[target];
}

/** g = ∂ℓ/∂y, [d]. */
function lossGradient(
  { loss, epsilon }: DisentangledModel,
  output: Float64Array,
  target: number,
): Float64Array {
  if (loss === "log") return output.map((y, token) => (token === target ? -1 / (y + epsilon) : 0));
  const total = output.reduce((sum, y) => sum + Math.exp(y), 0);
  return output.map((y, token) => Math.exp(y) / total - (token === target ? 1 : 0));
}

function dot(values: Float64Array, a: number, b: number, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[a + i] * values[b + i];
  return sum;
}

function dotOf(a: Float64Array, b: Float64Array, row: number, count: number): number {
  let sum = 0;
  for (let i = row; i < row + count; i++) sum += a[i] * b[i];
  return sum;
}
