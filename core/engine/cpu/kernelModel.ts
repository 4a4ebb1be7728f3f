/**
 * A model as the kernels see it: vectors that are compared pair by pair, subsets of them, a classifier. The disentangled
 * model's values the kernels copy themselves; those of other families come from the host for every distinct window, and
 * their gradients go back to it.
 */
import {
  comparedSubsets,
  headSubsets,
  valueShape,
  withBeginnings,
  type Transformer,
  type WindowedModel,
} from "../../model";

/** `heads` are the compared vectors, which the kernels hold in lanes; `subsets` are of them. */
export interface KernelModel extends Transformer {
  /** Components of each. */
  readonly valueSize: number;
  /** Values come from the host. */
  readonly valuesGiven: boolean;
  /** κ = max(0, ⟨v_key, v_query⟩). */
  readonly rectifies: boolean;
  /** Whether a key's own token is part of its window. */
  readonly readsOwn: boolean;
}

/** How the kernels' model stands for the one that is trained. */
export interface KernelView {
  readonly model: KernelModel;
  /** p of the kernels' subsets, of the model's own. */
  spread(subsetWeights: Float64Array): Float64Array;
  /** G_S of the model's own subsets, of the kernels'. */
  gather(subsetGradients: Float64Array): Float64Array;
}

/**
 * The kernels build K_S from K of S without its last head, and have three heads up to pairs written out: so a model that
 * has only some of the subsets is computed as one that has more of them, of weight 0. A single long vector is dealt to
 * the lanes.
 * @param given whether values come from the host where the kernels could copy them themselves
 */
export function kernelViewOf(model: WindowedModel, given = model.family !== "disentangled"): KernelView {
  if (model.family === "mlp") return laneView(model);
  const own = comparedSubsets(model);
  const subsets = completed(model.heads, own);
  const kernelModel: KernelModel = {
    ...model,
    subsets,
    valueSize: model.alphabetSize,
    valuesGiven: given,
    rectifies: model.family === "full",
    readsOwn: model.family === "full",
  };
  if (subsets.length === own.length) {
    return { model: kernelModel, spread: (weights) => weights, gather: (subsetGradients) => subsetGradients };
  }
  const names = subsets.map((subset) => subset.join());
  const places = own.map((subset) => names.indexOf(subset.join()));
  return {
    model: kernelModel,
    spread(subsetWeights) {
      const all = new Float64Array(subsets.length);
      places.forEach((place, index) => (all[place] = subsetWeights[index]));
      return all;
    },
    gather: (subsetGradients) => Float64Array.from(places, (place) => subsetGradients[place]),
  };
}

/** Lanes of a vector. */
const lanes = 4;

/** ⟨u, u′⟩ = Σ over four lanes, each with the weight 1/4 of components twice as large. */
function laneView(model: WindowedModel): KernelView {
  const { size } = valueShape(model);
  const kernelModel: KernelModel = {
    ...model,
    heads: lanes,
    subsets: headSubsets(lanes, 1, false),
    valueSize: Math.ceil(size / lanes),
    valuesGiven: true,
    rectifies: false,
    readsOwn: false,
  };
  return {
    model: kernelModel,
    spread: () => new Float64Array(lanes).fill(1 / lanes),
    // Nothing weighs a single vector.
    gather: () => new Float64Array(1),
  };
}

function completed(heads: number, subsets: Transformer["subsets"]): Transformer["subsets"] {
  const largest = Math.max(...subsets.map((subset) => subset.length));
  return heads === 3 && largest === 2
    ? headSubsets(heads, largest, subsets[0].length === 0)
    : withBeginnings(subsets);
}
