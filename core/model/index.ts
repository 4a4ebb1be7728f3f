/** The face of core/model: model families as plain data, their parameters, and their mathematics in float64. */
export {
  euclideanNorm,
  groupNames,
  groupOf,
  groupView,
  type GroupName,
  type ParameterGroup,
  type ParameterLayout,
} from "./parameters";
export {
  comparedSubsets,
  familyNames,
  firstKeyOf,
  firstWindowLength,
  hasSelector,
  headsOfLayer,
  valueShape,
  type AbsoluteModel,
  type DeepModel,
  type Family,
  type FullModel,
  type MlpModel,
  type Model,
  type Transformer,
  type WindowedModel,
} from "./transformer";
export {
  disentangledModel,
  headSubsets,
  withBeginnings,
  type DisentangledModel,
  type DisentangledShape,
} from "./disentangled/model";
export {
  defaultEmbeddingSize,
  defaultHiddenUnits,
  defaultLayers,
  modelOf,
  type ModelData,
  type ModelShape,
} from "./shape";
export { lengthEpsilon } from "./copier";
export { layoutOf } from "./layout";
export { defaultOutputValue, defaultQuery, initialOf, type InitialParameters } from "./initial";
export {
  coefficientNormOf,
  emptyGradients,
  pullBack,
  subsetWeightsOf,
  weightsOf,
  wholeWindowAttention,
  type Content,
  type WeightGradients,
  type Weights,
} from "./weights";
export { backwardSequence, classify, forwardSequence, sequenceLoss, type SequencePass } from "./pass";
export {
  addMixedGradient,
  fewestScalars,
  firstLayerCopies,
  firstLayerRow,
  mixedParameters,
  mixedPass,
  mixedTargetAttention,
  type MixedParameter,
  type MixedPass,
  type MixedTarget,
} from "./mixedTarget/pass";
export { mixedInitial, mixedLayout, type MixedInitial, type MixedModel } from "./mixedTarget/model";
export { copierAttention, looksAtItself, type CopierAttention } from "./attention";
export type { FullContent, TokenWindow } from "./full/content";
export { valuesOf, windowValue, windowValueBackward } from "./values";
