/**
 * Similarities g of two windows, by name: what an induction head goes by when it looks for places like the last one.
 * How a transformer computes them is features.ts and lowRank.ts.
 */
import type { HeadShape } from "./definition";

/** g(u, v) of the windows of (n − 1)·d numbers that begin at these places. Symmetric, all of them. */
export type Similarity = (one: Float64Array, oneAt: number, other: Float64Array, otherAt: number) => number;

/** Of general similarities; `dot`, Σ_i u_i·v_i, is that of IH_2 and IH_n. */
export const generalSimilarities = ["gaussian", "distance", "laplace", "product"] as const;
export type GeneralSimilarity = (typeof generalSimilarities)[number];
export type SimilarityName = "dot" | GeneralSimilarity;

/** As formulas, for people; the strength is w*². */
export const similarityFormulas: Readonly<Record<SimilarityName, string>> = {
  dot: "w*²·Σ_i u_i·v_i",
  gaussian: "w*²·exp(−‖u − v‖²/2)",
  distance: "−w*²·‖u − v‖²/2",
  laplace: "w*²·exp(−‖u − v‖)",
  product: "w*²·Π_i u_i·v_i",
};

/** @param strength w*² > 0, by which all of them are multiplied */
export function similarityOf(name: SimilarityName, strength: number, shape: HeadShape): Similarity {
  const { dimension } = shape;
  const size = (shape.order - 1) * dimension;
  switch (name) {
    case "dot":
      return (one, oneAt, other, otherAt) => strength * dot(one, oneAt, other, otherAt, size);
    case "gaussian":
      return (one, oneAt, other, otherAt) =>
        strength * Math.exp(-squaredDistance(one, oneAt, other, otherAt, size) / 2);
    case "distance":
      return (one, oneAt, other, otherAt) =>
        (-strength * squaredDistance(one, oneAt, other, otherAt, size)) / 2;
    case "laplace":
      return (one, oneAt, other, otherAt) =>
        strength * Math.exp(-Math.sqrt(squaredDistance(one, oneAt, other, otherAt, size)));
    case "product":
      return (one, oneAt, other, otherAt) => {
        let product = strength;
        for (let at = 0; at < size; at += dimension) {
          product *= dot(one, oneAt + at, other, otherAt + at, dimension);
        }
        return product;
      };
  }
}

/** Σ_i u_i v_i of `size` numbers from these places on. */
export function dot(
  one: Float64Array,
  oneAt: number,
  other: Float64Array,
  otherAt: number,
  size: number,
): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += one[oneAt + i] * other[otherAt + i];
  return sum;
}

function squaredDistance(
  one: Float64Array,
  oneAt: number,
  other: Float64Array,
  otherAt: number,
  size: number,
): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += (one[oneAt + i] - other[otherAt + i]) ** 2;
  return sum;
}
