/**
 * A run as a folder: making one and reading one. `run.json` appears last and is what makes a folder a run;
 * each part of a run is read by itself, so that a damaged one is named and the others still serve.
 */
import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { makeFolder, writeAtomically } from "./atomic";
import { listCheckpoints, readCheckpoint, type CheckpointEntry } from "./checkpoints";
import { errorCode, errorMessage, fileWork, notARun, RunFolderError } from "./errors";
import { acquireLock, type RunLock } from "./lock";
import { arraysOf, manifestFormat, readManifest, type RunManifest } from "./manifest";
import { MetricsWriter, readMetrics, type Metrics } from "./metrics";
import { thisProcess } from "./process";
import { runPaths, sourceFrom, type RunPaths } from "./runPaths";
import { RunWriter, writeConfig, writeManifest } from "./runWriter";
import type { Safetensors } from "./safetensors";
import { readSnapshots, type Snapshots } from "./snapshots";
import { SnapshotWriter, type SnapshotArray } from "./snapshotWriter";

export interface NewRun {
  /** The resolved experiment; any JSON. */
  readonly config: unknown;
  /** The file it was read from, if it was. */
  readonly source?: string;
  readonly manifest: Pick<RunManifest, "name" | "program" | "seed" | "totalSteps" | "engine" | "layout"> &
    Partial<Pick<RunManifest, "stages">>;
  readonly snapshots: {
    /** Must have a scalar named `step`, by which resuming finds its place. */
    readonly arrays: readonly SnapshotArray[];
    /** For whoever opens the Zarr group. */
    readonly attributes?: Readonly<Record<string, unknown>>;
  };
}

/**
 * Makes `directory`, with its parents, a new run in status "running" that this process writes.
 * @throws RunFolderError when it holds something already (which is left untouched) or cannot be written
 * @throws RangeError when the snapshot arrays make no sense
 */
export async function createRun(directory: string, run: NewRun): Promise<RunWriter> {
  if (!run.snapshots.arrays.some(({ name, shape }) => name === "step" && shape.length === 0)) {
    throw new RangeError('a run needs a scalar snapshot array named "step"');
  }
  await refuseOccupied(directory);
  await makeFolder(directory);
  const paths = runPaths(directory);
  const lock = await acquireLock(paths.lock);
  try {
    return await prepare(paths, lock, run);
  } catch (error) {
    // All of it is from this call: the folder was empty, and the lock was ours.
    await rm(directory, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

/** The reading side of a run; safe while it is being written. */
export interface Run {
  readonly directory: string;
  /** Null when `run.json` is damaged. */
  readonly manifest: RunManifest | null;
  /** The resolved experiment, null when `config.json` is damaged. */
  readonly config: unknown;
  /** What of these two cannot be read, in words; the parts below bring their own. */
  readonly problems: readonly string[];
  metrics(): Promise<Metrics>;
  snapshots(): Promise<Snapshots>;
  /** By step. @throws RunFolderError */
  checkpoints(): Promise<CheckpointEntry[]>;
  /** @throws RunFolderError when there is none of that step or it is damaged */
  readCheckpoint(step: number): Promise<Safetensors>;
}

/** @throws RunFolderError when `directory` is no run: it has no `run.json` */
export async function openRun(directory: string): Promise<Run> {
  const paths = runPaths(directory);
  const reading = await readManifest(paths.manifest);
  const manifest = reading.kind === "manifest" ? reading.manifest : null;
  if (reading.kind === "absent") throw notARun(directory);
  const problems = reading.kind === "damaged" ? [reading.problem] : [];
  const config = manifest?.pendingConfig ?? (await readConfig(paths.config, problems));
  return {
    directory,
    manifest,
    config,
    problems,
    metrics: () => readMetrics(paths.metrics),
    snapshots: () => readSnapshots(paths.snapshots, manifest ? arraysOf(manifest) : []),
    checkpoints: () => listCheckpoints(paths.checkpoints),
    readCheckpoint: (step) => readCheckpointOf(paths, step),
  };
}

async function refuseOccupied(directory: string): Promise<void> {
  await fileWork("use", directory, async () => {
    try {
      if ((await readdir(directory)).length === 0) return;
    } catch (error) {
      if (errorCode(error) === "ENOENT") return;
      throw error;
    }
    throw new RunFolderError(
      directory,
      `${directory} is not empty: a new run needs a folder of its own. Choose another name or empty it yourself.`,
    );
  });
}

async function prepare(paths: RunPaths, lock: RunLock, run: NewRun): Promise<RunWriter> {
  await writeConfig(paths, run.config);
  await writeAtomically(paths.metrics, "");
  await makeFolder(paths.checkpoints);
  const { arrays, attributes = {} } = run.snapshots;
  const snapshots = await SnapshotWriter.create(paths.snapshots, arrays, attributes);
  const metrics = await MetricsWriter.open(paths.metrics);
  const manifest = newManifest(paths, run);
  await writeManifest(paths, manifest);
  return new RunWriter({ paths, lock, manifest, metrics, snapshots });
}

function newManifest({ directory }: RunPaths, run: NewRun): RunManifest {
  const now = new Date().toISOString();
  return {
    format: manifestFormat,
    id: path.basename(path.resolve(directory)),
    status: "running",
    createdAt: now,
    updatedAt: now,
    node: process.version,
    step: 0,
    timings: { trainingSeconds: 0, recordingSeconds: 0, stepsPerSecond: 0 },
    process: thisProcess(),
    stages: [],
    ...run.manifest,
    ...(run.source !== undefined && { source: sourceFrom(directory, run.source) }),
  };
}

async function readConfig(file: string, problems: string[]): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    problems.push(`config.json cannot be read: ${errorMessage(error)}`);
    return null;
  }
}

async function readCheckpointOf(paths: RunPaths, step: number): Promise<Safetensors> {
  const entries = await listCheckpoints(paths.checkpoints);
  const entry = entries.find((candidate) => candidate.step === step);
  if (entry) return readCheckpoint(entry.path);
  const steps = entries.map((candidate) => candidate.step).join(", ") || "none";
  throw new RunFolderError(
    paths.checkpoints,
    `${paths.directory} has no checkpoint of step ${step}; there are: ${steps}`,
  );
}
