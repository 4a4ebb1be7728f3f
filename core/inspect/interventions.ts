/**
 * Changes to a trained circuit that are tried without training: heads and subsets switched off, a head's attention
 * forced to one lag. They change the weights that the model computes with, never the parameters.
 */
import {
  coefficientNormOf,
  disentangledLayout,
  firstWindowLength,
  groupView,
  subsetWeightsOf,
  weightsOf,
  type DisentangledModel,
  type DisentangledWeights,
} from "../model";

export interface Interventions {
  /** 0-based heads that bring nothing: v^{(h)} = 0, and with it every K_S with h ∈ S. */
  readonly headsOff: readonly number[];
  /** Places in `model.subsets` with c_S = 0; the normalisation C_D goes over those that are left. */
  readonly subsetsOff: readonly number[];
  /** By 0-based head: the one lag, from 1, that it attends to. Positions that have no such lag get v = 0. */
  readonly forcedLags: ReadonlyMap<number, number>;
}

export const noInterventions: Interventions = { headsOff: [], subsetsOff: [], forcedLags: new Map() };

/**
 * The weights after the interventions. Heads, subsets and lags that the model does not have are passed over: the same
 * interventions may be tried on runs of other shapes. With all subsets off C_D and every p_S are 0, so k is 0.
 * @param parameters the whole vector, as `disentangledLayout` lays it out
 */
export function weightsUnder(
  model: DisentangledModel,
  parameters: Float64Array,
  { headsOff, subsetsOff, forcedLags }: Interventions,
): DisentangledWeights {
  const weights = weightsOf(model, parameters);
  const { lagAttention } = weights;
  const isHead = (head: number) => head >= 0 && head < model.heads;
  for (const [head, lag] of forcedLags) {
    if (isHead(head) && lag >= 1 && lag <= model.window) attendOnlyTo(model, lagAttention, head, lag);
  }
  for (const head of headsOff.filter(isHead)) attendOnlyTo(model, lagAttention, head, null);
  const off = subsetsOff.filter((subset) => subset >= 0 && subset < model.subsets.length);
  if (off.length === 0) return weights;
  const coefficients = groupView(parameters, disentangledLayout(model), "coefficients").slice();
  for (const subset of off) coefficients[subset] = 0;
  const coefficientNorm = coefficientNormOf(coefficients);
  // All c = 0 are p = 0, not 0/0.
  const subsetWeights = coefficientNorm > 0 ? subsetWeightsOf(coefficients) : coefficients;
  return { ...weights, coefficientNorm, subsetWeights };
}

/** In windows of every length that occurs; those that do not reach back to the lag are left with nothing. */
function attendOnlyTo(
  model: DisentangledModel,
  lagAttention: Float64Array,
  head: number,
  onlyLag: number | null,
): void {
  const { heads, window } = model;
  for (let length = Math.max(1, firstWindowLength(model)); length <= window; length++) {
    for (let lag = 1; lag <= length; lag++) {
      lagAttention[(length * window + lag - 1) * heads + head] = lag === onlyLag ? 1 : 0;
    }
  }
}
