/**
 * A feature map that is fitted: of any symmetric g, by what it says of pairs of sampled windows. The paper's expansion
 * g(u, v) = Σ_r λ_r φ_r(u) φ_r(v) with falling |λ_r| (arXiv 2410.11474 §4), its functions and values taken from the
 * matrix G of g at P windows (Nyström): of all maps of R features the one that leaves the least squared error on G.
 */
import type { FeatureMap } from "./features";
import type { Similarity } from "./similarity";
import { symmetricEigen } from "./symmetricEigen";

/** Eigenvalues below this share of the largest are rounding, and what is divided by them would be noise. */
const least = 1e-12;

/**
 * φ_r(u) = Σ_j V_rj g(u, w_j)/√|λ_r|: a hidden layer of P units, unit j of which computes g(·, w_j), and R outputs.
 * @param windows w_j, [P, size] @param features R at most; fewer where G has no more
 */
export function lowRankFeatures(
  similarity: Similarity,
  windows: Float64Array,
  size: number,
  features: number,
): FeatureMap {
  const units = windows.length / size;
  const { values, vectors } = symmetricEigen(gramMatrix(similarity, windows, size), units);
  const usable = values.findLastIndex((value) => Math.abs(value) > least * Math.abs(values[0])) + 1;
  const count = Math.min(features, usable);
  const outputs = vectors.slice(0, count * units);
  for (let r = 0; r < count; r++) {
    const factor = 1 / Math.sqrt(Math.abs(values[r]));
    for (let j = 0; j < units; j++) outputs[r * units + j] *= factor;
  }
  const hidden = new Float64Array(units);
  return {
    kind: "low-rank",
    count,
    signs: Float64Array.from(values.subarray(0, count), Math.sign),
    ends: Array.from({ length: count + 1 }, (_, r) => r),
    write(keys, at, into, to) {
      for (let j = 0; j < units; j++) hidden[j] = similarity(keys, at, windows, j * size);
      for (let r = 0; r < count; r++) {
        let sum = 0;
        for (let j = 0; j < units; j++) sum += outputs[r * units + j] * hidden[j];
        into[to + r] = sum;
      }
    },
  };
}

function gramMatrix(similarity: Similarity, windows: Float64Array, size: number): Float64Array {
  const units = windows.length / size;
  return Float64Array.from({ length: units * units }, (_, index) =>
    similarity(windows, Math.floor(index / units) * size, windows, (index % units) * size),
  );
}
