/**
 * What the model does at one position of a sequence, step by step: which tokens every head copies there, how far the
 * selector finds every earlier position alike, and how the classifier lets them vote. The numbers are the reference
 * model's own, in float64; the interventions act on its weights.
 */
import {
  comparedSubsets,
  copierAttention,
  firstKeyOf,
  forwardSequence,
  lengthEpsilon,
  looksAtItself,
  valueShape,
  type Model,
  type Weights,
  type SequencePass,
} from "../model";
import { noInterventions, weightsUnder, type Interventions } from "./interventions";

export interface Trace {
  readonly model: Model;
  /** After the interventions. */
  readonly weights: Weights;
  /** x_1 … x_t: what stands before the position. */
  readonly context: Uint8Array;
  /** t, 0-based: the position whose token is predicted; `context.length`. */
  readonly position: number;
  /** 0-based first position that is a key; no earlier one is looked at. */
  readonly firstKey: number;
  /** Values v, [t + 1, H, d], similarities κ, [t, H], kernel k, [t], attention α, [t], votes y, [d]. */
  readonly pass: Omit<SequencePass, "loss">;
  /**
   * What the loss takes for the probability of each token, [d]: y, or with the `softmax` loss softmax(y). Where no
   * position is a key nothing votes, and y is 0.
   */
  readonly prediction: Float64Array;
  /** x_{t+1}; null where nothing stands there. */
  readonly target: number | null;
  /** NaN without a target, and where no position is a key. */
  readonly loss: number;
}

/** One token that a head brings to a position. */
export interface Copied {
  /** From 1; 0 where a head attends to the position itself. */
  readonly lag: number;
  /** 0-based, where the token stands. */
  readonly position: number;
  readonly token: number;
  /** σ. */
  readonly attention: number;
}

/**
 * @param parameters the whole vector, as `layoutOf` lays it out
 * @param tokens values 0 … d−1; those behind `position` are not looked at
 * @param position 0-based, 0 … `tokens.length`
 * @throws RangeError for a position beyond the sequence or one that the model does not know, and for tokens that the
 * alphabet does not have
 */
export function traceAt(
  model: Model,
  parameters: Float64Array,
  tokens: Uint8Array,
  position: number,
  interventions: Interventions = noInterventions,
): Trace {
  if (!Number.isInteger(position) || position < 0 || position > tokens.length) {
    throw new RangeError(`position ${position} is none of the ${tokens.length} tokens or right behind them`);
  }
  const unknown = tokens.subarray(0, position + 1).findIndex((token) => token >= model.alphabetSize);
  if (unknown >= 0) {
    throw new RangeError(
      `token ${tokens[unknown]} at position ${unknown + 1} is none of the alphabet's 0 … ${model.alphabetSize - 1}`,
    );
  }
  const weights = weightsUnder(model, parameters, interventions);
  const context = tokens.slice(0, position);
  const target = position < tokens.length ? tokens[position] : null;
  const firstKey = firstKeyOf(model);
  const { loss, ...pass } = forwardSequence(model, weights, withTarget(context, target ?? 0));
  return {
    model,
    weights,
    context,
    position,
    firstKey,
    pass,
    prediction: model.loss === "softmax" ? softmax(pass.output) : pass.output,
    target,
    loss: target === null || position <= firstKey ? NaN : loss,
  };
}

/** Whether a model has a position for the place, 0-based; all but those with absolute positions have one for any. */
export function knowsPlace(model: Model, position: number): boolean {
  return model.family !== "absolute" || position < model.positions;
}

/** The tokens that a head brings to a position, nearest first; 0-based head and position, up to the trace's own. */
export function copiedBy({ model, weights, context }: Trace, head: number, position: number): Copied[] {
  const { own, lags } = copierAttention(model, weights, withTarget(context, 0), position, head);
  const copied = Array.from(lags, (attention, lag) => ({
    lag: lag + 1,
    position: position - 1 - lag,
    token: context[position - 1 - lag],
    attention,
  }));
  const itself = looksAtItself(model) && position < context.length;
  return itself ? [{ lag: 0, position, token: context[position], attention: own }, ...copied] : copied;
}

/**
 * v^{(h)} of a position by token, [d]: how much of each a head brings there. In the full model behind W_OV and LayerNorm; of
 * a head of a later layer without what the layers before have left at its lag. @param head 0-based @param position 0-based
 */
export function broughtBy(trace: Trace, head: number, position: number): Float64Array {
  const { model, pass } = trace;
  const { count, size } = valueShape(model);
  if (count === model.heads) {
    const row = (position * count + head) * size;
    return pass.values.slice(row, row + model.alphabetSize);
  }
  // An MLP keeps only what it made of them all.
  const brought = new Float64Array(model.alphabetSize);
  for (const { token, attention } of copiedBy(trace, head, position)) brought[token] += attention;
  if (model.normalizeValues === "none") return brought;
  const length = Math.sqrt(brought.reduce((sum, value) => sum + value * value, 0));
  return brought.map((value) => value / (length + lengthEpsilon));
}

/** K_S of an earlier position with the traced one, [|𝒮|]: Π κ over the heads of S; without a selector κ alone. @param position 0-based key */
export function subsetKernels({ model, pass }: Trace, position: number): Float64Array {
  const row = position * valueShape(model).count;
  return Float64Array.from(comparedSubsets(model), (subset) =>
    subset.reduce((product, head) => product * pass.similarities[row + head], 1),
  );
}

/**
 * At how many of `lags` each earlier position has the token that the traced one has there, [t]; −1 for positions that
 * are no keys. A position matches fully where it is `lags.length`.
 */
export function matchesAt({ context, position, firstKey }: Trace, lags: readonly number[]): Int32Array {
  return Int32Array.from(context, (_, key) =>
    key < firstKey
      ? -1
      : lags.filter(
          (lag) => key - lag >= 0 && position - lag >= 0 && context[key - lag] === context[position - lag],
        ).length,
  );
}

function withTarget(context: Uint8Array, target: number): Uint8Array {
  const tokens = new Uint8Array(context.length + 1);
  tokens.set(context);
  tokens[context.length] = target;
  return tokens;
}

function softmax(logits: Float64Array): Float64Array {
  const largest = logits.reduce((most, value) => Math.max(most, value), -Infinity);
  const powers = logits.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}
