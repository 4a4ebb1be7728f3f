/** The face of core/training: runs begun, continued and watched. */
export { startRun, type RunOptions, type StartOptions } from "./start";
export { resumeRun, type ResumeOptions } from "./resume";
export type { TrainingRun } from "./trainingRun";
export type {
  Failure,
  Losses,
  Outcome,
  ProgressEvent,
  RecordedEvent,
  StageEvent,
  StartedEvent,
  TrainingEvent,
} from "./events";
export { RunSetupError } from "./setupError";
export { prepareProblem, withAbsolutePaths, type TrainingProblem } from "./problem";
