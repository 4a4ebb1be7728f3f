/** The face of the formulas: the lines of the paper behind numbers, with the numbers of the place put in. */
export type { Formula } from "./formula";
export { InductionNumber } from "./number";
export type { Workings } from "./workings";
export { lagAttentionFormula, valueFormula } from "./copierFormulas";
export {
  kernelFormula,
  similarityFormula,
  subsetKernelFormula,
  subsetWeightFormula,
  weightedKernelFormula,
} from "./selectorFormulas";
export {
  attentionFormula,
  lossFormula,
  predictionFormula,
  scaleFormula,
  votesFormula,
} from "./classifierFormulas";
export { selectionTimeFormula, type SelectionTime } from "./theoryFormulas";
export {
  copiedFormula,
  copierAttentionFormula,
  lazyAttentionFormula,
  matchFormula,
  richAttentionFormula,
  richBroughtFormula,
  wantedAttentionFormula,
} from "./mixedFormulas";
export {
  lazyOutputFormula,
  lazyWantedFormula,
  missedFormula,
  missedTogetherFormula,
  richOutputFormula,
  richWantedFormula,
} from "./mixedOutputFormulas";
export {
  goalFormula,
  matchScalarFormula,
  parameterFormula,
  phaseEndFormula,
  phaseNumerals,
  plateauFormula,
  unexplainedFormula,
  type EndingPhase,
  type Unexplained,
} from "./mixedRunFormulas";
export {
  clockOf,
  doublingFormula,
  expectedEndFormula,
  expectedPlateauFormula,
  growthFormula,
  type Clock,
} from "./mixedTheoryFormulas";
