/** The face of core/inspect: what trained parameters say and do, as plain data. Runs in a browser. */
export { describeHeads, headName, headPlace, type HeadDescription, type HeadPlace } from "./heads";
export { describeSubsets, lagsOf, leadingSubset, type SubsetDescription } from "./subsets";
export { noInterventions, weightsUnder, type Interventions } from "./interventions";
export {
  broughtBy,
  copiedBy,
  knowsPlace,
  matchesAt,
  subsetKernels,
  traceAt,
  type Copied,
  type Trace,
} from "./trace";
export { firstLayerPattern, secondLayerPattern, type AttentionPattern } from "./patterns";
export { detectPhases, type Phase } from "./phases";
export { circuitMeasures, isMeasurable, type CircuitMeasures, type HeadMeasures } from "./measures";
export { windowSimilarity, type ComparedWindow, type WindowSimilarity } from "./windowSimilarity";
export { lawName, lawText, rateSentence, rSquaredText } from "./rateWords";
export { stageRates, type RateQuantity, type StageRate, type Verdict } from "./stageRates";
export { agreementOf, largestAt, type Agreement } from "./votes";
export {
  lettersInAlphabet,
  longestSequence,
  readTypedTokens,
  tokenName,
  type TypedTokens,
  type TypingProblem,
} from "./typedTokens";
export {
  endedPhase,
  learntBelow,
  mixedPhases,
  plateauKeeps,
  plateauLeftBelow,
  plateauStandsOut,
  type EndedPhase,
  type MixedCourse,
  type MixedPhase,
  type MixedPhaseName,
  type MixedPoint,
  type Moment,
  type NoPlateau,
  type NotBegun,
} from "./mixedPhases";
export { mixedCourse, type MixedLine, type MixedStage } from "./mixedCourse";
export { mixedPhaseSentences, mixedPhaseTitle, unlearntSentence } from "./mixedPhaseWords";
export {
  copierAttentionAt,
  mixedCircuit,
  mostAttended,
  type AttendedPlace,
  type MixedCircuit,
  type MixedEffective,
  type MixedPart,
} from "./mixedTrace";
export { mixedCircuitSentences } from "./mixedTraceWords";
export {
  fitPlateauLaw,
  missingPlateauLaw,
  plateauFactors,
  plateauLawSentences,
  plateauPointsOf,
  twoDigits,
  type PlateauExponent,
  type PlateauFactor,
  type PlateauLaw,
  type PlateauMember,
  type PlateauPoint,
} from "./mixedPlateauLaw";
