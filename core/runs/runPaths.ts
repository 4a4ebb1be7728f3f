/** Names: of a run's folder among others, and of what lies in it. */
import path from "node:path";

/** Where the parts of the run in `directory` lie. */
export interface RunPaths {
  readonly directory: string;
  readonly config: string;
  readonly manifest: string;
  readonly metrics: string;
  readonly snapshots: string;
  readonly checkpoints: string;
  readonly lock: string;
}

export function runPaths(directory: string): RunPaths {
  const part = (name: string) => path.join(directory, name);
  return {
    directory,
    config: part("config.json"),
    manifest: part("run.json"),
    metrics: part("metrics.jsonl"),
    snapshots: part("snapshots.zarr"),
    checkpoints: part("checkpoints"),
    lock: part("run.lock"),
  };
}

/** How a run in `directory` notes the file it came from, so that both can be moved together. */
export function sourceFrom(directory: string, file: string): string {
  return path.relative(path.resolve(directory), path.resolve(file)).replaceAll(path.sep, "/");
}

/**
 * A folder name for a new run of the experiment `name`, such as `paper-simultaneous-2026-11-21-153012`: safe on
 * every file system, in order of (local) time among runs of one name, and none of `existing` in any spelling of case.
 */
export function runDirectoryName(name: string, existing: Iterable<string>, date: Date): string {
  const base = `${slug(name)}-${timestamp(date)}`;
  const taken = new Set(Array.from(existing, (folder) => folder.toLowerCase()));
  let candidate = base;
  for (let count = 2; taken.has(candidate); count++) candidate = `${base}-${count}`;
  return candidate;
}

function slug(name: string): string {
  const ascii = name.normalize("NFKD").replace(/\p{Mark}/gu, "");
  const words = ascii.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.join("-").slice(0, 60).replace(/-$/, "") || "run";
}

function timestamp(date: Date): string {
  const digits = (value: number, length = 2) => String(value).padStart(length, "0");
  const day = [digits(date.getFullYear(), 4), digits(date.getMonth() + 1), digits(date.getDate())].join("-");
  return `${day}-${digits(date.getHours())}${digits(date.getMinutes())}${digits(date.getSeconds())}`;
}
