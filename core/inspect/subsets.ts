/** How much weight the selector gives to each subset of heads, each named by what its heads copy. */
import { disentangledLayout, groupView, subsetWeightsOf, type DisentangledModel } from "../model";
import { describeHeads, headName } from "./heads";

export interface SubsetDescription {
  /** 0-based heads, ascending. */
  readonly heads: readonly number[];
  /** `{head 1 · lag 1, head 2 · lag 2}`; `{}` for the empty set. */
  readonly name: string;
  /** c_S. */
  readonly coefficient: number;
  /** p_S = c_S²/C_D, in 0..1; all of them sum to 1. */
  readonly weight: number;
}

/**
 * In the order of `coefficients`.
 * @param parameters the whole vector, as `disentangledLayout` lays it out
 */
export function describeSubsets(model: DisentangledModel, parameters: Float64Array): SubsetDescription[] {
  const names = describeHeads(model, parameters).map(headName);
  const coefficients = groupView(parameters, disentangledLayout(model), "coefficients");
  const subsetWeights = subsetWeightsOf(coefficients);
  return model.subsets.map((heads, index) => ({
    heads,
    name: `{${heads.map((head) => names[head]).join(", ")}}`,
    coefficient: coefficients[index],
    weight: subsetWeights[index],
  }));
}
