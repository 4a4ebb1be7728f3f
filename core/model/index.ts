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
  type DisentangledInitial,
  type DisentangledModel,
  type DisentangledShape,
} from "./disentangled/model";
export { firstWindowLength, pullBack, weightsOf } from "./disentangled/weights";
export type { DisentangledWeights, WeightGradients } from "./disentangled/weights";
export { backwardSequence, classify, forwardSequence, type SequencePass } from "./disentangled/reference";
