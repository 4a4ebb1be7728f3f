/** The face of core/evaluation: trained models held against other data, and against those who learn nothing. */
export { evaluateRun, type EvaluationPlan, type TellCell } from "./evaluate";
export { evaluateCell, type CellPlan } from "./cell";
export type { EvaluationGrid } from "./grid";
export { modelPredictions } from "./predictions";
export { sideBySide, type Distance, type SideBySide, type Standing } from "./sideBySide";
export { experimentOf, ofTokens, openTrained, type TrainedModel } from "./trained";
export { mechanismStudyOf } from "./mechanisms";
export {
  mixedExperimentOf,
  transitionStudyOf,
  transitionStudyOfRun,
  type MixedRecord,
  type TransitionOptions,
} from "./transition";
export { theoryCost } from "./theoryCost";
export { mostMeasured, quickTheoryOf, selectionOf, theoryStudyOf, type TheoryOptions } from "./theoryStudy";
