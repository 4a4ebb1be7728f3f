/**
 * The face of core/theory: what the papers' theory says of a data law, and predictors to hold models against. Runs in a
 * browser; draws of the prior come from the caller.
 */
export { contextsOf, mostContexts, withoutZeros, type Contexts } from "./contexts";
export {
  entropyRate,
  stationaryLaw,
  tokenLaw,
  type StationaryLaw,
  type StationaryOptions,
} from "./stationary";
export { planInformations, type InformationPlan, type Informations } from "./informations";
export { lagSetName, lagSets, type LagSet } from "./lagSets";
export {
  selectParents,
  type ParentSelection,
  type SelectionPlan,
  type SetInformation,
} from "./parentSelection";
export { TheoryError, type TheoryFault } from "./theoryError";
export { estimateOf, halfWidth, RunningEstimate, studentQuantile, type Estimate } from "./estimate";
export {
  headKeys,
  inductionHead,
  inductionHeadOf,
  maximumLikelihood,
  oracle,
  uniform,
  type HeadKeys,
  type KeyRule,
  type Predictions,
  type TransitionRows,
} from "./predictors";
export { bayes, posteriorPredictive } from "./posterior";
export { bayesOfMixture, mostExactOfMixture } from "./mixturePosterior";
export { fitScale, largestScale } from "./fitScale";
export {
  referencesOfSequence,
  referencesOn,
  type ReaderRequest,
  type Reference,
  type ReferenceKind,
  type ReferenceRequest,
} from "./references";
export { comparePredictions, distancesOf, lossesOf, type Comparison, type LossRule } from "./scores";
export { fitExponents, type Exponent, type ExponentFit } from "./exponents";
export { bestOf, fitRates, type FitOptions, type RateFit, type RateFits } from "./rates";
export {
  lawKinds,
  lawLog,
  lawParameters,
  lawSymbols,
  lawValue,
  type Law,
  type LawKind,
  type LawParameter,
} from "./laws";
export { matchMoments, type MatchMoments, type MomentRequest } from "./matchMoments";
export { mixedDescent, plateauGrowth, type DescentRequest, type MixedDescent } from "./mixedDescent";
export { changepoints, type ChangepointOptions } from "./changepoints";
export { predictedSelection, type SelectionQuantities } from "./selectionTime";
