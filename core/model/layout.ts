/** Where each family's parameters lie in the vector. Relative positions come first, the scale last, in all of them. */
import { parameterLayout, type GroupName, type ParameterLayout } from "./parameters";
import { mixedLayout, type MixedModel } from "./mixedTarget/model";
import type { Model } from "./transformer";

interface Group {
  readonly name: GroupName;
  readonly shape: readonly number[];
}

/**
 * `rpe` [H, M], `coefficients` [|𝒮|] and `scale` [] of the disentangled model; of the others also
 * full: `query`, `key`, `outputValue` [H, d, d], `normGain`, `normBias` [d];
 * mlp, with R = H·d and F hidden units: `normGain`, `normBias` [R], `hiddenWeights` [R, F], `hiddenBias` [F],
 *   `outputWeights` [F, R], `outputBias`, `finalGain`, `finalBias` [R], and no coefficients;
 * deep: rows of `rpe` are the heads of the first layer, then of the second, and so on;
 * absolute, with embeddings of E numbers: `positions` [L + 1, E], `query`, `key` [H, E, E] and no `rpe`;
 * mixed-target: six groups of one number each, in the order of `mixedParameters`.
 */
export function layoutOf(model: Model | MixedModel): ParameterLayout {
  if (model.family === "mixed-target") return mixedLayout;
  const before = known.get(model);
  if (before) return before;
  const layout = parameterLayout(groupsOf(model));
  known.set(model, layout);
  return layout;
}

/** Asked for at every step, and for every recorded one. */
const known = new WeakMap<Model, ParameterLayout>();

function groupsOf(model: Model): readonly Group[] {
  const { heads, window, alphabetSize: d, subsets } = model;
  const rpe: Group = { name: "rpe", shape: [heads, window] };
  const selector: Group = { name: "coefficients", shape: [subsets.length] };
  const scale: Group = { name: "scale", shape: [] };
  switch (model.family) {
    case "disentangled":
    case "deep":
      return [rpe, selector, scale];
    case "full":
      return [
        rpe,
        ...grouped(["query", "key", "outputValue"], [heads, d, d]),
        ...grouped(["normGain", "normBias"], [d]),
        selector,
        scale,
      ];
    case "mlp": {
      const [stream, hidden] = [heads * d, model.hiddenUnits];
      return [
        rpe,
        ...grouped(["normGain", "normBias"], [stream]),
        { name: "hiddenWeights", shape: [stream, hidden] },
        { name: "hiddenBias", shape: [hidden] },
        { name: "outputWeights", shape: [hidden, stream] },
        ...grouped(["outputBias", "finalGain", "finalBias"], [stream]),
        scale,
      ];
    }
    case "absolute": {
      const { positions, embeddingSize } = model;
      return [
        { name: "positions", shape: [positions, embeddingSize] },
        ...grouped(["query", "key"], [heads, embeddingSize, embeddingSize]),
        selector,
        scale,
      ];
    }
  }
}

function grouped(names: readonly GroupName[], shape: readonly number[]): Group[] {
  return names.map((name) => ({ name, shape }));
}
