/**
 * The training loop's end of a run folder. Adding only copies into memory, in microseconds; everything that
 * touches a file is asynchronous and done one after the other, in the order it was asked for.
 */
import { writeAtomically } from "./atomic";
import {
  encodeCheckpoint,
  removeCheckpointsAfter,
  writeCheckpoint,
  type CheckpointOptions,
} from "./checkpoints";
import { RunFolderError } from "./errors";
import { jsonText } from "./json";
import { acquireLock, type RunLock } from "./lock";
import { arraysOf, readManifest, type RunEdit, type RunManifest } from "./manifest";
import { MetricsWriter, truncateMetricsAfter, type MetricsLine } from "./metrics";
import { thisProcess } from "./process";
import { runPaths, type RunPaths } from "./runPaths";
import type { Tensors } from "./safetensors";
import { readSnapshots } from "./snapshots";
import { SnapshotWriter, type SnapshotValues } from "./snapshotWriter";

/** What the training loop may change in `run.json`. */
export type ManifestPatch = Partial<
  Omit<
    RunManifest,
    "format" | "id" | "createdAt" | "updatedAt" | "process" | "source" | "edits" | "pendingConfig"
  >
>;

export interface RunWriterParts {
  readonly paths: RunPaths;
  readonly lock: RunLock;
  readonly manifest: RunManifest;
  readonly metrics: MetricsWriter;
  readonly snapshots: SnapshotWriter;
}

/** Made by `createRun` and `RunWriter.resume`; holds the folder's lock until `close`. */
export class RunWriter {
  readonly directory: string;
  #manifest: RunManifest;
  #work: Promise<unknown> = Promise.resolve();
  #closed: Promise<void> | undefined;

  constructor(private readonly parts: RunWriterParts) {
    this.directory = parts.paths.directory;
    this.#manifest = parts.manifest;
  }

