/**
 * Deleting that can be undone: runs and experiment files move into a folder `.trash` beside the runs and lie there
 * until the trash is emptied. (The system's own trash is missing on remote machines, and no
 * extension can take anything back out of it.)
 */
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { moveEntry, moveRun } from "../../core/runs";

/** Something in the trash: plain data. */
export interface Discarded {
  readonly kind: "run" | "experiment";
  /** Where it was. */
  readonly from: string;
  /** Where it is. */
  readonly to: string;
}

const trashName = ".trash";

/**
 * Moves a run's folder or an experiment's file into the trash of `runsFolder`.
 * @throws RunFolderError while a living process writes the run, or of the file system; then it is where it was
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

function move(kind: Discarded["kind"], from: string, to: string): Promise<void> {
  return kind === "run" ? moveRun(from, to) : moveEntry(from, to);
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
