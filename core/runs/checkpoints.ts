/**
 * `checkpoints/step-00000123.safetensors`: everything a run needs to continue from a step.
 * Which tensors that takes is the training loop's affair; this room names, lists and prunes the files.
 */
import { open, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { temporaryEnding, writeAtomically } from "./atomic";
import { errorCode, fileWork, RunFolderError } from "./errors";
import {
  decodeSafetensors,
  decodeSafetensorsHeader,
  encodeSafetensors,
  safetensorsDataOffset,
  SafetensorsError,
  type Safetensors,
  type Tensors,
} from "./safetensors";

export interface CheckpointEntry {
  readonly step: number;
  readonly path: string;
}

export interface CheckpointOptions {
  /** Kept in the file's `__metadata__`. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Never pruned: the end of a stage. */
  readonly permanent?: boolean;
}

/** How many of the newest checkpoints stay beside the permanent ones. */
export const newestKept = 3;

/** The checkpoints in `folder`, by step; none where there is no folder. @throws RunFolderError */
export async function listCheckpoints(folder: string): Promise<CheckpointEntry[]> {
  const entries = (await fileNames(folder)).flatMap((name) => {
    const step = /^step-(\d+)\.safetensors$/.exec(name);
    return step ? [{ step: Number(step[1]), path: path.join(folder, name) }] : [];
  });
  return entries.sort((a, b) => a.step - b.step);
}

/** @throws RunFolderError when the file is missing, unreadable or damaged */
export async function readCheckpoint(file: string): Promise<Safetensors> {
  const bytes = await fileWork("read", file, () => readFile(file));
  try {
    return decodeSafetensors(bytes);
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    const message = `The checkpoint ${file} is damaged: ${error.message}. Use an earlier checkpoint.`;
    throw new RunFolderError(file, message, { cause: error });
  }
}

/** The file of a checkpoint, a copy of the tensors as they are now. @throws RangeError when a shape does not fit */
export function encodeCheckpoint(step: number, tensors: Tensors, options: CheckpointOptions): Uint8Array {
  const { metadata = {}, permanent = false } = options;
  const marked = { ...metadata, step: String(step), permanent: String(permanent) };
  return encodeSafetensors({ tensors, metadata: marked });
}

/** Writes the checkpoint of `step`, then prunes its elders. @throws RunFolderError */
export async function writeCheckpoint(folder: string, step: number, bytes: Uint8Array): Promise<void> {
  await writeAtomically(path.join(folder, `step-${String(step).padStart(8, "0")}.safetensors`), bytes);
  await prune(folder);
}

/** Removes checkpoints of later steps than `step`, and unfinished files a crash left. @throws RunFolderError */
export async function removeCheckpointsAfter(folder: string, step: number): Promise<void> {
  const later = (await listCheckpoints(folder)).filter((entry) => entry.step > step);
  const debris = (await fileNames(folder)).filter((name) => name.endsWith(temporaryEnding));
  for (const file of [
    ...later.map((entry) => entry.path),
    ...debris.map((name) => path.join(folder, name)),
  ]) {
    await fileWork("delete", file, () => rm(file, { force: true }));
  }
}

async function prune(folder: string): Promise<void> {
  for (const { path: file } of (await listCheckpoints(folder)).slice(0, -newestKept)) {
    if (await mayGo(file)) await fileWork("delete", file, () => rm(file, { force: true }));
  }
}

/** What cannot be read is not deleted either. */
async function mayGo(file: string): Promise<boolean> {
  try {
    return (await readMetadata(file)).permanent === "false";
  } catch {
    return false;
  }
}

async function readMetadata(file: string): Promise<Safetensors["metadata"]> {
  const handle = await open(file, "r");
  try {
    const start = await handle.read({ buffer: new Uint8Array(8), position: 0 });
    const header = new Uint8Array(safetensorsDataOffset(start.buffer));
    const { bytesRead } = await handle.read({ buffer: header, position: 0 });
    return decodeSafetensorsHeader(header.subarray(0, bytesRead)).metadata;
  } finally {
    await handle.close();
  }
}

async function fileNames(folder: string): Promise<string[]> {
  return fileWork("list", folder, async () => {
    try {
      return await readdir(folder);
    } catch (error) {
      if (errorCode(error) === "ENOENT") return [];
      throw error;
    }
  });
}
