/** From what is asked for to the definition and the circuit that is built for it, on vectors of normal numbers. */
import type { Circuit } from "./circuit";
import { refuseShape, type Definition, type HeadShape } from "./definition";
import { gaussianFeatureCount, identityFeatures, polynomialFeatures, type FeatureMap } from "./features";
import { lowRankFeatures } from "./lowRank";
import { similarityOf, type GeneralSimilarity, type Similarity } from "./similarity";

/** IH_2, IH_n and GIH_n of arXiv 2410.11474 §4. */
export const constructionKinds = ["ih2", "ihn", "gihn"] as const;
export type ConstructionKind = (typeof constructionKinds)[number];

/** How the feed-forward network of a GIH_n comes about. */
export const featureMaps = ["low-rank", "polynomial"] as const;
export type FeatureMapName = (typeof featureMaps)[number];

export interface ConstructionRequest {
  readonly kind: ConstructionKind;
  /** n is 2 for `ih2`. */
  readonly shape: HeadShape;
  /** H, 1 … n − 1. */
  readonly heads: number;
  /** p ≥ 0, of layer 1. */
  readonly sharpness: number;
  /** w*² > 0, of layer 2. */
  readonly strength: number;
  /** The following are of `gihn`. */
  readonly similarity: GeneralSimilarity;
  readonly map: FeatureMapName;
  /** R at most; of `polynomial` as many whole degrees as fit. */
  readonly features: number;
}

export interface Construction {
  readonly request: ConstructionRequest;
  readonly definition: Definition;
  readonly circuit: Circuit;
}

/**
 * @param windows that a low rank is fitted to, [P, (n − 1)·d]
 * @throws RangeError for what cannot be built, with what can
 */
export function construct(request: ConstructionRequest, windows: Float64Array): Construction {
  refuseRequest(request);
  const { kind, shape, strength, heads, sharpness } = request;
  const name = kind === "gihn" ? request.similarity : "dot";
  const similarity = similarityOf(name, strength, shape);
  const features =
    kind === "gihn" ? networkOf(request, similarity, windows) : identityFeatures(shape, strength);
  return {
    request,
    definition: { shape, similarity },
    circuit: { copiers: { heads, sharpness }, features },
  };
}

function networkOf(request: ConstructionRequest, similarity: Similarity, windows: Float64Array): FeatureMap {
  const { map, shape, similarity: name, strength, features } = request;
  if (map === "polynomial") return polynomialFeatures(name, fittingDegree(request), shape, strength);
  return lowRankFeatures(similarity, windows, (shape.order - 1) * shape.dimension, features);
}

/** The highest degree whose features are at most as many as allowed. */
function fittingDegree({ similarity, shape, features }: ConstructionRequest): number {
  const tokens = shape.order - 1;
  const size = tokens * shape.dimension;
  switch (similarity) {
    case "gaussian": {
      let degree = 0;
      while (gaussianFeatureCount(size, degree + 1) <= features) degree++;
      return degree;
    }
    case "distance":
      return features >= size + 2 ? 2 : features >= size ? 1 : 0;
    case "product":
    case "laplace":
      return features >= shape.dimension ** tokens ? tokens : 0;
  }
}

/** @throws RangeError as `construct` does; by itself before anything is drawn */
export function refuseRequest(request: ConstructionRequest): void {
  const { kind, shape, heads, sharpness, strength, features } = request;
  refuseShape(shape);
  const { order } = shape;
  if (kind === "ih2" && order !== 2) throw new RangeError(`IH_2 has n = 2, not ${order}: use ihn for more`);
  if (!Number.isInteger(heads) || heads < 1 || heads > order - 1) {
    throw new RangeError(
      `with n = ${order} there ${order === 2 ? "is 1 lag" : `are ${order - 1} lags`} to copy, one head each: ` +
        `heads can be ${order === 2 ? "1" : `1 to ${order - 1}`}, not ${heads}`,
    );
  }
  if (!(sharpness >= 0)) throw new RangeError(`the sharpness p must be at least 0, not ${sharpness}`);
  if (!(strength > 0 && strength < Infinity)) {
    throw new RangeError(`the match w*² must be a number above 0, not ${strength}`);
  }
  if (!Number.isInteger(features) || features < 1) {
    throw new RangeError(`features must be a whole number of at least 1, not ${features}`);
  }
}
