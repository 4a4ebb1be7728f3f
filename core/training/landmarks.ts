/** What one watches in a model while it trains, as one vector, so that its movement can be measured. */
import { weightsOf, type Content, type MixedModel, type Model } from "../model";

/**
 * Subset weights p_S, lag attentions σ over the whole window, what else the family has (matrices of heads, an MLP,
 * attentions of positions), and the scale a. What has no bounds is taken by its asinh, which counts it absolutely near 0
 * and relatively far from it. A difference of 0.01 anywhere is just visible in a plot.
 */
export type Landmarks = (parameters: Float64Array) => Float64Array;

export function landmarksOf(model: Model | MixedModel): Landmarks {
  if (model.family === "mixed-target") return mixedLandmarks;
  // Without the shorter windows at a sequence's start, whose attentions say nothing more.
  const wholeWindows: Model = { ...model, boundary: "skip" };
  const attentions = model.window * model.heads;
  return (parameters) => {
    const { lagAttention, subsetWeights, scale, content } = weightsOf(wholeWindows, parameters);
    const { bounded, unbounded } = contentLandmarks(content);
    const parts = [lagAttention.subarray(model.window * attentions), subsetWeights, ...bounded];
    for (const part of [...unbounded, Float64Array.of(scale)]) parts.push(part.map(Math.asinh));
    const landmarks = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      landmarks.set(part, at);
      at += part.length;
    }
    return landmarks;
  };
}

/** How much is left of each attention one place farther back, e^{−p}, the values, and k·q: k and q alone change nothing. */
function mixedLandmarks([rpe1, rpe2, value1, value2, key, query]: Float64Array): Float64Array {
  return Float64Array.of(Math.exp(-rpe1), Math.exp(-rpe2), value1, value2, key * query).map(Math.asinh);
}

/** The largest difference between two of a model's. */
export function distance(from: Float64Array, to: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < from.length; i++) largest = Math.max(largest, Math.abs(to[i] - from[i]));
  return largest;
}

interface ContentLandmarks {
  readonly bounded: readonly Float64Array[];
  readonly unbounded: readonly Float64Array[];
}

/** Tables as models compute with them, so that what changes no prediction, such as W_Q against W_K, counts for nothing. */
function contentLandmarks(content: Content): ContentLandmarks {
  switch (content.kind) {
    case "none":
      return { bounded: [], unbounded: [] };
    case "full": {
      const { match, outputValue, gain, bias } = content;
      return { bounded: [], unbounded: [match, outputValue, gain, bias] };
    }
    case "mlp": {
      const { kind: _, ...groups } = content;
      return { bounded: [], unbounded: Object.values(groups) };
    }
    case "absolute":
      return { bounded: [content.attention], unbounded: [] };
  }
}
