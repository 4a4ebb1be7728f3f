/**
 * The losses of many changed models on the same sequences, in float64. Models that copy alike share the first layer's
 * work, which is most of it: what is left of each is its selector, its classifier and the loss.
 */
import type { TokenSet } from "../data";
import { noInterventions, weightsUnder } from "../inspect";
import {
  classify,
  comparedSubsets,
  firstKeyOf,
  forwardSequence,
  layoutOf,
  sequenceLoss,
  valueShape,
  type Model,
  type Weights,
} from "../model";

/** A model with parameters of its own. */
export interface Circuit {
  readonly model: Model;
  /** As `layoutOf` lays them out. */
  readonly parameters: Float64Array;
  /** 0-based heads that bring nothing, v = 0; none if left out. */
  readonly headsOff?: readonly number[];
}

/** Of each circuit the loss of each sequence, [count]; all have the same heads, window and boundary. */
export function lossesOfCircuits(circuits: readonly Circuit[], set: TokenSet): Float64Array[] {
  const prepared = circuits.map(prepare);
  const groups = new Map<string, number[]>();
  prepared.forEach(({ copier }, index) => groups.set(copier, [...(groups.get(copier) ?? []), index]));
  const losses = circuits.map(() => new Float64Array(set.count));
  const row = set.sequenceLength + 1;
  for (const members of groups.values()) {
    const first = prepared[members[0]];
    for (let sequence = 0; sequence < set.count; sequence++) {
      const tokens = set.tokens.subarray(sequence * row, (sequence + 1) * row);
      const { similarities } = forwardSequence(first.model, first.weights, tokens);
      for (const index of members) losses[index][sequence] = lossOf(prepared[index], similarities, tokens);
    }
  }
  return losses;
}

interface Prepared {
  readonly model: Model;
  readonly weights: Weights;
  /** Equal for circuits whose heads bring the same values. */
  readonly copier: string;
  /** Subsets with any weight: places in `comparedSubsets`. */
  readonly weighing: readonly number[];
}

function prepare({ model, parameters, headsOff = [] }: Circuit): Prepared {
  const weights = weightsUnder(model, parameters, { ...noInterventions, headsOff });
  const copied = layoutOf(model)
    .groups.filter(({ name }) => name !== "coefficients" && name !== "scale")
    .map(({ offset, size }) => parameters.subarray(offset, offset + size).join());
  const { subsetWeights } = weights;
  return {
    model,
    weights,
    copier: `${model.normalizeValues} ${headsOff.join()} ${copied.join()}`,
    weighing: Array.from(subsetWeights.keys()).filter((place) => subsetWeights[place] > 0),
  };
}

/** @param similarities κ, [L, count] */
function lossOf(
  { model, weights, weighing }: Prepared,
  similarities: Float64Array,
  tokens: Uint8Array,
): number {
  const subsets = comparedSubsets(model);
  const { count } = valueShape(model);
  const kernel = new Float64Array(tokens.length - 1);
  for (let key = firstKeyOf(model); key < kernel.length; key++) {
    for (const place of weighing) {
      let product = weights.subsetWeights[place];
      for (const head of subsets[place]) product *= similarities[key * count + head];
      kernel[key] += product;
    }
  }
  const { output } = classify(model, weights.scale, kernel, tokens);
  return sequenceLoss(model, output, tokens[tokens.length - 1]);
}
