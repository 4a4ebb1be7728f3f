/** The face of core/protocol: what worker, extension host and panel say to each other. Runs in a browser. */
export { isFromPanel, isToPanel } from "./check";
export { isFromSweepPanel, isToSweepPanel } from "./checkSweep";
export { incoming, outgoing } from "./crossing";
export { engineFacts, type EngineFacts } from "./engineFacts";
export {
  RecordingLog,
  emptyRecording,
  mergeRecordings,
  recordingOf,
  type MetricColumns,
  type Recording,
  type SnapshotColumns,
} from "./recording";
export { packReport, unpackReport, type HeldSequences, type ReportContents } from "./report";
export type { Frame, FromWorker, Pace, RunningState, ToWorker, WorkerTask } from "./worker";
export type {
  FromPanel,
  Notice,
  PanelAction,
  PanelContent,
  PanelEdit,
  PanelRun,
  RunFacts,
  RunFactsState,
  SequenceAnswer,
  SequencePlace,
  SequenceSet,
  ToPanel,
} from "./panel";
export type {
  AblationStudy,
  AblationVariant,
  Diagnosis,
  EvaluationCell,
  EvaluationStudy,
  Finding,
  KnockOut,
  MechanismKind,
  MechanismScore,
  MechanismStudy,
  PredictorScore,
  Studies,
  TheoryStudy,
  TransitionStudy,
} from "../studies";
export type {
  FromSweepPanel,
  SweepAction,
  SweepContent,
  SweepMeasureWords,
  SweepMember,
  SweepMemberState,
  SweepStanding,
  SweepState,
  ToSweepPanel,
} from "./sweep";
export type { MeasureValue, MemberValue } from "../sweep";
