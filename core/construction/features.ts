/**
 * The feed-forward network by construction: a map φ of windows into R features, such that layer 2, which can only take
 * products, compares windows by g(u, v) ≈ Σ_r ±φ_r(u) φ_r(v). Here the maps that can be written down; the one that is
 * fitted to samples of g is lowRank.ts.
 */
import type { HeadShape } from "./definition";
import type { GeneralSimilarity } from "./similarity";

export interface FeatureMap {
  /** `identity`: no network is needed, products of windows are what is wanted. */
  readonly kind: "identity" | "polynomial" | "low-rank";
  /** R. */
  readonly count: number;
  /** [R], 1 or −1: what layer 2 multiplies the products by; −1 only where g is no positive kernel. */
  readonly signs: Float64Array;
  /** Numbers of first features that make a map of their own, increasing; of `polynomial` whole degrees. */
  readonly ends: readonly number[];
  /** Writes the features of the window that begins at `at` to the places from `to` on. */
  readonly write: (windows: Float64Array, at: number, features: Float64Array, to: number) => void;
}

/** g = w²·Σ_i u_i·v_i: each number of a window times w. */
export function identityFeatures({ order, dimension }: HeadShape, strength: number): FeatureMap {
  const size = (order - 1) * dimension;
  const factor = Math.sqrt(strength);
  return {
    ...{ kind: "identity", count: size, signs: new Float64Array(size).fill(1), ends: [size] },
    write(windows, at, features, to) {
      for (let i = 0; i < size; i++) features[to + i] = factor * windows[at + i];
    },
  };
}

/** The highest degree whose features are counted and built. */
export const mostFeatures = 4096;

/**
 * Monomials up to a degree K, in windows of m = (n − 1)·d numbers, by degree:
 * - `gaussian`: e^{−‖u−v‖²/2} = e^{−‖u‖²/2} e^{−‖v‖²/2} Σ_k (u·v)^k/k!, cut after k = K: e^{−‖u‖²/2} u^α/√α! for
 *   |α| ≤ K, of which there are (m + K choose K); the error falls like (‖u‖‖v‖)^{K+1}/(K+1)!;
 * - `distance`: exact from K = 2 on, with the m numbers, and (‖u‖² ∓ 1)/2;
 * - `product`: exact from K = n − 1 on, with d^{n−1} products of one number of each token; nothing before.
 * @throws RangeError for `laplace`, which has no such series, and for more than 4,096 features
 */
export function polynomialFeatures(
  name: GeneralSimilarity,
  degree: number,
  shape: HeadShape,
  strength: number,
): FeatureMap {
  switch (name) {
    case "gaussian":
      return gaussianFeatures(degree, shape, strength);
    case "distance":
      return distanceFeatures(degree, shape, strength);
    case "product":
      return productFeatures(degree, shape, strength);
    case "laplace":
      throw new RangeError(
        "the laplace similarity is not smooth where windows are equal and has no polynomial features; fit it by low rank",
      );
  }
}

/** Features of the Gaussian up to a degree: (m + K choose K). */
export function gaussianFeatureCount(size: number, degree: number): number {
  return Array.from({ length: degree }, (_, i) => i + 1).reduce((count, k) => (count * (size + k)) / k, 1);
}

function gaussianFeatures(degree: number, { order, dimension }: HeadShape, strength: number): FeatureMap {
  const size = (order - 1) * dimension;
  const ends = Array.from({ length: degree + 1 }, (_, k) => gaussianFeatureCount(size, k));
  const count = ends[degree];
  refuseMany(count);
  const exponents = Uint16Array.from(
    Array.from({ length: degree + 1 }, (_, k) => exponentsOf(size, k)).flat(2),
  );
  const factors = Float64Array.from({ length: count }, (_, r) =>
    Math.sqrt(
      strength / exponents.subarray(r * size, (r + 1) * size).reduce((all, e) => all * factorial(e), 1),
    ),
  );
  const powers = new Float64Array(size * (degree + 1));
  return {
    ...{ kind: "polynomial", count, signs: new Float64Array(count).fill(1), ends },
    write(windows, at, features, to) {
      let squares = 0;
      for (let i = 0; i < size; i++) {
        const value = windows[at + i];
        squares += value * value;
        for (let k = 0, power = 1; k <= degree; k++, power *= value) powers[i * (degree + 1) + k] = power;
      }
      const envelope = Math.exp(-squares / 2);
      for (let r = 0; r < count; r++) {
        let product = envelope * factors[r];
        for (let i = 0; i < size; i++) product *= powers[i * (degree + 1) + exponents[r * size + i]];
        features[to + r] = product;
      }
    },
  };
}

/** −(a + b)/2 of a = ‖u‖², b = ‖v‖² is ((a − 1)(b − 1) − (a + 1)(b + 1))/4: one product added, one taken away. */
function distanceFeatures(degree: number, { order, dimension }: HeadShape, strength: number): FeatureMap {
  const size = (order - 1) * dimension;
  const factor = Math.sqrt(strength);
  const ends = [0, size, size + 2].slice(0, degree + 1);
  const count = ends[ends.length - 1];
  const signs = new Float64Array(count).fill(1);
  if (degree >= 2) signs[size + 1] = -1;
  return {
    ...{ kind: "polynomial", count, signs, ends },
    write(windows, at, features, to) {
      let squares = 0;
      for (let i = 0; i < size && i < count; i++) {
        features[to + i] = factor * windows[at + i];
        squares += windows[at + i] ** 2;
      }
      if (degree < 2) return;
      features[to + size] = (factor * (squares - 1)) / 2;
      features[to + size + 1] = (factor * (squares + 1)) / 2;
    },
  };
}

function productFeatures(degree: number, { order, dimension }: HeadShape, strength: number): FeatureMap {
  const tokens = order - 1;
  const all = dimension ** tokens;
  refuseMany(all);
  const ends = Array.from({ length: degree + 1 }, (_, k) => (k < tokens ? 0 : all));
  const count = ends[degree];
  return {
    ...{ kind: "polynomial", count, signs: new Float64Array(count).fill(1), ends },
    write(windows, at, features, to) {
      for (let r = 0; r < count; r++) {
        let product = Math.sqrt(strength);
        for (let token = 0, rest = r; token < tokens; token++, rest = Math.floor(rest / dimension)) {
          product *= windows[at + token * dimension + (rest % dimension)];
        }
        features[to + r] = product;
      }
    },
  };
}

/** All α of `size` whole numbers with |α| = `degree`. */
function exponentsOf(size: number, degree: number): number[][] {
  if (size === 1) return [[degree]];
  return Array.from({ length: degree + 1 }, (_, first) => degree - first).flatMap((first) =>
    exponentsOf(size - 1, degree - first).map((rest) => [first, ...rest]),
  );
}

function factorial(number: number): number {
  return number < 2 ? 1 : number * factorial(number - 1);
}

function refuseMany(count: number): void {
  if (count <= mostFeatures) return;
  throw new RangeError(
    `that takes ${count} features, and ${mostFeatures} are the most: use a lower degree, smaller windows or low rank`,
  );
}
