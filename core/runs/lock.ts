/**
 * `run.lock` and its kin: at most one writer for a folder, and none forever: a lock whose process is dead is taken over.
 */
import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { temporaryEnding } from "./atomic";
import { errorCode, fileWork, RunFolderError } from "./errors";
import { jsonText } from "./json";
import { processSchema, processState, thisProcess, type ProcessIdentity } from "./process";

export interface RunLock {
  /** Removes the lock, if it is still ours. @param movedTo where it lies now, if its folder was renamed */
  release(movedTo?: string): Promise<void>;
}

/**
 * Claims the lock file at `path` for this process.
 * @param held what to say of it while another holds it, in words before `by process …`
 * @throws RunFolderError while another writer, or another one in this process, holds it
 */
export async function acquireLock(path: string, held = "This run is being written"): Promise<RunLock> {
  const text = jsonText({ ...thisProcess(), token: randomUUID() }, 2);
  return fileWork("lock", path, async () => {
    if (!(await createOnly(path, text))) await takeOver(path, text, held);
    return { release: (movedTo = path) => release(movedTo, text) };
  });
}

/** Who holds the lock at `path`, if they may still live: on another host that cannot be seen. Never throws. */
export async function lockHolder(path: string): Promise<ProcessIdentity | undefined> {
  const holder = await holderOf(path).catch(() => undefined);
  return holder && processState(holder) !== "dead" ? holder : undefined;
}

async function createOnly(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

/** Should several take over at once, the last to write has it; each looks again when all of them must have written. */
async function takeOver(path: string, text: string, held: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}${temporaryEnding}`;
  try {
    await writeFile(temporary, text);
    refuseIfHeld(path, await holderOf(path), held);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
  await delay(takeoverMilliseconds);
  if ((await contentOf(path)) !== text) await takeOver(path, text, held);
}

const takeoverMilliseconds = 200;

function refuseIfHeld(path: string, holder: ProcessIdentity | undefined, held: string): void {
  if (!holder) return;
  const state = processState(holder);
  if (state === "dead") return;
  const who = `process ${holder.pid} on ${holder.host} (started ${holder.startedAt})`;
  const advice =
    state === "alive"
      ? "Stop it there, or wait until it ends."
      : `Whether it still runs cannot be seen from here; if it does not, delete ${path}.`;
  throw new RunFolderError(path, `${held} by ${who}. ${advice}`);
}

/** Undefined for a lock that says nothing: its writer died between creating and filling it, or is about to fill it. */
async function holderOf(path: string): Promise<ProcessIdentity | undefined> {
  for (const patience of [0, 100]) {
    await delay(patience);
    try {
      return processSchema.parse(JSON.parse(await readFile(path, "utf8")));
    } catch (error) {
      if (errorCode(error) === "ENOENT") return undefined;
    }
  }
  return undefined;
}

async function release(path: string, text: string): Promise<void> {
  if ((await contentOf(path)) === text) await rm(path, { force: true });
}

async function contentOf(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}
