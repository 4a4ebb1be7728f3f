/** The sweeps under a folder, at a glance. */
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { MemberResult } from "./plan";
import { isSweep, openSweep, type Sweep } from "./sweepFolder";
import { sweepPaths } from "./sweepPaths";

export type SweepListing = {
  readonly directory: string;
  /** ISO 8601: when its plan was written. */
  readonly createdAt: string;
} & (
  | { readonly kind: "sweep"; readonly sweep: Sweep; readonly counts: SweepCounts }
  | { readonly kind: "damaged"; readonly problem: string }
);

export interface SweepCounts {
  readonly members: number;
  readonly done: number;
  readonly failed: number;
}

/** Every folder directly in `root` that has a `sweep.json`, newest first; none where there is no `root`. */
export async function listSweeps(root: string): Promise<SweepListing[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const folders = entries.flatMap((entry) => (entry.isFile() ? [] : [path.join(root, entry.name)]));
  const listings = await Promise.all(folders.map(listSweep));
  return listings
    .flatMap((listing) => listing ?? [])
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
}

/** One sweep at a glance; undefined where `directory` has no `sweep.json`. */
export async function listSweep(directory: string): Promise<SweepListing | undefined> {
  if (!(await isSweep(directory))) return undefined;
  const written = await stat(sweepPaths(directory).plan).catch(() => undefined);
  const about = { directory, createdAt: (written?.mtime ?? new Date(0)).toISOString() };
  try {
    const sweep = await openSweep(directory);
    return { ...about, kind: "sweep", sweep, counts: countsOf(sweep.plan.members.length, sweep.results) };
  } catch (error) {
    return { ...about, kind: "damaged", problem: error instanceof Error ? error.message : String(error) };
  }
}

function countsOf(members: number, results: readonly MemberResult[]): SweepCounts {
  const failed = results.filter(({ state }) => state === "failed").length;
  return { members, failed, done: results.length - failed };
}
