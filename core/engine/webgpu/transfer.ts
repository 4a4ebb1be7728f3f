/** Weights to the device's floats, and its sums back to means in float64. */
import { firstWindowLength, type WeightGradients, type Weights } from "../../model";
import type { Shape } from "./shape";

/** Weights below this are nothing to float32 sums, and products with them could be denormal. */
const NEGLIGIBLE = 1e-20;

/** σ [lengths that occur, H, lags], p [|𝒮|], a. */
export function floatsOf(shape: Shape, weights: Weights): Float32Array<ArrayBuffer> {
  const { model, lags, sigmaSize } = shape;
  const { heads, window, subsets } = model;
  const floats = new Float32Array(sigmaSize + subsets.length + 1);
  let place = 0;
  for (let length = firstWindowLength(model); length <= window; length++) {
    for (let head = 0; head < heads; head++) {
      for (let lag = 0; lag < lags; lag++) {
        floats[place++] = orNothing(weights.lagAttention[(length * window + lag) * heads + head]);
      }
    }
  }
  for (const weight of weights.subsetWeights) floats[place++] = orNothing(weight);
  floats[place] = weights.scale;
  return floats;
}

function orNothing(weight: number): number {
  return weight < NEGLIGIBLE ? 0 : weight;
}

export interface Means {
  readonly loss: number;
  /** ∂ℓ/∂w by windows shorter than M, [H, lags]. */
  readonly shortWindows: Float64Array;
}

/** Means over `count` sequences; those of σ's whole windows, G_S and a go into `gradients`. */
export function readGradients(
  { model, lags }: Shape,
  sums: Float32Array,
  count: number,
  gradients: WeightGradients,
): Means {
  const { heads, window, subsets } = model;
  gradients.scale = sums[1] / count;
  for (let s = 0; s < subsets.length; s++) gradients.subsetWeights[s] = sums[2 + s] / count;
  const whole = 2 + subsets.length;
  for (let head = 0; head < heads; head++) {
    for (let lag = 0; lag < lags; lag++) {
      gradients.lagAttention[(window * window + lag) * heads + head] =
        sums[whole + head * lags + lag] / count;
    }
  }
  const shorter = sums.subarray(whole + heads * lags, whole + 2 * heads * lags);
  return { loss: sums[0] / count, shortWindows: Float64Array.from(shorter, (sum) => sum / count) };
}
