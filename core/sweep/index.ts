/** The face of core/sweep: many runs of one experiment, on this machine or another, and the table of what came out. */
export type { Member, MeasureValue, MemberResult, MemberValue, SweepPlan } from "./plan";
export {
  attemptsFile,
  memberDirectory,
  memberName,
  resultFile,
  sweepPaths,
  type SweepPaths,
} from "./sweepPaths";
export { planText } from "./planFile";
export { SweepError } from "./sweepError";
export {
  createSweep,
  forgetMember,
  isSweep,
  openSweep,
  readPlan,
  readResults,
  writeResult,
  type Sweep,
} from "./sweepFolder";
export { attemptsOf, trainMember, type MemberOptions } from "./trainMember";
export { measuresOf, sweepMeasures, type MeasureName, type Measures, type SweepMeasure } from "./measures";
export { missingPlateauLawOf, plateauLawOf, plateauTheoryLawOf } from "./mixedMeasures";
export {
  parseSweep,
  planSweep,
  type SweepFile,
  type SweepParseOptions,
  type SweepParseResult,
} from "./parseSweep";
export { type SweepInput, type SweepSource } from "./schema";
export { sweepJsonSchema } from "./editorSchema";
export { runSweep, type SweepEvent, type SweepOptions, type SweepOutcome } from "./runSweep";
export type { MemberProgress } from "./messages";
export { serveSweep } from "./worker";
export { resultsTable, type Cell, type Column, type ResultsTable } from "./table";
export { csvOf, parquetOf } from "./tableFiles";
export { writeTable } from "./writeTable";
export {
  requireSlurm,
  slurmJobsOf,
  sweepOnSlurm,
  writeSlurmScripts,
  type QueueView,
  type SlurmOptions,
  type SlurmOutcome,
  type SlurmRequest,
  type SlurmSweepEvent,
  type SlurmSweepOptions,
} from "./slurm";
export { listSweep, listSweeps, type SweepCounts, type SweepListing } from "./listSweeps";
export { sweepPresets, sweepPresetText, type SweepPreset } from "./presets";
