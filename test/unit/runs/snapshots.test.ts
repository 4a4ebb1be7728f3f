import { mkdir, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import * as zarr from "zarrita";
import { FolderStore } from "../../../core/runs/folderStore";
import { readSnapshots } from "../../../core/runs/snapshots";
import { SnapshotWriter } from "../../../core/runs/snapshotWriter";
import { newRun, snapshotAt } from "./small";
import { temporaryFolder } from "./temporary";

const { arrays, attributes = {} } = newRun.snapshots;

async function recorded(steps: number): Promise<{ folder: string; writer: SnapshotWriter }> {
  const folder = path.join(await temporaryFolder(), "snapshots.zarr");
  const writer = await SnapshotWriter.create(folder, arrays, attributes);
  for (let step = 0; step < steps; step++) writer.append(snapshotAt(step));
  await writer.flush();
  return { folder, writer };
}

async function stepsIn(folder: string): Promise<number[]> {
  return Array.from((await readSnapshots(folder)).arrays.get("step")?.data ?? []);
}

const upTo = (count: number) => Array.from({ length: count }, (_, step) => step);

test("writes the metadata that the Zarr v3 specification asks for", async () => {
  const { folder } = await recorded(3);
  const json = async (name: string) => JSON.parse(await readFile(path.join(folder, name), "utf8"));
  expect(await json("zarr.json")).toEqual({
    zarr_format: 3,
    node_type: "group",
    attributes: { program: "induction-lab" },
  });
  expect(await json("rpe/zarr.json")).toEqual({
    zarr_format: 3,
    node_type: "array",
    shape: [3, 2, 2],
    data_type: "float64",
    chunk_grid: { name: "regular", configuration: { chunk_shape: [256, 2, 2] } },
    chunk_key_encoding: { name: "default", configuration: { separator: "/" } },
    codecs: [{ name: "bytes", configuration: { endian: "little" } }],
    fill_value: "NaN",
    dimension_names: ["snapshot", "head", "lag"],
    attributes: { description: "RPE logits" },
  });
});

test("writes chunks as plain little-endian doubles in row-major order", async () => {
  const { folder } = await recorded(2);
  const bytes = await readFile(path.join(folder, "rpe/c/0/0/0"));
  expect(bytes.length).toBe(256 * 4 * 8);
  expect(upTo(8).map((index) => bytes.readDoubleLE(8 * index))).toEqual([
    0.11, 0.12, 0.21, 0.22, 1.11, 1.12, 1.21, 1.22,
  ]);
  expect(bytes.readDoubleLE(8 * 8)).toBeNaN();
});

test("can be read by a Zarr library through nothing but the metadata", async () => {
  const { folder } = await recorded(300);
  const root = zarr.root(new FolderStore(folder));
  const rpe = await zarr.open(root.resolve("rpe"), { kind: "array" });
  const slice = await zarr.get(rpe, [zarr.slice(255, 258), 1, null]);
  expect(slice.shape).toEqual([3, 2]);
  expect(Array.from(slice.data as Float64Array)).toEqual([255.21, 255.22, 256.21, 256.22, 257.21, 257.22]);
});

test("reads back every row of every array across chunks", async () => {
  const { folder } = await recorded(600);
  const snapshots = await readSnapshots(folder);
  expect(snapshots).toMatchObject({ length: 600, attributes, problems: [], unreadable: [] });
  expect(Array.from(snapshots.arrays.keys())).toEqual(["coefficients", "rpe", "scale", "step"]);
  expect(snapshots.arrays.get("rpe")).toMatchObject({
    shape: [600, 2, 2],
    dimensions: ["head", "lag"],
    attributes: { description: "RPE logits" },
  });
  expect(Array.from(snapshots.arrays.get("coefficients")?.data.subarray(3 * 599) ?? [])).toEqual([
    599.1, 599.2, 599.3,
  ]);
  expect(await stepsIn(folder)).toEqual(upTo(600));
});

test("shows the flushed snapshots only, and loses none that come during a flush", async () => {
  const { folder, writer } = await recorded(250);
  writer.append(snapshotAt(250));
  expect(await stepsIn(folder)).toEqual(upTo(250));
  const flushed = writer.flush();
  for (let step = 251; step < 520; step++) writer.append(snapshotAt(step));
  await flushed;
  expect(await stepsIn(folder)).toEqual(upTo(251));
  await writer.flush();
  expect(await stepsIn(folder)).toEqual(upTo(520));
});

test("keeps a copy, not the caller's array", async () => {
  const { folder, writer } = await recorded(0);
  const coefficients = Float64Array.of(1, 2, 3);
  writer.append({ ...snapshotAt(0), coefficients });
  coefficients.fill(9);
  await writer.flush();
  expect(Array.from((await readSnapshots(folder)).arrays.get("coefficients")?.data ?? [])).toEqual([1, 2, 3]);
});

test("refuses rows that do not fit and appends nothing of them", async () => {
  const { folder, writer } = await recorded(1);
  const { scale: _scale, ...withoutScale } = snapshotAt(1);
  expect(() => writer.append(withoutScale)).toThrow('the snapshot lacks "scale"');
  expect(() => writer.append({ ...snapshotAt(1), rpe: [1, 2] })).toThrow('"rpe" has 2 elements, its array 4');
  expect(() => writer.append({ ...snapshotAt(1), time: 1 })).toThrow('no snapshot array "time"');
  await writer.flush();
  expect(writer.length).toBe(1);
  expect(await stepsIn(folder)).toEqual([0]);
});

test("refuses arrays without extent and axes without a name", async () => {
  const folder = path.join(await temporaryFolder(), "snapshots.zarr");
  const create = (shape: number[]) => SnapshotWriter.create(folder, [{ name: "rpe", shape }], {});
  await expect(create([2, 0])).rejects.toThrow(
    'snapshot "rpe": shape [2, 0] has a side that is not positive',
  );
  await expect(SnapshotWriter.create(folder, [{ name: "../rpe", shape: [] }], {})).rejects.toThrow(
    RangeError,
  );
  await expect(create([2, 2])).rejects.toThrow('snapshot "rpe" has 2 axes and 0 names for them');
});

test("makes chunks of wide rows short", async () => {
  const folder = path.join(await temporaryFolder(), "snapshots.zarr");
  await SnapshotWriter.create(
    folder,
    [{ name: "attention", shape: [100, 1000], dimensions: ["query", "key"] }],
    {},
  );
  const metadata = JSON.parse(await readFile(path.join(folder, "attention/zarr.json"), "utf8"));
  expect(metadata.chunk_grid.configuration.chunk_shape).toEqual([1, 100, 1000]);
});

test.each([0, 100, 256, 300, 512, 600])("resumes behind the first %i snapshots", async (length) => {
  const { folder } = await recorded(600);
  const writer = await SnapshotWriter.resume(folder, await readSnapshots(folder), length);
  expect(await stepsIn(folder)).toEqual(upTo(length));
  expect((await readdir(path.join(folder, "step/c"))).length).toBe(Math.ceil(length / 256));
  for (let step = length; step < 700; step++) writer.append(snapshotAt(step));
  await writer.flush();
  const snapshots = await readSnapshots(folder);
  expect(snapshots.problems).toEqual([]);
  expect(await stepsIn(folder)).toEqual(upTo(700));
  expect(Array.from(snapshots.arrays.get("scale")?.data ?? [])).toEqual(upTo(700).map((step) => -step));
  expect(snapshots.arrays.get("rpe")?.dimensions).toEqual(["head", "lag"]);
});

test("keeps rows in memory when a flush fails and writes them with the next", async () => {
  const { folder, writer } = await recorded(1);
  writer.append(snapshotAt(1));
  await rm(path.join(folder, "rpe"), { recursive: true });
  await writeFile(path.join(folder, "rpe"), "in the way");
  await expect(writer.flush()).rejects.toThrow("rpe");
  await rm(path.join(folder, "rpe"));
  await mkdir(path.join(folder, "rpe"));
  writer.append(snapshotAt(2));
  await writer.flush();
  expect(await readSnapshots(folder)).toMatchObject({ length: 3, problems: [] });
});

test("a lost, a short and a torn chunk cost their own rows only", async () => {
  const { folder } = await recorded(600);
  await rm(path.join(folder, "rpe/c/0/0/0"));
  await truncate(path.join(folder, "scale/c/1"), 80);
  await truncate(path.join(folder, "coefficients/c/2/0"), 81);
  const { arrays: read, problems, length } = await readSnapshots(folder);
  expect(length).toBe(600);
  expect(problems.toSorted()).toEqual([
    expect.stringContaining("snapshots.zarr/coefficients: snapshots 512 to 599 are lost"),
    expect.stringContaining("snapshots.zarr/rpe: snapshots 0 to 255 are lost"),
    expect.stringContaining(
      "snapshots.zarr/scale: snapshots 256 to 511 are lost: chunk 1 has 10 of 256 numbers",
    ),
  ]);
  const scale = read.get("scale")?.data ?? new Float64Array(600);
  expect([scale[255], scale[256], scale[511], scale[512]]).toEqual([-255, NaN, NaN, -512]);
  expect(read.get("rpe")?.data[256 * 4]).toBe(256.11);
});

test("a damaged array is left out and named, the others are read", async () => {
  const { folder } = await recorded(3);
  await writeFile(path.join(folder, "rpe/zarr.json"), "{");
  await rm(path.join(folder, "zarr.json"));
  const { arrays: read, problems, unreadable } = await readSnapshots(folder);
  expect(Array.from(read.keys())).toEqual(["coefficients", "scale", "step"]);
  expect(unreadable).toEqual(["rpe"]);
  expect(problems).toEqual([
    expect.stringContaining("snapshots.zarr/zarr.json cannot be read"),
    expect.stringContaining("snapshots.zarr/rpe cannot be read"),
  ]);
});

test("a crash between two arrays' lengths leaves the shorter one for all", async () => {
  const { folder, writer } = await recorded(3);
  const before = await readFile(path.join(folder, "scale/zarr.json"));
  writer.append(snapshotAt(3));
  await writer.flush();
  await writeFile(path.join(folder, "scale/zarr.json"), before);
  const { length, arrays: read, problems } = await readSnapshots(folder);
  expect([length, read.get("rpe")?.shape, read.get("rpe")?.data.length]).toEqual([3, [3, 2, 2], 12]);
  expect(problems).toEqual([]);
});

test("a group that is not there reads as empty, with the reason", async () => {
  const { length, problems } = await readSnapshots(path.join(await temporaryFolder(), "snapshots.zarr"));
  expect(length).toBe(0);
  expect(problems.length).toBeGreaterThan(0);
});
