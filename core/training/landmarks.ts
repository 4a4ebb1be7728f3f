/** What one watches in a model while it trains, as one vector, so that its movement can be measured. */
import { weightsOf, type Model } from "../model";

/**
 * Subset weights p_S, lag attentions σ over the whole window, and asinh a, which counts the scale absolutely near 0
 * and relatively far from it. A difference of 0.01 anywhere is just visible in a plot.
 */
export type Landmarks = (parameters: Float64Array) => Float64Array;

export function landmarksOf(model: Model): Landmarks {
  // Without the shorter windows at a sequence's start, whose attentions say nothing more.
  const wholeWindows: Model = { ...model, boundary: "skip" };
  const attentions = model.window * model.heads;
  return (parameters) => {
    const { lagAttention, subsetWeights, scale } = weightsOf(wholeWindows, parameters);
    const landmarks = new Float64Array(attentions + subsetWeights.length + 1);
    landmarks.set(lagAttention.subarray(model.window * attentions));
    landmarks.set(subsetWeights, attentions);
    landmarks[landmarks.length - 1] = Math.asinh(scale);
    return landmarks;
  };
}

/** The largest difference between two of a model's. */
export function distance(from: Float64Array, to: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < from.length; i++) largest = Math.max(largest, Math.abs(to[i] - from[i]));
  return largest;
}
