/** Real folders for the tests of core/runs. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

/** A folder of its own, gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "runs-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
