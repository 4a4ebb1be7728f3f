/**
 * Changes to a trained circuit that are tried without training: heads and subsets switched off, a head's attention
 * forced to one lag. They change the weights that the model computes with, never the parameters.
 */
import {
  disentangledLayout,
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

/** The weights after the interventions. @param parameters the whole vector, as `disentangledLayout` lays it out */
export function weightsUnder(
  model: DisentangledModel,
  parameters: Float64Array,
  { headsOff, subsetsOff, forcedLags }: Interventions,
): DisentangledWeights {
  const weights = weightsOf(model, parameters);
  const { lagAttention } = weights;
  for (const [head, lag] of forcedLags) forceLag(model, lagAttention, head, lag);
  for (const head of headsOff) setAttention(model, lagAttention, head, () => 0);
  if (subsetsOff.length === 0) return weights;
  const coefficients = groupView(parameters, disentangledLayout(model), "coefficients").slice();
  for (const subset of subsetsOff) coefficients[subset] = 0;
  const coefficientNorm = coefficients.reduce((sum, c) => sum + c * c, 0);
  const subsetWeights = coefficientNorm > 0 ? subsetWeightsOf(coefficients) : coefficients;
  return { ...weights, coefficientNorm, subsetWeights };
}

function forceLag(model: DisentangledModel, lagAttention: Float64Array, head: number, lag: number): void {
  setAttention(model, lagAttention, head, (at) => (at === lag - 1 ? 1 : 0));
}

/** Of windows of every length; a lag beyond a window stays 0. */
function setAttention(
  { heads, window }: DisentangledModel,
  lagAttention: Float64Array,
  head: number,
  value: (lag: number) => number,
): void {
  for (let length = 1; length <= window; length++) {
    for (let lag = 0; lag < length; lag++) {
      lagAttention[(length * window + lag) * heads + head] = value(lag);
    }
  }
}
