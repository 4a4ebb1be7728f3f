/** The face of core/diagnosis: what went wrong in a run, in words, with evidence and advice. */
export { diagnose } from "./diagnose";
export { diagnoseRun, diagnosisLines, diagnosisOf } from "./diagnoseRun";
export type { Evidence, HeldOut, RecordedState } from "./evidence";
