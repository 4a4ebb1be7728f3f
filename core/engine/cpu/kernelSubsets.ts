/**
 * The subsets that kernels compute with. They build K_S from K of S without its last head, and have the paper's model,
 * three heads up to pairs, written out: so a model that has only some of the subsets is computed as one that has more
 * of them, of weight 0. What others ask for and get has the model's own.
 */
import {
  headSubsets,
  withBeginnings,
  type DisentangledModel,
  type DisentangledWeights,
  type WeightGradients,
} from "../../model";

export interface KernelSubsets {
  /** The model as it is laid out for the kernels: the same where it lacks no subset. */
  readonly model: DisentangledModel;
  /** p of the kernels' subsets. */
  spread(weights: DisentangledWeights): DisentangledWeights;
  /** G_S of the model's own. */
  gather(gradients: WeightGradients): WeightGradients;
}

export function kernelSubsetsOf(model: DisentangledModel): KernelSubsets {
  const subsets = completed(model);
  if (subsets.length === model.subsets.length) {
    return { model, spread: (weights) => weights, gather: (gradients) => gradients };
  }
  const names = subsets.map((subset) => subset.join());
  const places = model.subsets.map((subset) => names.indexOf(subset.join()));
  return {
    model: { ...model, subsets },
    spread(weights) {
      const subsetWeights = new Float64Array(subsets.length);
      places.forEach((place, index) => (subsetWeights[place] = weights.subsetWeights[index]));
      return { ...weights, subsetWeights };
    },
    gather(gradients) {
      const subsetWeights = Float64Array.from(places, (place) => gradients.subsetWeights[place]);
      return { ...gradients, subsetWeights };
    },
  };
}

function completed({ heads, subsets }: DisentangledModel): readonly (readonly number[])[] {
  const largest = Math.max(...subsets.map((subset) => subset.length));
  return heads === 3 && largest === 2
    ? headSubsets(heads, largest, subsets[0].length === 0)
    : withBeginnings(subsets);
}
