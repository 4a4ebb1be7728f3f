/** How much weight the selector gives to each subset of heads, each named by what its heads copy. */
import { groupView, hasSelector, layoutOf, subsetWeightsOf, type Model } from "../model";
import type { LagSet } from "../theory";
import { describeHeads, headName, type HeadDescription } from "./heads";

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
 * In the order of `coefficients`; none where a model has no selector.
 * @param parameters the whole vector, as `layoutOf` lays it out
 */
export function describeSubsets(model: Model, parameters: Float64Array): SubsetDescription[] {
  if (!hasSelector(model)) return [];
  const names = describeHeads(model, parameters).map(headName);
  const coefficients = groupView(parameters, layoutOf(model), "coefficients");
  const subsetWeights = subsetWeightsOf(coefficients);
  return model.subsets.map((heads, index) => ({
    heads,
    name: `{${heads.map((head) => names[head]).join(", ")}}`,
    coefficient: coefficients[index],
    weight: subsetWeights[index],
  }));
}

/** The one with the most weight; the first of several. */
export function leadingSubset<Subset extends Pick<SubsetDescription, "weight">>(
  subsets: readonly Subset[],
): Subset {
  return subsets.reduce((most, subset) => (subset.weight > most.weight ? subset : most));
}

/**
 * Heads of all subsets that weigh about as much as the leading one, ascending: before the training, in an induction head
 * built by hand and where data have two laws several may weigh alike. Empty where that is the empty subset, or none has
 * any weight.
 */
export function leadingHeads(
  subsets: readonly Pick<SubsetDescription, "heads" | "weight">[],
): readonly number[] {
  if (subsets.length === 0) return [];
  const least = nearlyLeading * leadingSubset(subsets).weight;
  if (!(least > 0)) return [];
  const leading = subsets.filter(({ weight }) => weight >= least);
  return Array.from(new Set(leading.flatMap(({ heads }) => heads))).sort((a, b) => a - b);
}

/** Of the leading subset's weight. */
const nearlyLeading = 0.85;

/**
 * A subset read as lags: each of its heads stands for the lag that it attends to most, if it may see any; one of a later
 * layer for all lags at which tokens reach it.
 */
export function lagsOf(heads: readonly HeadDescription[], subset: Pick<SubsetDescription, "heads">): LagSet {
  const lags = new Set(subset.heads.flatMap((head) => heads[head].reads ?? heads[head].lag ?? []));
  return Array.from(lags).sort((a, b) => a - b);
}
