/**
 * Changes to a trained circuit that are tried without training: heads and subsets switched off, a head's attention
 * forced to one lag. They change the weights that the model computes with, never the parameters.
 */
import {
  coefficientNormOf,
  layoutOf,
  firstWindowLength,
  hasSelector,
  groupView,
  subsetWeightsOf,
  weightsOf,
  type Model,
  type Weights,
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
 * @param parameters the whole vector, as `layoutOf` lays it out
 */
export function weightsUnder(
  model: Model,
  parameters: Float64Array,
  { headsOff, subsetsOff, forcedLags }: Interventions,
): Weights {
  const weights = weightsOf(model, parameters);
  const isHead = (head: number) => head >= 0 && head < model.heads;
  for (const [head, lag] of forcedLags) {
    if (isHead(head) && lag >= 1 && lag <= model.window) attendOnlyTo(model, weights, head, lag);
  }
  for (const head of headsOff.filter(isHead)) attendOnlyTo(model, weights, head, null);
  const off = subsetsOff.filter((subset) => subset >= 0 && subset < model.subsets.length);
  if (off.length === 0 || !hasSelector(model)) return weights;
  const coefficients = groupView(parameters, layoutOf(model), "coefficients").slice();
  for (const subset of off) coefficients[subset] = 0;
  const coefficientNorm = coefficientNormOf(coefficients);
  // All c = 0 are p = 0, not 0/0.
  const subsetWeights = coefficientNorm > 0 ? subsetWeightsOf(coefficients) : coefficients;
  return { ...weights, coefficientNorm, subsetWeights };
}

/**
 * In windows of every length that occurs, and at every position; those that do not reach back to the lag are left with
 * nothing. What the full model's tables say of a lag, and of its tokens, is then of no account.
 */
function attendOnlyTo(
  model: Model,
  { lagAttention, content }: Weights,
  head: number,
  onlyLag: number | null,
): void {
  const { heads, window } = model;
  for (let length = Math.max(1, firstWindowLength(model)); length <= window; length++) {
    for (let lag = 1; lag <= length; lag++) {
      lagAttention[(length * window + lag - 1) * heads + head] = lag === onlyLag ? 1 : 0;
    }
  }
  if (content.kind === "full") {
    content.notOwn[head] = 1;
    content.off[head] = onlyLag === null ? 1 : 0;
    for (let lag = 1; lag <= window; lag++) {
      content.lagLogits[head * window + lag - 1] = lag === onlyLag ? 0 : -Infinity;
    }
  } else if (content.kind === "absolute") {
    for (let at = 0; at < content.attention.length; at += heads * window) {
      const position = at / (heads * window);
      for (let lag = 1; lag <= window; lag++) {
        content.attention[at + head * window + lag - 1] = lag === onlyLag && lag <= position ? 1 : 0;
      }
    }
  }
}
