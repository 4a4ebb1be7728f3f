/** The face of core/training: runs begun, continued and watched. */
export { startRun, type RunOptions, type StartOptions } from "./start";
export { resumeRun, type ResumeOptions } from "./resume";
export type { TrainingRun } from "./trainingRun";
export type {
  Failure,
  Losses,
  MeasuredEvent,
  Outcome,
  ProgressEvent,
  RecordedEvent,
  StageEvent,
  StartedEvent,
  TrainingEvent,
  TrainingState,
} from "./events";
export { RestartNeeded, RunSetupError } from "./setupError";
export {
  modelTrained,
  prepareProblem,
  withAbsolutePaths,
  type TokenProblem,
  type TrainingProblem,
} from "./problem";
export { fromSafetensors } from "./checkpoint";
export { lawOf } from "./loadData";
export { scalarsAt, sequenceAt, type DataPlace, type ScalarsOfData, type SequenceOfData } from "./sequenceAt";
