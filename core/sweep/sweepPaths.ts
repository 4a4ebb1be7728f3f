/** Names of what lies in a sweep's folder. */
import path from "node:path";

export interface SweepPaths {
  readonly directory: string;
  /** The plan: written once, before anything is trained. */
  readonly plan: string;
  /** Held by who steers the sweep. */
  readonly lock: string;
  /** Every member's run, an ordinary run folder. */
  readonly members: string;
  /** Every member's result, one file each: it exists when the member has ended. */
  readonly results: string;
  /** All results as one table, written anew as members end. */
  readonly csv: string;
  readonly parquet: string;
  /** Array scripts, the identities of their jobs, and what these printed. */
  readonly slurm: string;
}

export function sweepPaths(directory: string): SweepPaths {
  const part = (name: string) => path.join(directory, name);
  return {
    directory,
    plan: part("sweep.json"),
    lock: part("sweep.lock"),
    members: part("members"),
    results: part("results"),
    csv: part("results.csv"),
    parquet: part("results.parquet"),
    slurm: part("slurm"),
  };
}

/** Where the member's run lies. */
export function memberDirectory(directory: string, index: number): string {
  return path.join(sweepPaths(directory).members, memberName(index));
}

/** How often the member's training was begun. */
export function attemptsFile(directory: string, index: number): string {
  return `${memberDirectory(directory, index)}.attempts`;
}

export function resultFile(directory: string, index: number): string {
  return path.join(sweepPaths(directory).results, `${memberName(index)}.json`);
}

/** In order also as text. */
export function memberName(index: number): string {
  return String(index).padStart(5, "0");
}
