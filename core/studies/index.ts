/** The face of core/studies: what was found out about a run beyond its training, as plain data in the run's folder. */
export {
  noStudies,
  readDiagnosis,
  readStudies,
  studiesSchema,
  writeStudy,
  type Studies,
  type StudyKind,
} from "./folder";
export type { AblationStudy, AblationVariant, KnockOut } from "./ablation";
export type { Diagnosis, Finding } from "./diagnosis";
export type { EvaluationCell, EvaluationStudy, PredictorScore } from "./evaluation";
export type { MechanismKind, MechanismScore, MechanismStudy } from "./mechanisms";
export type { TheoryStudy } from "./theory";
export { expectedPlateau, type TransitionStudy } from "./transition";
