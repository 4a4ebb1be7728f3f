/**
 * A model as the paper writes it, one sequence at a time in float64: values, similarities, selector, classifier, loss, and
 * the derivatives of each. This is the yardstick of every faster engine and the mathematics to read first; how values
 * come about is values.ts.
 */
import { comparedSubsets, firstKeyOf, valueShape, type Model, type Transformer } from "./transformer";
import { valuesBackward, valuesOf } from "./values";
import type { WeightGradients, Weights } from "./weights";

/** All that happens to one sequence. Rows are positions l = 1..L; those that are no keys stay 0. */
export interface SequencePass {
  /** v_l, [L + 1, count, size] as `valueShape` says; the last row is the query's, v_{L+1}. */
  readonly values: Float64Array;
  /** κ_l, [L, count]. */
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
export function forwardSequence(model: Model, weights: Weights, tokens: Uint8Array): SequencePass {
  const { count, size } = valueShape(model);
  const length = tokens.length - 1;
  const values = valuesOf(model, weights, tokens);
  const similarities = new Float64Array(length * count);
  const kernel = new Float64Array(length);
  const subsets = comparedSubsets(model);
  for (let key = firstKeyOf(model); key < length; key++) {
    for (let at = 0; at < count; at++) {
      const product = dot(values, (key * count + at) * size, (length * count + at) * size, size);
      similarities[key * count + at] = model.family === "full" ? Math.max(0, product) : product;
    }
    kernel[key] = selectWeighted(subsets, weights.subsetWeights, similarities, key * count);
  }
  const { attention, output } = classify(model, weights.scale, kernel, tokens);
  const loss = sequenceLoss(model, output, tokens[length]);
  return { values, similarities, kernel, attention, output, loss };
}

/** Classifier: α = softmax(a·k) over the keys, [L], and y = Σ α_l x_l, [d], of one sequence with the given k, [L]. */
export function classify(
  model: Model,
  scale: number,
  kernel: Float64Array,
  tokens: Uint8Array,
): Pick<SequencePass, "attention" | "output"> {
  const attention = attend(kernel, scale, firstKeyOf(model));
  const output = new Float64Array(model.alphabetSize);
  for (let key = 0; key < kernel.length; key++) output[tokens[key]] += attention[key];
  return { attention, output };
}

/** Adds `share` × the gradients of one sequence's loss to `gradients`. */
export function backwardSequence(
  model: Model,
  weights: Weights,
  tokens: Uint8Array,
  pass: SequencePass,
  share: number,
  gradients: WeightGradients,
): void {
  const { count, size } = valueShape(model);
  const length = tokens.length - 1;
  const subsets = comparedSubsets(model);
  const outputGradient = lossGradient(model, pass.output, tokens[length]);
  const along = outputGradient.reduce((sum, g, token) => sum + g * pass.output[token], 0);
  const valueGradients = new Float64Array(pass.values.length);
  for (let key = firstKeyOf(model); key < length; key++) {
    const logitGradient = share * pass.attention[key] * (outputGradient[tokens[key]] - along);
    gradients.scale += pass.kernel[key] * logitGradient;
    const kernelGradient = weights.scale * logitGradient;
    const row = key * count;
    const back = selectBackward(
      subsets,
      weights.subsetWeights,
      pass.similarities,
      row,
      kernelGradient,
      gradients,
      count,
    );
    for (let at = 0; at < count; at++) {
      // ReLU, where the full model has it; what it cut off has no way back.
      if (model.family === "full" && pass.similarities[row + at] === 0) continue;
      const keyRow = (row + at) * size;
      const queryRow = (length * count + at) * size;
      for (let i = 0; i < size; i++) {
        valueGradients[keyRow + i] += back[at] * pass.values[queryRow + i];
        valueGradients[queryRow + i] += back[at] * pass.values[keyRow + i];
      }
    }
  }
  valuesBackward(model, weights, tokens, valueGradients, gradients);
}

/** Of a prediction y, [d]: −log(y[target] + ε), or the cross-entropy of softmax(y). */
export function sequenceLoss(
  { loss, epsilon }: Pick<Transformer, "loss" | "epsilon">,
  output: Float64Array,
  target: number,
): number {
  if (loss === "log") return -Math.log(output[target] + epsilon);
  return Math.log(output.reduce((sum, y) => sum + Math.exp(y), 0)) - output[target];
}

/** Selector: k = Σ_S p_S Π_{h∈S} κ_h, of the similarities κ that start at `row`. */
function selectWeighted(
  subsets: Transformer["subsets"],
  subsetWeights: Float64Array,
  similarities: Float64Array,
  row: number,
): number {
  return subsets.reduce(
    (sum, subset, s) => sum + subsetWeights[s] * subset.reduce((k, head) => k * similarities[row + head], 1),
    0,
  );
}

/** Adds ∂k·K_S to the subsets' gradients and returns ∂κ, [count]. */
function selectBackward(
  subsets: Transformer["subsets"],
  subsetWeights: Float64Array,
  similarities: Float64Array,
  row: number,
  kernelGradient: number,
  gradients: WeightGradients,
  count: number,
): Float64Array {
  const back = new Float64Array(count);
  subsets.forEach((subset, s) => {
    gradients.subsetWeights[s] +=
      kernelGradient * subset.reduce((k, head) => k * similarities[row + head], 1);
    for (const head of subset) {
      const rest = subset.reduce((k, other) => (other === head ? k : k * similarities[row + other]), 1);
      back[head] += kernelGradient * subsetWeights[s] * rest;
    }
  });
  return back;
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

/** g = ∂ℓ/∂y, [d]. */
function lossGradient(
  { loss, epsilon }: Pick<Transformer, "loss" | "epsilon">,
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
