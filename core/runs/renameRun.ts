/** Runs that move: another name for the folder and the `id` in its `run.json`, or another place. */
import { cp, lstat, rename, rm } from "node:fs/promises";
import path from "node:path";
import { errorCode, fileWork, notARun, RunFolderError } from "./errors";
import { acquireLock } from "./lock";
import { readManifest } from "./manifest";
import { runPaths } from "./runPaths";
import { writeManifest } from "./runWriter";

/**
 * Renames the run in `directory` to `name`, beside where it is. A damaged `run.json` stays as it is.
 * @returns the folder's new path
 * @throws RunFolderError when `name` does not serve as a folder's name everywhere or is taken, when `directory` is no
 * run or a living process writes it; then nothing has changed
 */
export async function renameRun(directory: string, name: string): Promise<string> {
  const from = path.resolve(directory);
  const to = path.join(path.dirname(from), name);
  refuseUnsafe(from, name);
  await refuseTaken(from, to);
  const reading = await readManifest(runPaths(from).manifest);
  if (reading.kind === "absent") throw notARun(from);
  const lock = await acquireLock(runPaths(from).lock);
  let place = from;
  try {
    await fileWork("rename", from, () => rename(from, to));
    place = to;
    await writeId(to, name).catch(async (error: unknown) => {
      await rename(to, from);
      place = from;
      throw error;
    });
    return to;
  } finally {
    await lock.release(runPaths(place).lock);
  }
}

/**
 * Moves a run's folder as it is to `to`, which must not exist, also to another disk.
 * @throws RunFolderError when a living process writes it, or of the file system; then it is where it was
 */
export async function moveRun(from: string, to: string): Promise<void> {
  const lock = await acquireLock(runPaths(from).lock);
  let place = from;
  try {
    await fileWork("move", from, () => moveEntry(from, to));
    place = to;
  } finally {
    await lock.release(runPaths(place).lock);
  }
}

/** A file or a folder, whole or not at all, also to another disk. @throws Error of the file system */
export async function moveEntry(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (errorCode(error) !== "EXDEV") throw error;
    await cp(from, to, { recursive: true, errorOnExist: true, force: false, preserveTimestamps: true }).catch(
      async (failure: unknown) => {
        await rm(to, { recursive: true, force: true });
        throw failure;
      },
    );
    await rm(from, { recursive: true });
  }
}

/** Read again: until the lock was ours the file was another's to write. */
async function writeId(directory: string, id: string): Promise<void> {
  const paths = runPaths(directory);
  const reading = await readManifest(paths.manifest);
  if (reading.kind === "manifest") await writeManifest(paths, { ...reading.manifest, id });
}

/** What some system forbids, so that runs can be copied anywhere. */
const unsafe = /[\\/:*?"<>|\p{Cc}]|^\s|[\s.]$|^\.{1,2}$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/iu;

function refuseUnsafe(directory: string, name: string): void {
  if (name.length >= 1 && name.length <= 200 && !unsafe.test(name)) return;
  throw new RunFolderError(
    directory,
    `${JSON.stringify(name)} does not serve as the name of a run's folder. A name has 1 to 200 characters, none of ` +
      `them / \\ : * ? " < > | or a control character, no space at its ends, no dot at its end, and is no ` +
      `device's like "con". Choose another name.`,
  );
}

/** The same folder in another spelling of case is free to take. */
async function refuseTaken(from: string, to: string): Promise<void> {
  const [old, there] = await Promise.all(
    [from, to].map((place) => fileWork("look at", place, () => entryAt(place))),
  );
  if (!there || (from !== to && old?.ino === there.ino && old.dev === there.dev)) return;
  throw new RunFolderError(to, `${to} is there already. Choose another name, or move it away first.`);
}

async function entryAt(place: string) {
  return lstat(place, { bigint: true }).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  });
}
