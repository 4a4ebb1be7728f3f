/** Token sequences on disk, as NumPy reads and writes them. */
import { open, writeFile } from "node:fs/promises";
import { NpyError, decodeNpyTokens, encodeNpy } from "./npy";
import type { TokenSet } from "./tokens";

/** What Node.js reads of one file at most. */
const MOST_BYTES = 2 ** 31;

/** @throws NpyError naming the file and what is wrong with it; the system's error if it cannot be read. */
export async function readTokenFile(path: string, alphabetSize: number): Promise<TokenSet> {
  const file = await open(path);
  try {
    const stats = await file.stat();
    // A device or a pipe may never end.
    if (!stats.isFile()) throw new NpyError(path, "it is not a regular file.");
    if (stats.size > MOST_BYTES) {
      const gigabytes = (stats.size / 2 ** 30).toFixed(1);
      throw new NpyError(path, `it has ${gigabytes} GiB, more than the 2 that are read: split it.`);
    }
    return decodeNpyTokens(await file.readFile(), { path, alphabetSize });
  } finally {
    await file.close();
  }
}

/** Writes [N, L + 1] bytes (`|u1`); refuses to replace a file. */
export async function writeTokenFile(path: string, set: TokenSet): Promise<void> {
  await writeFile(path, encodeNpy(set.tokens, [set.count, set.sequenceLength + 1]), { flag: "wx" });
}
