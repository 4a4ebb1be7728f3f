/** How good predictions are, and how far one predictor's are from another's. Means over sequences, with errors. */
import type { TokenSet } from "../data";
import { sequenceLoss, type Model } from "../model";
import { estimateOf, type Estimate } from "./estimate";
import type { Predictions } from "./predictors";

/** How a model counts its loss. */
export type LossRule = Pick<Model, "loss" | "epsilon">;

/** The loss of every sequence's target, [count], as a model with these predictions y would have it. */
export function lossesOf(predictions: Predictions, set: TokenSet, rule: LossRule): Float64Array {
  const { count, sequenceLength, alphabetSize: d, tokens } = set;
  return Float64Array.from({ length: count }, (_, sequence) =>
    sequenceLoss(
      rule,
      predictions.subarray(sequence * d, (sequence + 1) * d),
      tokens[sequence * (sequenceLength + 1) + sequenceLength],
    ),
  );
}

export interface Comparison {
  /** Kullback–Leibler divergence Σ_e y_e log((y_e + ε)/(y'_e + ε)) of y from y', in nats; ε keeps it finite. */
  readonly divergence: Estimate;
  /** Total variation ½ Σ_e |y_e − y'_e|, in 0..1. */
  readonly totalVariation: Estimate;
}

/** @param reference y @param predictions y' on the same sequences, both [count, d] */
export function comparePredictions(
  reference: Predictions,
  predictions: Predictions,
  alphabetSize: number,
  epsilon: number,
): Comparison {
  const { divergences, totalVariations } = distancesOf(reference, predictions, alphabetSize, epsilon);
  return { divergence: estimateOf(divergences), totalVariation: estimateOf(totalVariations) };
}

/** The same of every sequence, [count] each. */
export function distancesOf(
  reference: Predictions,
  predictions: Predictions,
  alphabetSize: number,
  epsilon: number,
): { readonly divergences: Float64Array; readonly totalVariations: Float64Array } {
  const count = reference.length / alphabetSize;
  const divergences = new Float64Array(count);
  const totalVariations = new Float64Array(count);
  for (let sequence = 0, index = 0; sequence < count; sequence++) {
    for (let token = 0; token < alphabetSize; token++, index++) {
      const [y, other] = [reference[index], predictions[index]];
      divergences[sequence] += y * Math.log((y + epsilon) / (other + epsilon));
      totalVariations[sequence] += Math.abs(y - other) / 2;
    }
  }
  return { divergences, totalVariations };
}
