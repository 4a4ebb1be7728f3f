/**
 * From parameters to the quantities a model computes with — σ (per head and lag), p_S, a, and what its family has besides —
 * and back from their gradients to gradients of the parameters. Engines work on the quantities; this is the float64 map
 * between.
 */
import {
  absoluteContent,
  absolutePullBack,
  emptyAbsoluteGradients,
  type AbsoluteContent,
  type AbsoluteGradients,
} from "./absolute/content";
import { lagAttentionOf, lagsToLogits } from "./copier";
import {
  emptyFullGradients,
  fullContent,
  fullPullBack,
  type FullContent,
  type FullGradients,
} from "./full/content";
import { layoutOf } from "./layout";
import { mlpContent, type MlpContent, type MlpGradients } from "./mlp/content";
import { groupOf, groupView, type GroupName } from "./parameters";
import { comparedSubsets, hasSelector, type Model } from "./transformer";

/** What the parameters mean. */
export interface Weights {
  /**
   * σ, [M + 1, M, H] by window length t (0..M), lag (0-based) and head: the softmax over the allowed lags among
   * the first t. Rows are 0 where a head sees no lag. With boundary `skip` only t = M is filled. In the full model the
   * tokens have a say too, and this is what positions alone say; with absolute positions it is the mean over positions.
   */
  readonly lagAttention: Float64Array;
  /** p_S = c_S²/C_D, [|𝒮|]; without a selector 1, of the one vector that is compared. */
  readonly subsetWeights: Float64Array;
  /** C_D = Σ c_S²; without a selector 1. */
  readonly coefficientNorm: number;
  /** a. */
  readonly scale: number;
  readonly content: Content;
}

/** What only some families have. */
export type Content = { readonly kind: "none" } | FullContent | MlpContent | AbsoluteContent;

/** Gradients with respect to the weights, as engines return them. */
export interface WeightGradients {
  /** ∂ℓ/∂σ, [M + 1, M, H]. */
  readonly lagAttention: Float64Array;
  /** G_S = Σ_l ∂ℓ/∂k_l K_{S,l}, [|𝒮|]. */
  readonly subsetWeights: Float64Array;
  scale: number;
  readonly content: { readonly kind: "none" } | FullGradients | MlpGradients | AbsoluteGradients;
}

export function weightsOf(model: Model, parameters: Float64Array): Weights {
  const content = contentOf(model, parameters);
  const scale = parameters[parameters.length - 1];
  const lagAttention =
    content.kind === "absolute"
      ? meanAttention(model, content)
      : lagAttentionOf(model, groupView(parameters, layoutOf(model), "rpe"));
  if (!hasSelector(model)) {
    return { lagAttention, subsetWeights: Float64Array.of(1), coefficientNorm: 1, scale, content };
  }
  const coefficients = groupView(parameters, layoutOf(model), "coefficients");
  return {
    lagAttention,
    subsetWeights: subsetWeightsOf(coefficients),
    coefficientNorm: coefficientNormOf(coefficients),
    scale,
    content,
  };
}

/** All 0. */
export function emptyGradients(model: Model): WeightGradients {
  const { window, heads } = model;
  return {
    lagAttention: new Float64Array((window + 1) * window * heads),
    subsetWeights: new Float64Array(comparedSubsets(model).length),
    scale: 0,
    content: emptyContent(model),
  };
}

/**
 * σ where the whole window exists, [H, M] by head and lag: what shorter windows at a sequence's start have is left out.
 * Costs a small part of `weightsOf`. @param parameters the whole vector
 */
export function wholeWindowAttention(model: Model, parameters: Float64Array): Float64Array {
  const { heads, window, lagMask } = model;
  const attention = new Float64Array(heads * window);
  if (model.family === "absolute") {
    const { lagAttention } = weightsOf(model, parameters);
    return attention.map(
      (_, at) => lagAttention[(window * window + (at % window)) * heads + Math.floor(at / window)],
    );
  }
  const logits = groupView(parameters, layoutOf(model), "rpe");
  for (let row = 0; row < heads * window; row += window) {
    let largest = -Infinity;
    for (let at = row; at < row + window; at++) {
      if (lagMask[at]) largest = Math.max(largest, logits[at]);
    }
    if (largest === -Infinity) continue;
    let sum = 0;
    for (let at = row; at < row + window; at++) {
      if (lagMask[at]) sum += attention[at] = Math.exp(logits[at] - largest);
    }
    for (let at = row; at < row + window; at++) attention[at] /= sum;
  }
  return attention;
}

