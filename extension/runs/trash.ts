/**
 * Deleting that can be undone: runs, sweeps and files move into a folder `.trash` beside the runs, or the sweeps, and
 * lie there until the trash is emptied. (The system's own trash is missing on remote machines, and no
 * extension can take anything back out of it.)
 */
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { acquireLock, moveEntry, moveRun } from "../../core/runs";
import { sweepPaths } from "../../core/sweep";

/** Something in the trash: plain data. */
export interface Discarded {
  readonly kind: "run" | "sweep" | "file";
  /** Where it was. */
  readonly from: string;
  /** Where it is. */
  readonly to: string;
}

const trashName = ".trash";

/**
 * Moves a folder or a file into the trash of `runsFolder`, which may be a folder of sweeps as well.
 * @throws RunFolderError while a living process writes it, or of the file system; then it is where it was
 */
export async function discard(kind: Discarded["kind"], from: string, runsFolder: string): Promise<Discarded> {
  const trash = path.join(runsFolder, trashName);
  await mkdir(trash, { recursive: true });
  const to = await freeName(trash, path.basename(from));
  await move(kind, from, to);
  return { kind, from, to };
}

/** Puts it back. @throws Error when its place is taken meanwhile, or of the file system; then it stays in the trash */
export async function restore({ kind, from, to }: Discarded): Promise<void> {
  if (await exists(from)) throw new Error(`${from} exists again: what was deleted stays in ${to}.`);
  await mkdir(path.dirname(from), { recursive: true });
  await move(kind, to, from);
}

/** What lies in the trash of `runsFolder`, by name. */
export async function trashedIn(runsFolder: string): Promise<readonly string[]> {
  const trash = path.join(runsFolder, trashName);
  const names = await readdir(trash).catch(() => []);
  return names.map((name) => path.join(trash, name));
}

/** Deletes for good. @throws Error of the file system */
export async function emptyTrash(runsFolder: string): Promise<void> {
  await rm(path.join(runsFolder, trashName), { recursive: true, force: true });
}

async function move(kind: Discarded["kind"], from: string, to: string): Promise<void> {
  if (kind === "run") return moveRun(from, to);
  if (kind === "file") return moveEntry(from, to);
  return moveSweep(from, to);
}

async function moveSweep(from: string, to: string): Promise<void> {
  const lock = await acquireLock(sweepPaths(from).lock, "This sweep is being run");
  let place = from;
  try {
    await moveEntry(from, to);
    place = to;
  } finally {
    await lock.release(sweepPaths(place).lock);
  }
}

async function freeName(folder: string, name: string): Promise<string> {
  for (let count = 1; ; count++) {
    const candidate = path.join(folder, count === 1 ? name : `${name}~${count}`);
    if (!(await exists(candidate))) return candidate;
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
