/** The face of core/construction: induction heads with weights built by hand, measured against their definitions. */
export {
  construct,
  constructionKinds,
  featureMaps,
  refuseRequest,
  type Construction,
  type ConstructionKind,
  type ConstructionRequest,
  type FeatureMapName,
} from "./construct";
export type { HeadShape } from "./definition";
export { generalSimilarities, similarityFormulas, type GeneralSimilarity } from "./similarity";
export { measureMixed, type MixedError } from "./mixedStart";
export { measureConstruction, type ConstructionError } from "./measure";
export { rolesOf, type Role } from "./roles";
export {
  featuresTable,
  headsTable,
  sharpnessTable,
  type FeaturesRow,
  type HeadsRow,
  type SharpnessRow,
} from "./tables";
export { drawMaterial, type Material } from "./vectors";
export { startingPoint, tokenFeatures, type StartingOptions, type StartingPoint } from "./startingPoint";
export { measureTokens, tokenCircuit, type TokenCircuit, type TokenError, type TokenHead } from "./tokens";