  /**
   * Continues the run in `directory` as it stood at `step`: later metrics, snapshots and checkpoints are removed,
   * the manifest says "running" again. Which checkpoint to load is the caller's choice. The configuration stays the
   * newest one: what was edited later holds from `step` on and is noted there.
   * @throws RunFolderError when another writer holds the run or what it must continue is damaged
   */
  static async resume(directory: string, step: number): Promise<RunWriter> {
    const paths = runPaths(directory);
    const lock = await acquireLock(paths.lock);
    try {
      const old = await manifestToResume(paths);
      if (old.pendingConfig !== undefined) await writeConfig(paths, old.pendingConfig);
      const snapshots = await resumeSnapshots(paths, arraysOf(old), step);
      await truncateMetricsAfter(paths.metrics, step);
      await removeCheckpointsAfter(paths.checkpoints, step);
      const metrics = await MetricsWriter.open(paths.metrics);
      const manifest = resumedManifest(old, step);
      await writeManifest(paths, manifest);
      return new RunWriter({ paths, lock, manifest, metrics, snapshots });
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** As last written or being written. */
  get manifest(): RunManifest {
    return this.#manifest;
  }

  /** Into memory. */
  addMetrics(line: MetricsLine): void {
    this.parts.metrics.add(line);
  }

  /** Into memory: one row of every snapshot array. @throws RangeError when names or sizes do not fit */
  addSnapshot(values: SnapshotValues): void {
    this.parts.snapshots.append(values);
  }

  /**
   * Puts on disk what was added before the call.
   * @throws RunFolderError; nothing added is lost, the next flush tries again
   */
  flush(): Promise<void> {
    return this.inTurn(async () => {
      await this.parts.snapshots.flush();
      await this.parts.metrics.flush();
    });
  }

  /**
   * Writes the checkpoint of `step` and prunes: permanent ones and the newest three stay. The tensors are copied
   * before this returns and may change while the file is written.
   * @throws RunFolderError
   * @throws RangeError when a tensor's shape does not fit
   */
  async writeCheckpoint(step: number, tensors: Tensors, options: CheckpointOptions = {}): Promise<void> {
    const bytes = encodeCheckpoint(step, tensors, options);
    await this.inTurn(() => writeCheckpoint(this.parts.paths.checkpoints, step, bytes));
  }

  /** Replaces fields of `run.json`. @throws RunFolderError */
  updateManifest(patch: ManifestPatch): Promise<void> {
    const manifest = { ...this.#manifest, ...patch, updatedAt: new Date().toISOString() };
    this.#manifest = manifest;
    return this.inTurn(() => writeManifest(this.parts.paths, manifest));
  }

  /**
   * Puts another configuration in force, and fields of `run.json` that belong to it. That is two files, and whoever
   * resumes after a crash must find both old or both new: the total of steps in one only makes sense with the stages
   * in the other. So `run.json` comes first and carries the configuration until it is in its own file; readers prefer
   * what it carries. Before its renaming the edit has not happened, after it has, wholly.
   * @throws RunFolderError
   */
  async edit(edit: RunEdit, config: unknown, patch: ManifestPatch): Promise<void> {
    const before = this.#manifest;
    this.#manifest = { ...before, edits: [...(before.edits ?? []), edit], pendingConfig: config };
    await this.updateManifest(patch).catch((error: unknown) => {
      this.#manifest = before;
      throw error;
    });
    await this.inTurn(() => writeConfig(this.parts.paths, config));
    const { pendingConfig: _, ...manifest } = this.#manifest;
    this.#manifest = manifest;
    await this.updateManifest({});
  }

  /**
   * Flushes, takes this process out of the manifest and gives up the lock, also when a write fails.
   * The status stays as it was set; one that is left at "running" will read as interrupted. The writer is then of no use.
   * @throws RunFolderError
   */
  close(): Promise<void> {
    return (this.#closed ??= this.finish());
  }

  private async finish(): Promise<void> {
    try {
      await this.flush();
    } finally {
      const { process: _writer, ...manifest } = this.#manifest;
      this.#manifest = manifest;
      await this.updateManifest({}).finally(() => this.parts.lock.release());
    }
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => undefined);
    return done;
  }
}

/** Also how `createRun` makes a folder a run. @throws RunFolderError */
export async function writeManifest(paths: RunPaths, manifest: RunManifest): Promise<void> {
  await writeAtomically(paths.manifest, `${jsonText(manifest, 2)}\n`);
}

export async function writeConfig(paths: RunPaths, config: unknown): Promise<void> {
  await writeAtomically(paths.config, `${jsonText(config, 2)}\n`);
}

async function manifestToResume({ manifest: path, directory }: RunPaths): Promise<RunManifest> {
  const reading = await readManifest(path);
  if (reading.kind === "manifest") return reading.manifest;
  const reason = reading.kind === "absent" ? "it has no run.json" : reading.problem;
  throw new RunFolderError(path, `Cannot resume the run in ${directory}: ${reason}`);
}

async function resumeSnapshots(
  { snapshots: path }: RunPaths,
  expected: readonly string[],
  step: number,
): Promise<SnapshotWriter> {
  const recorded = await readSnapshots(path, expected);
  const steps = recorded.arrays.get("step");
  if (!steps || recorded.unreadable.length > 0) {
    throw new RunFolderError(path, `Cannot resume the recording in ${path}: ${recorded.problems.join("; ")}`);
  }
  // A damaged step reads as NaN: what comes after it has no place any more.
  const firstLater = steps.data.findIndex((recordedStep) => !(recordedStep <= step));
  return SnapshotWriter.resume(path, recorded, firstLater === -1 ? recorded.length : firstLater);
}

function resumedManifest(
  { failure: _failure, pendingConfig: _config, ...manifest }: RunManifest,
  step: number,
): RunManifest {
  return {
    ...manifest,
    status: "running",
    step: Math.max(0, step),
    updatedAt: new Date().toISOString(),
    node: process.version,
    process: thisProcess(),
    stages: manifest.stages.filter((stage) => stage.fromStep <= step),
    ...(manifest.edits && {
      edits: manifest.edits.map((edit) => ({ ...edit, step: Math.min(edit.step, Math.max(0, step)) })),
    }),
  };
}
