/** A folder as a Zarr store: keys are paths under it, and each value appears by rename. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { AbsolutePath, AsyncMutable } from "zarrita";
import { makeFolder, writeAtomically } from "./atomic";
import { errorCode, fileWork } from "./errors";

export class FolderStore implements AsyncMutable {
  constructor(private readonly directory: string) {}

  /**
   * Undefined for missing metadata only. A missing chunk, which Zarr would read as fill values, is an error here,
   * because no length is written before its chunks. The bytes are a copy: Zarr looks at their whole buffer.
   */
  async get(key: AbsolutePath): Promise<Uint8Array | undefined> {
    const file = this.file(key);
    return fileWork("read", file, async () => {
      try {
        return new Uint8Array(await readFile(file));
      } catch (error) {
        if (errorCode(error) === "ENOENT" && !key.includes("/c/")) return undefined;
        throw error;
      }
    });
  }

  /** @throws RunFolderError */
  async set(key: AbsolutePath, value: Uint8Array): Promise<void> {
    const file = this.file(key);
    await makeFolder(path.dirname(file), this.directory);
    await writeAtomically(file, value);
  }

  private file(key: AbsolutePath): string {
    return path.join(this.directory, key);
  }
}
