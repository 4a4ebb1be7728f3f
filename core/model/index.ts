/** The face of core/model: model families as plain data, their parameters, and their mathematics in float64. */
export {
  groupNames,
  groupOf,
  groupView,
  type GroupName,
  type ParameterGroup,
  type ParameterLayout,
} from "./parameters";
export {
  disentangledInitial,
  disentangledLayout,
  disentangledModel,
  headSubsets,
  withBeginnings,
  type DisentangledInitial,
  type DisentangledModel,
  type DisentangledShape,
} from "./disentangled/model";
export {
  coefficientNormOf,
  firstWindowLength,
  pullBack,
  subsetWeightsOf,
  weightsOf,
  wholeWindowAttention,
} from "./disentangled/weights";
export type { DisentangledWeights, WeightGradients } from "./disentangled/weights";
export {
  backwardSequence,
  classify,
  forwardSequence,
  sequenceLoss,
  type SequencePass,
} from "./disentangled/reference";
