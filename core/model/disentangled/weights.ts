/**
 * From parameters to the quantities the model computes with — σ (per head and lag), p_S, a — and back from their
 * gradients to gradients of the parameters. Engines work on the quantities; this is the float64 map between.
 */
import { disentangledLayout, type DisentangledModel } from "./model";
import { groupView, type GroupName } from "../parameters";

/** What the parameters mean. */
export interface DisentangledWeights {
  /**
   * σ, [M + 1, M, H] by window length t (0..M), lag (0-based) and head: the softmax over the allowed lags among
   * the first t. Rows are 0 where a head sees no lag. With boundary `skip` only t = M is filled.
   */
  readonly lagAttention: Float64Array;
  /** p_S = c_S²/C_D, [|𝒮|]. */
  readonly subsetWeights: Float64Array;
  /** C_D = Σ c_S². */
  readonly coefficientNorm: number;
  /** a. */
  readonly scale: number;
}

/** Gradients with respect to the weights, as engines return them. */
export interface WeightGradients {
  /** ∂ℓ/∂σ, [M + 1, M, H]. */
  readonly lagAttention: Float64Array;
  /** G_S = Σ_l ∂ℓ/∂k_l K_{S,l}, [|𝒮|]. */
  readonly subsetWeights: Float64Array;
  scale: number;
}

/** Window lengths that occur: all up to M with boundary `truncate`, else M alone. */
export function firstWindowLength(model: DisentangledModel): number {
  return model.boundary === "truncate" ? 0 : model.window;
}

export function weightsOf(model: DisentangledModel, parameters: Float64Array): DisentangledWeights {
  const layout = disentangledLayout(model);
  const coefficients = groupView(parameters, layout, "coefficients");
  return {
    lagAttention: lagAttentionOf(model, groupView(parameters, layout, "rpe")),
    subsetWeights: subsetWeightsOf(coefficients),
    coefficientNorm: coefficientNormOf(coefficients),
    scale: parameters[layout.size - 1],
  };
}

/**
 * σ where the whole window exists, [H, M] by head and lag: what shorter windows at a sequence's start have is left out.
 * Costs a small part of `weightsOf`. @param parameters the whole vector
 */
export function wholeWindowAttention(model: DisentangledModel, parameters: Float64Array): Float64Array {
  const { heads, window, lagMask } = model;
  const logits = groupView(parameters, disentangledLayout(model), "rpe");
  const attention = new Float64Array(heads * window);
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
 * Overwrites `gradient` with ∂ℓ/∂θ of the `trained` groups, 0 elsewhere: the softmax Jacobian of σ, and
 * (2c_S/C_D)(G_S − Σ_T p_T G_T) for c.
 */
export function pullBack(
  model: DisentangledModel,
  parameters: Float64Array,
  weights: DisentangledWeights,
  gradients: WeightGradients,
  trained: readonly GroupName[],
  gradient: Float64Array,
): void {
  const { heads, window, subsets } = model;
  gradient.fill(0);
  if (trained.includes("rpe")) {
    lagsToLogits(model, weights.lagAttention, gradients.lagAttention, gradient);
  }
  if (trained.includes("scale")) gradient[heads * window + subsets.length] = gradients.scale;
  if (!trained.includes("coefficients")) return;
  const offset = heads * window;
  const { subsetWeights, coefficientNorm } = weights;
  const mean = subsetWeights.reduce((sum, p, s) => sum + p * gradients.subsetWeights[s], 0);
  for (let s = 0; s < subsets.length; s++) {
    const c = parameters[offset + s];
    gradient[offset + s] = ((2 * c) / coefficientNorm) * (gradients.subsetWeights[s] - mean);
  }
}

function lagAttentionOf(model: DisentangledModel, logits: Float64Array): Float64Array {
  const { heads, window } = model;
  const attention = new Float64Array((window + 1) * window * heads);
  for (let length = Math.max(1, firstWindowLength(model)); length <= window; length++) {
    for (let head = 0; head < heads; head++) softmaxOfHead(model, logits, attention, length, head);
  }
  return attention;
}

function softmaxOfHead(
  { heads, window, lagMask }: DisentangledModel,
  logits: Float64Array,
  attention: Float64Array,
  length: number,
  head: number,
): void {
  const row = head * window;
  let largest = -Infinity;
  for (let lag = 0; lag < length; lag++) {
    if (lagMask[row + lag]) largest = Math.max(largest, logits[row + lag]);
  }
  if (largest === -Infinity) return;
  const first = length * window * heads + head;
  let sum = 0;
  for (let lag = 0; lag < length; lag++) {
    const value = lagMask[row + lag] ? Math.exp(logits[row + lag] - largest) : 0;
    attention[first + lag * heads] = value;
    sum += value;
  }
  for (let lag = 0; lag < length; lag++) attention[first + lag * heads] /= sum;
}

/** ∂w_i += σ_i (∂σ_i − Σ_j σ_j ∂σ_j), for every window length. */
function lagsToLogits(
  model: DisentangledModel,
  attention: Float64Array,
  attentionGradient: Float64Array,
  gradient: Float64Array,
): void {
  const { heads, window } = model;
  for (let length = Math.max(1, firstWindowLength(model)); length <= window; length++) {
    for (let head = 0; head < heads; head++) {
      const first = length * window * heads + head;
      let mean = 0;
      for (let lag = 0; lag < length; lag++) {
        mean += attention[first + lag * heads] * attentionGradient[first + lag * heads];
      }
      for (let lag = 0; lag < length; lag++) {
        const at = first + lag * heads;
        gradient[head * window + lag] += attention[at] * (attentionGradient[at] - mean);
      }
    }
  }
}
