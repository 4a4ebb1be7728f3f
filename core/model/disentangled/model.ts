/**
 * The disentangled two-attention-layer transformer of arXiv 2409.10559 (spec/model.md §2), as plain data:
 * its shape and convention switches, resolved so that engines need no further defaults.
 */
import type { Transformer } from "../transformer";

export interface DisentangledModel extends Transformer {
  readonly family: "disentangled";
}

/** What the constructor of a model is told; everything else follows from it. */
export interface DisentangledShape {
  readonly alphabetSize: number;
  readonly heads: number;
  readonly window: number;
  readonly maxDegree: number;
  readonly includeEmptySubset: boolean;
  /** 𝒮 where it is not all that `maxDegree` allows; heads counted from 1, as in experiment files. */
  readonly subsets?: null | readonly (readonly number[])[];
  /** `null`: every lag allowed; `"authors"`: head h sees lags h..h+H−1; or [H][M] booleans. */
  readonly lagMask: null | "authors" | readonly (readonly boolean[])[];
  readonly normalizeValues: "none" | "l2";
  readonly boundary: "skip" | "truncate";
  readonly loss: "log" | "softmax";
  readonly epsilon: number;
}

export function disentangledModel(shape: DisentangledShape): DisentangledModel {
  const { alphabetSize, heads, window, normalizeValues, boundary, loss, epsilon } = shape;
  return {
    family: "disentangled",
    alphabetSize,
    heads,
    window,
    subsets: shape.subsets
      ? ordered(shape.subsets.map((subset) => subset.map((head) => head - 1)))
      : headSubsets(heads, shape.maxDegree, shape.includeEmptySubset),
    lagMask: resolveLagMask(shape.lagMask, heads, window),
    normalizeValues,
    boundary,
    loss,
    epsilon,
  };
}

/** All S ⊆ {0..H−1} with |S| ≤ D, by size, then lexicographically; the empty set first if asked for. */
export function headSubsets(heads: number, maxDegree: number, includeEmpty: boolean): number[][] {
  const ofSize = (size: number, from: number): number[][] =>
    size === 0
      ? [[]]
      : Array.from({ length: heads - from }, (_, i) => from + i).flatMap((head) =>
          ofSize(size - 1, head + 1).map((rest) => [head, ...rest]),
        );
  const subsets = includeEmpty ? [[]] : [];
  return Array.from({ length: maxDegree }, (_, i) => i + 1).reduce<number[][]>(
    (all, size) => all.concat(ofSize(size, 0)),
    subsets,
  );
}

/**
 * The same subsets and all that begin them (S without its last head, and so on), in the order of `headSubsets`; the
 * empty one only where it is among them. So products over S can be built from products over what S begins with.
 */
export function withBeginnings(subsets: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const all = new Map(subsets.map((subset) => [subset.join(), subset]));
  for (const subset of subsets) {
    for (let size = 1; size < subset.length; size++) {
      const beginning = subset.slice(0, size);
      all.set(beginning.join(), beginning);
    }
  }
  return all.size === subsets.length ? subsets : ordered(Array.from(all.values()));
}

/** By size, then lexicographically. */
function ordered(subsets: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return subsets.toSorted((one, other) => {
    const differing = one.findIndex((head, index) => head !== other[index]);
    return one.length - other.length || (differing < 0 ? 0 : one[differing] - other[differing]);
  });
}

function resolveLagMask(mask: DisentangledShape["lagMask"], heads: number, window: number): Uint8Array {
  return Uint8Array.from({ length: heads * window }, (_, index) => {
    const head = Math.floor(index / window);
    const lag = index % window;
    if (mask === null) return 1;
    return (mask === "authors" ? lag >= head && lag < head + heads : mask[head][lag]) ? 1 : 0;
  });
}
