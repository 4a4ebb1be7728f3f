/**
 * Writes `snapshots.zarr`: a Zarr v3 group of float64 arrays, each with the recorded snapshots as its first axis.
 * A snapshot is one row of every array. Chunks are plain little-endian bytes, so every Zarr reader knows them.
 */
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import * as zarr from "zarrita";
import { fileWork } from "./errors";
import { FolderStore } from "./folderStore";
import type { Snapshots } from "./snapshots";

/** One array of the group. */
export interface SnapshotArray {
  readonly name: string;
  /** Shape of one snapshot's row, `[]` for a scalar; no side is 0. */
  readonly shape: readonly number[];
  /** The field's name of every axis of a row, for example `["head", "lag"]`; a scalar needs none. */
  readonly dimensions?: readonly string[];
  /** Stored with the array, for example `{ description: "…" }`. */
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** A row for every array: numbers, or row-major elements. */
export type SnapshotValues = Readonly<Record<string, number | ArrayLike<number>>>;

/** Appends rows in memory; `flush` puts them on disk. */
export class SnapshotWriter {
  #length: number;
  #flushed: number;

  private constructor(
    private readonly directory: string,
    private readonly columns: readonly Column[],
    length: number,
  ) {
    this.#length = length;
    this.#flushed = length;
  }

  /**
   * Writes the group and its arrays with no snapshots yet.
   * @throws RunFolderError
   * @throws RangeError for a side that is no positive integer, an axis without a name, a name that is not of [A-Za-z0-9_-]
   */
  static async create(
    directory: string,
    arrays: readonly SnapshotArray[],
    attributes: Readonly<Record<string, unknown>>,
  ): Promise<SnapshotWriter> {
    const writer = new SnapshotWriter(directory, arrays.map(newColumn), 0);
    await zarr.create(zarr.root(new FolderStore(directory)), { attributes });
    await writer.writeLength(0);
    return writer;
  }

  /**
   * Continues behind the first `length` of the snapshots read from `directory` and forgets the others.
   * @throws RunFolderError
   */
  static async resume(directory: string, recorded: Snapshots, length: number): Promise<SnapshotWriter> {
    const columns = Array.from(recorded.arrays, ([name, { shape, dimensions, attributes, data }]) => {
      const column = newColumn({ name, shape: shape.slice(1), dimensions, attributes });
      const whole = length - (length % column.chunkRows);
      const tail = data.subarray(whole * column.width, length * column.width);
      if (tail.length > 0) newChunk(column, whole).set(tail);
      return column;
    });
    const writer = new SnapshotWriter(directory, columns, length);
    await writer.writeLength(length);
    for (const column of columns) await removeChunksBehind(directory, column, length);
    return writer;
  }

  /** Snapshots appended, on disk or not. */
  get length(): number {
    return this.#length;
  }

  /**
   * Copies one row of every array into memory.
   * @throws RangeError for a missing, an unknown or a wrongly sized array; then nothing was appended
   */
  append(values: SnapshotValues): void {
    this.check(values);
    const row = this.#length++;
    for (const column of this.columns) {
      const chunk = column.chunks.get(Math.floor(row / column.chunkRows)) ?? newChunk(column, row);
      const value = values[column.name];
      const place = (row % column.chunkRows) * column.width;
      if (typeof value === "number") chunk[place] = value;
      else chunk.set(value, place);
    }
  }

