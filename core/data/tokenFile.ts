/** Token sequences on disk, as NumPy reads and writes them. */
import { readFile, writeFile } from "node:fs/promises";
import { decodeNpyTokens, encodeNpy } from "./npy";
import type { TokenSet } from "./tokens";

/** @throws NpyError naming the file and what is wrong with it; the system's error if it cannot be read. */
export async function readTokenFile(path: string, alphabetSize: number): Promise<TokenSet> {
  return decodeNpyTokens(await readFile(path), { path, alphabetSize });
}

/** Writes [N, L + 1] bytes (`|u1`); refuses to replace a file. */
export async function writeTokenFile(path: string, set: TokenSet): Promise<void> {
  await writeFile(path, encodeNpy(set.tokens, [set.count, set.sequenceLength + 1]), { flag: "wx" });
}
