/**
 * Reads `snapshots.zarr` whole, whatever happened to it: a chunk that is lost or damaged costs its own rows,
 * an array whose metadata are damaged costs that array.
 */
import { readdir } from "node:fs/promises";
import * as zarr from "zarrita";
import type { ParameterLayout } from "../model";
import { errorMessage } from "./errors";
import { FolderStore } from "./folderStore";

export interface RecordedArray {
  /** `[length, ...row]`. */
  readonly shape: readonly number[];
  /** Names of the row's axes; empty where none were given. */
  readonly dimensions: readonly string[];
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Row-major; rows of damaged chunks are NaN. */
  readonly data: Float64Array;
}

export interface Snapshots {
  /** Snapshots recorded, the same for every array. */
  readonly length: number;
  /** Of the group. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly arrays: ReadonlyMap<string, RecordedArray>;
  /** Arrays left out because nothing of them can be read, or because they are missing. */
  readonly unreadable: readonly string[];
  /** What could not be read, in words. */
  readonly problems: readonly string[];
}

/**
 * Never throws for what is in the folder: see `problems`.
 * @param expected arrays that should be there, if that is known
 */
export async function readSnapshots(directory: string, expected: readonly string[] = []): Promise<Snapshots> {
  const problems: string[] = [];
  const root = zarr.root(new FolderStore(directory));
  const attributes = await readAttributes(root, problems);
  const names = await arrayNames(directory, problems);
  const read = await Promise.all(
    names.map(async (name) => [name, await readArray(root, name, problems)] as const),
  );

  const missing = expected.filter((name) => !names.includes(name));
  problems.push(...missing.map((name) => `snapshots.zarr/${name} is missing`));
  const readable = read.flatMap(([name, array]) => (array ? [[name, array] as const] : []));
  // A crash between two arrays' metadata leaves some one flush ahead of the others.
  const lengths = readable.map(([, array]) => array.shape[0]);
  const length = Math.min(...lengths);
  if (length === 0 && Math.max(...lengths) > 0) {
    const empty = readable.flatMap(([name, array]) => (array.shape[0] === 0 ? [name] : []));
    problems.push(
      `snapshots.zarr: ${empty.join(", ")} has no rows, so those of the other arrays cannot be told apart`,
    );
  }
  return {
    length: Number.isFinite(length) ? length : 0,
    attributes,
    arrays: new Map(readable.map(([name, array]) => [name, firstRows(array, length)])),
    unreadable: [...missing, ...read.flatMap(([name, array]) => (array ? [] : [name]))],
    problems,
  };
}

/** The whole vector of one snapshot, in the layout's order; null where an array or a number of it is lost. */
export function parametersAt(
  { arrays }: Snapshots,
  layout: ParameterLayout,
  row: number,
): Float64Array | null {
  const parameters = new Float64Array(layout.size);
  for (const { name, offset, size } of layout.groups) {
    const values = arrays.get(name)?.data.subarray(row * size, (row + 1) * size);
    if (values?.length !== size) return null;
    parameters.set(values, offset);
  }
  return parameters.includes(NaN) ? null : parameters;
}

type Root = zarr.Location<FolderStore>;

async function readAttributes(root: Root, problems: string[]): Promise<Snapshots["attributes"]> {
  try {
    return (await zarr.open.v3(root, { kind: "group" })).attrs;
  } catch (error) {
    problems.push(`snapshots.zarr/zarr.json cannot be read: ${errorMessage(error)}`);
    return {};
  }
}

async function arrayNames(directory: string, problems: string[]): Promise<string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  } catch (error) {
    problems.push(`snapshots.zarr cannot be read: ${errorMessage(error)}`);
    return [];
  }
}

async function readArray(root: Root, name: string, problems: string[]): Promise<RecordedArray | undefined> {
  try {
    const array = await zarr.open.v3(root.resolve(name), { kind: "array" });
    if (!array.is("float64")) throw new Error(`its data type is ${array.dtype}, expected float64`);
    if (array.chunks.some((side, axis) => axis > 0 && side !== array.shape[axis])) {
      throw new Error("its chunks do not hold whole snapshots");
    }
    return {
      shape: array.shape,
      dimensions: array.dimensionNames?.slice(1) ?? [],
      attributes: array.attrs,
      data: await readRows(array, name, problems),
    };
  } catch (error) {
    problems.push(`snapshots.zarr/${name} cannot be read: ${errorMessage(error)}`);
    return undefined;
  }
}

type StoredArray = zarr.Array<"float64", FolderStore>;

async function readRows(array: StoredArray, name: string, problems: string[]): Promise<Float64Array> {
  const rows = array.shape[0];
  const chunkRows = array.chunks[0];
  const width = product(array.shape.slice(1));
  const data = new Float64Array(rows * width).fill(NaN);
  for (let from = 0; from < rows; from += chunkRows) {
    const to = Math.min(from + chunkRows, rows);
    try {
      const chunk = await readChunk(array, from / chunkRows);
      data.set(chunk.subarray(0, (to - from) * width), from * width);
    } catch (error) {
      problems.push(
        `snapshots.zarr/${name}: snapshots ${from} to ${to - 1} are lost: ${errorMessage(error)}`,
      );
    }
  }
  return data;
}

async function readChunk(array: StoredArray, index: number): Promise<Float64Array> {
  const { data } = await array.getChunk(array.shape.map((_, axis) => (axis === 0 ? index : 0)));
  const expected = product(array.chunks);
  if (data.length !== expected) throw new Error(`chunk ${index} has ${data.length} of ${expected} numbers`);
  return data;
}

function firstRows(array: RecordedArray, length: number): RecordedArray {
  const width = product(array.shape.slice(1));
  return { ...array, shape: [length, ...array.shape.slice(1)], data: array.data.subarray(0, length * width) };
}

function product(sides: readonly number[]): number {
  return sides.reduce((size, side) => size * side, 1);
}
