/** The runs under a folder, at a glance: only each one's `run.json` is read. */
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { errorCode, fileWork } from "./errors";
import { describeRun, readManifest, type RunDescription, type RunManifest } from "./manifest";
import { runPaths } from "./runPaths";

export type RunListing = {
  readonly directory: string;
  /** ISO 8601; for a damaged run when its `run.json` was last written. */
  readonly createdAt: string;
} & (
  | { readonly kind: "run"; readonly manifest: RunManifest; readonly description: RunDescription }
  | { readonly kind: "damaged"; readonly problem: string }
);

/**
 * Every folder directly in `root` that has a `run.json`, newest first; damaged ones with the reason.
 * A `root` that does not exist has no runs.
 * @throws RunFolderError when `root` cannot be read
 */
export async function listRuns(root: string): Promise<RunListing[]> {
  const candidates = (await candidatesIn(root)).values();
  const listings: RunListing[] = [];
  const readInTurn = async () => {
    for (const directory of candidates) {
      const listing = await listRun(directory);
      if (listing) listings.push(listing);
    }
  };
  await Promise.all(Array.from({ length: concurrentReads }, readInTurn));
  return listings.sort(newestFirst);
}

/** One run at a glance; undefined where `directory` has no `run.json`. */
export async function listRun(directory: string): Promise<RunListing | undefined> {
  const file = runPaths(directory).manifest;
  const reading = await readManifest(file);
  switch (reading.kind) {
    case "absent":
      return undefined;
    case "damaged": {
      const written = await stat(file).catch(() => undefined);
      const createdAt = (written?.mtime ?? new Date(0)).toISOString();
      return { kind: "damaged", directory, createdAt, problem: reading.problem };
    }
    case "manifest": {
      const { manifest } = reading;
      return {
        kind: "run",
        directory,
        createdAt: manifest.createdAt,
        manifest,
        description: describeRun(manifest),
      };
    }
  }
}

const concurrentReads = 16;

/** Links may lead to runs, so all that is not a plain file is tried. */
async function candidatesIn(root: string): Promise<string[]> {
  return fileWork("list", root, async () => {
    try {
      const entries = await readdir(root, { withFileTypes: true });
      return entries.flatMap((entry) => (entry.isFile() ? [] : [path.join(root, entry.name)]));
    } catch (error) {
      if (errorCode(error) === "ENOENT") return [];
      throw error;
    }
  });
}

function newestFirst(a: RunListing, b: RunListing): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return a.directory < b.directory ? 1 : -1;
}
