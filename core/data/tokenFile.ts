/** Token sequences on disk, as NumPy reads and writes them. */
import { open, writeFile, type FileHandle } from "node:fs/promises";
import { NpyError, decodeNpyTokens, encodeNpy, knownToken, npyTokenLayout, type NpyTokenLayout } from "./npy";
import type { TokenSet } from "./tokens";

/** What Node.js reads of one file at most. */
const MOST_BYTES = 2 ** 31;
/** As long as the header of an array of integers can sensibly be. */
const HEADER_BYTES = 2 ** 17;

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

/** One row of a file, and how many it has. */
export interface TokenRow {
  readonly count: number;
  /** x_1 … x_L and the target. */
  readonly tokens: Uint8Array;
}

/**
 * Looks at the header and at one sequence only, however large the file is.
 * @param rowOf from the number of rows to the one that is wanted, from 0; may throw
 * @throws NpyError and the system's errors, as `readTokenFile`
 */
export async function readTokenRow(
  path: string,
  alphabetSize: number,
  rowOf: (count: number) => number,
): Promise<TokenRow> {
  const file = await open(path);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new NpyError(path, "it is not a regular file.");
    const options = { path, alphabetSize };
    const head = await bytesOf(file, 0, Math.min(stats.size, HEADER_BYTES));
    const layout = npyTokenLayout(head, stats.size, options);
    const { count, columns, width, read } = layout;
    const row = rowOf(count);
    const bytes = await rowBytes(file, layout, row);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const tokens = Uint8Array.from({ length: columns }, (_, column) =>
      knownToken(read(view, column * width), row, column, options),
    );
    return { count, tokens };
  } finally {
    await file.close();
  }
}

/** Its tokens side by side. */
async function rowBytes(file: FileHandle, layout: NpyTokenLayout, row: number): Promise<Uint8Array> {
  const { columns, width, dataOffset, rowStride, columnStride } = layout;
  const place = dataOffset + row * rowStride;
  if (columnStride === width) return bytesOf(file, place, columns * width);
  const bytes = new Uint8Array(columns * width);
  for (let column = 0; column < columns; column++) {
    bytes.set(await bytesOf(file, place + column * columnStride, width), column * width);
  }
  return bytes;
}

async function bytesOf(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  return bytes.subarray(0, bytesRead);
}

/** Writes [N, L + 1] bytes (`|u1`); refuses to replace a file. */
export async function writeTokenFile(path: string, set: TokenSet): Promise<void> {
  await writeFile(path, encodeNpy(set.tokens, [set.count, set.sequenceLength + 1]), { flag: "wx" });
}
