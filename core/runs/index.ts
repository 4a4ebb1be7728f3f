/** The face of core/runs: run folders on disk, written by the training loop, read by everyone else. */
export { createRun, openRun, type NewRun, type Run } from "./runFolder";
export { RunWriter, type ManifestPatch } from "./runWriter";
export { listRun, listRuns, type RunListing } from "./listRuns";
export { declareFailed } from "./declareFailed";
export { moveEntry, moveRun, renameRun } from "./renameRun";
export { runDirectoryName, runPaths } from "./runPaths";
export { exportRun, type ExportFormat, type ExportReport } from "./exportRun";
export {
  describeRun,
  type RunDescription,
  type RunEdit,
  type RunManifest,
  type RunState,
  type RunStatus,
} from "./manifest";
export { type Metrics, type MetricsLine } from "./metrics";
export { parametersAt, type RecordedArray, type Snapshots } from "./snapshots";
export { type SnapshotArray, type SnapshotValues } from "./snapshotWriter";
export { type CheckpointEntry, type CheckpointOptions } from "./checkpoints";
export {
  decodeSafetensors,
  encodeSafetensors,
  SafetensorsError,
  type Safetensors,
  type Tensor,
  type TensorDtype,
  type Tensors,
} from "./safetensors";
export { makeFolder, writeAtomically } from "./atomic";
export { acquireLock, lockHolder, type RunLock } from "./lock";
export { jsonText, numberSchema } from "./json";
export { RunFolderError } from "./errors";
export { processState, thisProcess, type ProcessIdentity } from "./process";
