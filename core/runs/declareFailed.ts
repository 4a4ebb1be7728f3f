/** The last word on a run whose process ended without one: whoever started that process says why. */
import { RunFolderError } from "./errors";
import { acquireLock } from "./lock";
import { readManifest, type RunManifest } from "./manifest";
import { runPaths } from "./runPaths";
import { writeManifest } from "./runWriter";

/**
 * Sets a run that says "running" or "paused" to "failed" with this message. A run that ended properly is left as it is.
 * @throws RunFolderError while a living process writes the run, or when `run.json` cannot be read or written
 */
export async function declareFailed(directory: string, message: string): Promise<void> {
  const paths = runPaths(directory);
  const lock = await acquireLock(paths.lock);
  try {
    const reading = await readManifest(paths.manifest);
    if (reading.kind === "absent") return;
    if (reading.kind === "damaged") throw new RunFolderError(paths.manifest, reading.problem);
    const { process: _writer, ...manifest } = reading.manifest;
    if (manifest.status !== "running" && manifest.status !== "paused") return;
    const failed: RunManifest = {
      ...manifest,
      status: "failed",
      failure: { message },
      updatedAt: new Date().toISOString(),
    };
    await writeManifest(paths, failed);
  } finally {
    await lock.release();
  }
}
