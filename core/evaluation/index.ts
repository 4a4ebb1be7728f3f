/** The face of core/evaluation: trained models held against other data, and against those who learn nothing. */
export { evaluateRun, type Evaluation, type EvaluationPlan } from "./evaluate";