  /**
   * Writes the chunks that changed, then the arrays' new length, so that a reader never sees a length without its
   * data. Rows appended meanwhile may already lie in a chunk, behind that length. Not to be called again before it is done.
   * @throws RunFolderError; then the rows are still kept and the next flush writes them
   */
  async flush(): Promise<void> {
    const length = this.#length;
    if (length === this.#flushed) return;
    await allSettled(this.columns.map((column) => writeChunks(this.directory, column)));
    await this.writeLength(length);
    this.#flushed = length;
    for (const { chunks, chunkRows } of this.columns) {
      for (const index of chunks.keys()) if ((index + 1) * chunkRows <= length) chunks.delete(index);
    }
  }

  private check(values: SnapshotValues): void {
    for (const { name, width } of this.columns) {
      const value = values[name];
      if (value === undefined) throw new RangeError(`the snapshot lacks "${name}"`);
      const size = typeof value === "number" ? 1 : value.length;
      if (size !== width) throw new RangeError(`snapshot "${name}" has ${size} elements, its array ${width}`);
    }
    const unknown = Object.keys(values).find((name) => !this.columns.some((column) => column.name === name));
    if (unknown !== undefined) throw new RangeError(`the run has no snapshot array "${unknown}"`);
  }

  private async writeLength(length: number): Promise<void> {
    const root = zarr.root(new FolderStore(this.directory));
    await allSettled(
      this.columns.map(({ name, shape, chunkRows, dimensions, attributes }) =>
        zarr.create(root.resolve(name), {
          shape: [length, ...shape],
          chunkShape: [chunkRows, ...shape],
          dtype: "float64",
          codecs: [{ name: "bytes", configuration: { endian: "little" } }],
          fillValue: NaN,
          dimensionNames: ["snapshot", ...dimensions],
          attributes: { ...attributes },
        }),
      ),
    );
  }
}

interface Column extends SnapshotArray {
  readonly dimensions: readonly string[];
  /** Elements of a row. */
  readonly width: number;
  readonly chunkRows: number;
  /** By index, those with rows that are not on disk and the one that is not full; [chunkRows, width], unwritten rows NaN. */
  readonly chunks: Map<number, Float64Array>;
}

const maximalChunkRows = 256;
const maximalChunkBytes = 2 ** 20;

function newColumn(array: SnapshotArray): Column {
  const { name, shape, dimensions = [] } = array;
  if (!/^[\w-]+$/.test(name)) throw new RangeError(`"${name}" does not serve as a snapshot's folder name`);
  if (!shape.every((side) => Number.isInteger(side) && side > 0)) {
    throw new RangeError(`snapshot "${name}": shape [${shape.join(", ")}] has a side that is not positive`);
  }
  if (dimensions.length !== shape.length) {
    throw new RangeError(
      `snapshot "${name}" has ${shape.length} axes and ${dimensions.length} names for them`,
    );
  }
  const width = shape.reduce((product, side) => product * side, 1);
  const fitting = Math.floor(maximalChunkBytes / (width * Float64Array.BYTES_PER_ELEMENT));
  const chunkRows = Math.min(maximalChunkRows, Math.max(1, fitting));
  return { ...array, dimensions, width, chunkRows, chunks: new Map() };
}

/** The chunk that begins a row, as yet without any. */
function newChunk({ chunks, chunkRows, width }: Column, row: number): Float64Array {
  const chunk = new Float64Array(chunkRows * width).fill(NaN);
  chunks.set(Math.floor(row / chunkRows), chunk);
  return chunk;
}

/** Fails as Promise.all does, but only when no write is under way any more that could overtake the next flush's. */
async function allSettled(work: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
}

async function writeChunks(directory: string, { name, shape, chunks }: Column): Promise<void> {
  const store = new FolderStore(directory);
  for (const [index, chunk] of Array.from(chunks)) {
    const bytes = new Uint8Array(chunk.buffer);
    await store.set(`/${name}/c/${[index, ...shape.map(() => 0)].join("/")}`, bytes);
  }
}

async function removeChunksBehind(
  directory: string,
  { name, chunkRows }: Column,
  length: number,
): Promise<void> {
  const folder = path.join(directory, name, "c");
  await fileWork("clear", folder, async () => {
    for (const index of await readdir(folder).catch(() => [])) {
      if (Number(index) * chunkRows >= length) await rm(path.join(folder, index), { recursive: true });
    }
  });
}
