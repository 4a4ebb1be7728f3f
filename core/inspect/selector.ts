/**
 * The selector made ready for millions of pairs of positions: k = Σ_S p_S K_S with one multiplication a subset, since
 * K_S is K of S without its last head times κ of that head. The plain sum is core/model's, one position at a time.
 */
import { comparedSubsets, valueShape, withBeginnings, type Model } from "../model";

/** Positions that are computed side by side: rows of κ and of k are as long as a multiple of it. */
export const abreast = 4;

/**
 * Overwrites k, [keys], of the positions `from` to before `to`, and up to three beside them.
 * @param similarities κ, [count, keys]
 */
export type Selector = (similarities: Float64Array, from: number, to: number, kernel: Float64Array) => void;

/** @param subsetWeights p_S, [|𝒮|] */
export function selectorOf(model: Model, subsetWeights: Float64Array): Selector {
  const own = comparedSubsets(model);
  const subsets = withBeginnings(own);
  const places = new Map(subsets.map((subset, place) => [subset.join(), place]));
  // Those that only begin others have no weight of their own.
  const weights = new Float64Array(subsets.length);
  own.forEach((subset, index) => (weights[places.get(subset.join()) ?? 0] = subsetWeights[index]));
  // Behind the subsets' products lie those of the empty set, which need not be one of them.
  const products = new Float64Array((subsets.length + 1) * abreast).fill(1);
  const rest = Int32Array.from(
    subsets,
    (subset) => abreast * (places.get(subset.slice(0, -1).join()) ?? subsets.length),
  );
  const last = Int32Array.from(subsets, (subset) => subset.at(-1) ?? -1);
  const count = subsets.length;
  return (similarities, from, to, kernel) => {
    const keys = kernel.length;
    for (let key = from - (from % abreast); key < to; key += abreast) {
      let k0 = 0;
      let k1 = 0;
      let k2 = 0;
      let k3 = 0;
      for (let place = 0, at = 0; place < count; place++, at += abreast) {
        const head = last[place];
        if (head >= 0) {
          const before = rest[place];
          const row = head * keys + key;
          products[at] = products[before] * similarities[row];
          products[at + 1] = products[before + 1] * similarities[row + 1];
          products[at + 2] = products[before + 2] * similarities[row + 2];
          products[at + 3] = products[before + 3] * similarities[row + 3];
        }
        const weight = weights[place];
        k0 += weight * products[at];
        k1 += weight * products[at + 1];
        k2 += weight * products[at + 2];
        k3 += weight * products[at + 3];
      }
      kernel[key] = k0;
      kernel[key + 1] = k1;
      kernel[key + 2] = k2;
      kernel[key + 3] = k3;
    }
  };
}

/**
 * Overwrites κ, [count, keys], of the rows `from` to before `to` of `values` with one of its rows, each in its own place.
 * @param values v, [rows, count, size] as `valueShape` says
 */
export function compareWith(
  model: Model,
  values: Float64Array,
  row: number,
  [from, to]: readonly [number, number],
  similarities: Float64Array,
): void {
  const { count, size } = valueShape(model);
  const keys = similarities.length / count;
  const rectifies = model.family === "full";
  for (let key = from; key < to; key++) {
    let query = row * count * size;
    let other = key * count * size;
    for (let vector = 0; vector < count; vector++) {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += values[query++] * values[other++];
      similarities[vector * keys + key] = rectifies && sum < 0 ? 0 : sum;
    }
  }
}
