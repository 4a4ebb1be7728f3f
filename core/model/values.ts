/**
 * The values v that are compared between positions, of one sequence, by family; and the way back from their gradients.
 * What stands at the output, position L + 1, is not known yet: only what comes before it is read.
 */
import { divideByLength, divideByLengthBackward } from "./copier";
import { deepValues, deepValuesBackward } from "./deep/values";
import { fullValues, fullValuesBackward, type TokenWindow } from "./full/content";
import { mlpFeature, mlpFeatureBackward } from "./mlp/content";
import { firstWindowLength, valueShape, type Model, type WindowedModel } from "./transformer";
import type { WeightGradients, Weights } from "./weights";

/**
 * v by 0-based position, [L + 1, count, size] as `valueShape` says; 0 where a position has no window.
 * @param tokens x_1 … x_L and the target, which is not looked at
 * @throws RangeError for more positions than an `absolute` model knows
 */
export function valuesOf(model: Model, weights: Weights, tokens: Uint8Array): Float64Array {
  const { count, size } = valueShape(model);
  const length = tokens.length - 1;
  const values = new Float64Array((length + 1) * count * size);
  if (model.family === "deep") return deepValues(model, weights, tokens, values);
  if (model.family === "absolute" && length >= model.positions) {
    throw new RangeError(
      `${length} tokens are more than the ${model.positions - 1} whose positions the model knows`,
    );
  }
  for (let at = firstWindowLength(model); at <= length; at++) {
    writeValue(model, weights, windowAt(model, tokens, at), at, values, at * count * size);
  }
  return values;
}

/** Adds to `gradients` what ∂v of all positions mean; may change `valueGradients`. */
export function valuesBackward(
  model: Model,
  weights: Weights,
  tokens: Uint8Array,
  valueGradients: Float64Array,
  gradients: WeightGradients,
): void {
  if (model.family === "deep") {
    deepValuesBackward(model, weights, tokens, valueGradients, gradients);
    return;
  }
  const { count, size } = valueShape(model);
  for (let at = firstWindowLength(model); at < tokens.length; at++) {
    const gradient = valueGradients.subarray(at * count * size, (at + 1) * count * size);
    valueBackward(model, weights, windowAt(model, tokens, at), at, gradient, gradients);
  }
}

/** Writes v of a window, [count, size] at `row`. */
export function windowValue(
  model: WindowedModel,
  weights: Weights,
  window: TokenWindow,
  values: Float64Array,
  row: number,
): void {
  writeValue(model, weights, window, window.lags.length, values, row);
}

/** Adds what ∂v of a window, [count, size], means; may change it. */
export function windowValueBackward(
  model: WindowedModel,
  weights: Weights,
  window: TokenWindow,
  valueGradient: Float64Array,
  gradients: WeightGradients,
): void {
  valueBackward(model, weights, window, window.lags.length, valueGradient, gradients);
}

/** What stands before a 0-based position and at it, if that is not the output's. */
export function windowAt(model: Model, tokens: Uint8Array, at: number): TokenWindow {
  const seen = Math.min(at, model.window);
  return {
    own: at < tokens.length - 1 ? tokens[at] : -1,
    lags: Uint8Array.from({ length: seen }, (_, lag) => tokens[at - 1 - lag]),
  };
}

type ShallowModel = Exclude<Model, { readonly family: "deep" }>;

function writeValue(
  model: ShallowModel,
  weights: Weights,
  window: TokenWindow,
  at: number,
  values: Float64Array,
  row: number,
): void {
  const { content } = weights;
  if (model.family === "full" && content.kind === "full") {
    fullValues(model, content, window, values, row);
  } else if (model.family === "mlp" && content.kind === "mlp") {
    const stream = new Float64Array(model.heads * model.alphabetSize);
    copyTokens(model, weights, window, at, stream, 0);
    values.set(mlpFeature(model, content, stream), row);
  } else {
    copyTokens(model, weights, window, at, values, row);
  }
}

function valueBackward(
  model: ShallowModel,
  weights: Weights,
  window: TokenWindow,
  at: number,
  gradient: Float64Array,
  gradients: WeightGradients,
): void {
  const { content } = weights;
  if (model.family === "full" && content.kind === "full" && gradients.content.kind === "full") {
    fullValuesBackward(model, content, window, gradient, 0, gradients.content);
  } else if (model.family === "mlp" && content.kind === "mlp" && gradients.content.kind === "mlp") {
    const stream = new Float64Array(model.heads * model.alphabetSize);
    copyTokens(model, weights, window, at, stream, 0);
    const back = mlpFeatureBackward(model, content, stream, gradient, gradients.content);
    copyTokensBackward(model, weights, window, at, back, gradients);
  } else {
    copyTokensBackward(model, weights, window, at, gradient, gradients);
  }
}

/** Where σ of one head at one position lies: at `first`, then every `stride` numbers, lag by lag. */
export interface LagRow {
  readonly attention: Float64Array;
  readonly first: number;
  readonly stride: number;
}

/** Of heads that attend by position, relative or absolute. @param at 0-based */
export function lagRow(
  { heads, window }: Model,
  { lagAttention, content }: Pick<Weights | WeightGradients, "lagAttention" | "content">,
  at: number,
  head: number,
): LagRow {
  return content.kind === "absolute"
    ? { attention: content.attention, first: (at * heads + head) * window, stride: 1 }
    : { attention: lagAttention, first: Math.min(at, window) * window * heads + head, stride: heads };
}

/** Copier of tokens: v^{(h)} = Σ_i σ_i x_{l−i}, [H, d] at `row`. */
function copyTokens(
  model: ShallowModel,
  weights: Weights,
  { lags }: TokenWindow,
  at: number,
  values: Float64Array,
  row: number,
): void {
  const { alphabetSize: d, heads } = model;
  for (let head = 0; head < heads; head++) {
    const value = values.subarray(row + head * d, row + (head + 1) * d);
    const { attention, first, stride } = lagRow(model, weights, at, head);
    for (let lag = 0; lag < lags.length; lag++) value[lags[lag]] += attention[first + lag * stride];
    if (model.normalizeValues === "l2") divideByLength(value);
  }
}

/** From ∂v, [H, d], which it may change, to ∂σ of the position's window. */
function copyTokensBackward(
  model: ShallowModel,
  weights: Weights,
  { lags }: TokenWindow,
  at: number,
  valueGradient: Float64Array,
  gradients: WeightGradients,
): void {
  const { alphabetSize: d, heads } = model;
  const value = new Float64Array(d);
  for (let head = 0; head < heads; head++) {
    const gradient = valueGradient.subarray(head * d, (head + 1) * d);
    const { attention, first, stride } = lagRow(model, weights, at, head);
    if (model.normalizeValues === "l2") {
      value.fill(0);
      for (let lag = 0; lag < lags.length; lag++) value[lags[lag]] += attention[first + lag * stride];
      divideByLengthBackward(value, gradient);
    }
    const into = lagRow(model, gradients, at, head).attention;
    for (let lag = 0; lag < lags.length; lag++) into[first + lag * stride] += gradient[lags[lag]];
  }
}