/** C_D = Σ c_S². */
export function coefficientNormOf(coefficients: Float64Array): number {
  return coefficients.reduce((sum, c) => sum + c * c, 0);
}

/** p_S = c_S²/C_D, [|𝒮|], of c, [|𝒮|]. */
export function subsetWeightsOf(coefficients: Float64Array): Float64Array {
  const norm = coefficientNormOf(coefficients);
  return coefficients.map((c) => (c * c) / norm);
}

/**
 * Overwrites `gradient` with ∂ℓ/∂θ of the `trained` groups, 0 elsewhere: the softmax Jacobian of σ,
 * (2c_S/C_D)(G_S − Σ_T p_T G_T) for c, and what the family's own tables mean for the rest.
 */
export function pullBack(
  model: Model,
  parameters: Float64Array,
  weights: Weights,
  gradients: WeightGradients,
  trained: readonly GroupName[],
  gradient: Float64Array,
): void {
  gradient.fill(0);
  contentPullBack(model, parameters, weights, gradients, gradient);
  const { groups, size } = layoutOf(model);
  if (trained.includes("rpe") && groups[0].name === "rpe" && model.family !== "full") {
    lagsToLogits(model, weights.lagAttention, gradients.lagAttention, gradient);
  }
  if (trained.includes("scale")) gradient[size - 1] = gradients.scale;
  if (trained.includes("coefficients") && hasSelector(model)) {
    coefficientsPullBack(model, parameters, weights, gradients, gradient);
  }
  for (const { name, offset, size: length } of groups) {
    if (!trained.includes(name)) gradient.fill(0, offset, offset + length);
  }
}

function coefficientsPullBack(
  model: Model,
  parameters: Float64Array,
  { subsetWeights, coefficientNorm }: Weights,
  gradients: WeightGradients,
  gradient: Float64Array,
): void {
  const { offset, size } = groupOf(layoutOf(model), "coefficients");
  const mean = subsetWeights.reduce((sum, p, s) => sum + p * gradients.subsetWeights[s], 0);
  for (let s = 0; s < size; s++) {
    const c = parameters[offset + s];
    gradient[offset + s] = ((2 * c) / coefficientNorm) * (gradients.subsetWeights[s] - mean);
  }
}

function contentOf(model: Model, parameters: Float64Array): Content {
  switch (model.family) {
    case "full":
      return fullContent(model, parameters);
    case "mlp":
      return mlpContent(model, parameters);
    case "absolute":
      return absoluteContent(model, parameters);
    default:
      return { kind: "none" };
  }
}

function emptyContent(model: Model): WeightGradients["content"] {
  switch (model.family) {
    case "full":
      return emptyFullGradients(model);
    case "mlp":
      return mlpContent(model, new Float64Array(layoutOf(model).size));
    case "absolute":
      return emptyAbsoluteGradients(model);
    default:
      return { kind: "none" };
  }
}

function contentPullBack(
  model: Model,
  parameters: Float64Array,
  { content }: Weights,
  { content: gradients }: WeightGradients,
  gradient: Float64Array,
): void {
  if (model.family === "full" && gradients.kind === "full")
    fullPullBack(model, parameters, gradients, gradient);
  if (model.family === "absolute" && gradients.kind === "absolute" && content.kind === "absolute") {
    absolutePullBack(model, parameters, content, gradients, gradient);
  }
  if (model.family === "mlp" && gradients.kind === "mlp") {
    const { kind: _, ...groups } = gradients;
    for (const [name, values] of Object.entries(groups)) {
      // The content of an MLP is its groups under their names.
      groupView(gradient, layoutOf(model), name as GroupName).set(values);
    }
  }
}

/** Over positions that have a whole window; shorter windows have what whole ones have there. */
function meanAttention({ heads, window }: Model, { attention }: AbsoluteContent): Float64Array {
  const positions = attention.length / (heads * window);
  const mean = new Float64Array((window + 1) * window * heads);
  const whole = window * window * heads;
  for (let position = window; position < positions; position++) {
    for (let head = 0; head < heads; head++) {
      for (let lag = 0; lag < window; lag++) {
        mean[whole + lag * heads + head] +=
          attention[(position * heads + head) * window + lag] / (positions - window);
      }
    }
  }
  for (let length = 1; length < window; length++) {
    mean.copyWithin(length * window * heads, whole, whole + length * heads);
  }
  return mean;
}
