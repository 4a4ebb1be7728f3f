/** Looking at sweeps from outside: their tables, what commands tell of them, and the processes that train. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { jsonLines, temporaryFolder, type Ended } from "./program";

/** A folder of its own with `sweep` in it as `the.sweep.json`. */
export async function folderWith(sweep: object): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, "the.sweep.json"), JSON.stringify(sweep));
  return folder;
}

/** The lines of a sweep's table, without what no two trainings have in common: times, and how often it was tried. */
export async function measuresIn(directory: string): Promise<string[][]> {
  const [head, ...rows] = (await readFile(path.join(directory, "results.csv"), "utf8"))
    .trimEnd()
    .split(/\r?\n/);
  const names = cells(head);
  const kept = (row: string) =>
    cells(row).filter((_, column) => !["attempts", "seconds", "trainingSeconds"].includes(names[column]));
  return [head, ...rows].map(kept);
}

/** Cells of a line of CSV; quoted ones may hold commas. */
function cells(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, -1).map(([, cell]) => cell);
}

/** What a command told programs, of one kind. */
export function told({ stdout }: Ended, kind: string): Record<string, unknown>[] {
  return jsonLines(stdout).filter((line) => line.kind === kind);
}

/** The process that trains a member. @throws while there is none */
export async function trainerOf(sweep: string, index: number): Promise<number> {
  const lock = path.join(sweep, "members", String(index).padStart(5, "0"), "run.lock");
  return (JSON.parse(await readFile(lock, "utf8")) as { readonly pid: number }).pid;
}
