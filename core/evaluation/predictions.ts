/**
 * What a trained model predicts for the targets of many sequences of any length, in float64: core/model's forward pass,
 * computed once for each distinct window of a sequence. Agrees with `forwardSequence` to rounding.
 */
import type { TokenSet } from "../data";
import { firstKeyOf, forwardSequence, lengthEpsilon, type Model, type Weights } from "../model";
import type { Predictions } from "../theory";
import { windowFinder } from "./windows";

/** Weights below, of lags and of subsets, change nothing that rounding would show. */
const negligible = 1e-20;

/**
 * y of every sequence, [count, d].
 * @throws RangeError where no position is a key
 */
export function modelPredictions(model: Model, weights: Weights, set: TokenSet): Predictions {
  const { tokens, count, sequenceLength, alphabetSize: d } = set;
  const firstKey = firstKeyOf(model);
  if (firstKey >= sequenceLength) {
    throw new RangeError(`no key in ${sequenceLength} tokens behind a window of ${firstKey}`);
  }
  if (model.family !== "disentangled") return oneByOne(model, weights, set);
  const find = windowFinder(d, model.window, sequenceLength, firstKey);
  const kernel = kernelOf(model, weights);
  const logits = new Float64Array(sequenceLength);
  const predictions = new Float64Array(count * d);
  for (let sequence = 0; sequence < count; sequence++) {
    const start = sequence * (sequenceLength + 1);
    const windows = find(tokens, start);
    kernel.ask(tokens, start, start + sequenceLength);
    let largest = -Infinity;
    for (let slot = 0; slot < windows.count; slot++) {
      const logit = weights.scale * kernel.of(tokens, start, windows.places[slot]);
      logits[slot] = logit;
      if (!(logit <= largest)) largest = logit;
    }
    for (let slot = 0; slot < windows.count; slot++) logits[slot] = Math.exp(logits[slot] - largest);
    const from = sequence * d;
    let sum = 0;
    for (let position = firstKey; position < sequenceLength; position++) {
      const weight = logits[windows.slots[position]];
      sum += weight;
      predictions[from + tokens[start + position]] += weight;
    }
    for (let token = from; token < from + d; token++) predictions[token] /= sum;
  }
  return predictions;
}

/** What values of the other families are, core/model alone knows. */
function oneByOne(model: Model, weights: Weights, { tokens, count, sequenceLength }: TokenSet): Predictions {
  const predictions = new Float64Array(count * model.alphabetSize);
  const row = sequenceLength + 1;
  for (let sequence = 0; sequence < count; sequence++) {
    const { output } = forwardSequence(model, weights, tokens.subarray(sequence * row, (sequence + 1) * row));
    predictions.set(output, sequence * model.alphabetSize);
  }
  return predictions;
}

interface Kernel {
  /** Makes the place before which a window ends the query. */
  ask(tokens: Uint8Array, start: number, place: number): void;
  /** k of the window that ends before a place. */
  of(tokens: Uint8Array, start: number, place: number): number;
}

/** Copier and selector: κ_h = Σ_i σ_i v_q[x_{l−i}], k = Σ_S p_S Π κ_h. */
function kernelOf(model: Model, { lagAttention, subsetWeights }: Weights): Kernel {
  const { heads, window, alphabetSize: d } = model;
  const normalized = model.normalizeValues === "l2";
  const lags = lagLists(model, lagAttention);
  const select = selectorOf(model, subsetWeights);
  const query = new Float64Array(heads * d);
  const queryLengths = new Float64Array(heads);
  const scratch = new Float64Array(d);
  const similarities = new Float64Array(heads);

  /** ‖v‖ of one head's value. */
  const lengthOf = (tokens: Uint8Array, place: number, { count, lag, weight }: LagList): number => {
    for (let i = 0; i < count; i++) scratch[tokens[place - lag[i]]] += weight[i];
    let squares = 0;
    for (let i = 0; i < count; i++) squares += weight[i] * scratch[tokens[place - lag[i]]];
    for (let i = 0; i < count; i++) scratch[tokens[place - lag[i]]] = 0;
    return Math.sqrt(squares);
  };

  return {
    ask(tokens, start, place) {
      query.fill(0);
      const ofHeads = lags[Math.min(place - start, window)];
      for (let head = 0; head < heads; head++) {
        const { count, lag, weight } = ofHeads[head];
        for (let i = 0; i < count; i++) query[head * d + tokens[place - lag[i]]] += weight[i];
        if (normalized) queryLengths[head] = lengthOf(tokens, place, ofHeads[head]) + lengthEpsilon;
      }
    },
    of(tokens, start, place) {
      const ofHeads = lags[Math.min(place - start, window)];
      for (let head = 0; head < heads; head++) {
        const list = ofHeads[head];
        const { count, lag, weight } = list;
        let similarity = 0;
        for (let i = 0; i < count; i++) similarity += weight[i] * query[head * d + tokens[place - lag[i]]];
        if (normalized) similarity /= (lengthOf(tokens, place, list) + lengthEpsilon) * queryLengths[head];
        similarities[head] = similarity;
      }
      return select(similarities);
    },
  };
}

/** The lags that a head attends to, and how much. */
interface LagList {
  readonly count: number;
  readonly lag: Uint32Array;
  readonly weight: Float64Array;
}

/** By window length and head. */
function lagLists({ heads, window }: Model, lagAttention: Float64Array): LagList[][] {
  return Array.from({ length: window + 1 }, (_, length) =>
    Array.from({ length: heads }, (__, head) => {
      const weightAt = (lag: number) => lagAttention[(length * window + lag - 1) * heads + head];
      const lags = Array.from({ length }, (___, index) => index + 1).filter(
        (lag) => !(weightAt(lag) < negligible),
      );
      return { count: lags.length, lag: Uint32Array.from(lags), weight: Float64Array.from(lags, weightAt) };
    }),
  );
}

function selectorOf({ subsets }: Model, subsetWeights: Float64Array): (similarities: Float64Array) => number {
  const kept = Array.from(subsets.keys()).filter((subset) => !(subsetWeights[subset] < negligible));
  const weights = Float64Array.from(kept, (subset) => subsetWeights[subset]);
  const starts = new Uint32Array(kept.length + 1);
  kept.forEach((subset, index) => (starts[index + 1] = starts[index] + subsets[subset].length));
  const heads = Uint32Array.from(kept.flatMap((subset) => subsets[subset]));
  return (similarities) => {
    let sum = 0;
    for (let index = 0; index < weights.length; index++) {
      let product = weights[index];
      for (let at = starts[index]; at < starts[index + 1]; at++) product *= similarities[heads[at]];
      sum += product;
    }
    return sum;
  };
}
