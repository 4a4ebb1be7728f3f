/** The face of core/sweep/slurm: a sweep's members as job arrays on a cluster. */
export {
  slurmJobsOf,
  sweepOnSlurm,
  writeSlurmScripts,
  type SlurmOutcome,
  type SlurmRequest,
  type SlurmSweepEvent,
  type SlurmSweepOptions,
} from "./onSlurm";
export { requireSlurm } from "./slurmPrograms";
export type { SlurmOptions } from "./options";
export type { QueueView } from "./steering";
