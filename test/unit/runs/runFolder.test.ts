import { readdir, readFile, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { createRun, openRun, RunFolderError, RunWriter, type Tensors } from "../../../core/runs";
import { newRun, snapshotAt } from "./small";
import { temporaryFolder } from "./temporary";

const tensorsAt = (step: number): Tensors => ({
  parameters: { dtype: "F64", shape: [2], data: Float64Array.of(step, 1 / step) },
});

/** A closed run with metrics and snapshots at steps 0..steps−1 and a checkpoint at each of `checkpoints`. */
async function finishedRun(steps: number, checkpoints: readonly number[] = []): Promise<string> {
  const directory = path.join(await temporaryFolder(), "runs", "small");
  const writer = await createRun(directory, newRun);
  record(writer, 0, steps);
  for (const step of checkpoints) await writer.writeCheckpoint(step, tensorsAt(step));
  await writer.updateManifest({ status: "done", step: steps - 1 });
  await writer.close();
  return directory;
}

function record(writer: RunWriter, from: number, to: number): void {
  for (let step = from; step < to; step++) {
    writer.addMetrics({ step, loss: 1 / (1 + step) });
    writer.addSnapshot(snapshotAt(step));
  }
}

async function recordedSteps(directory: string): Promise<{ metrics: number[]; snapshots: number[] }> {
  const run = await openRun(directory);
  return {
    metrics: (await run.metrics()).lines.map(({ step }) => step),
    snapshots: Array.from((await run.snapshots()).arrays.get("step")?.data ?? []),
  };
}

async function checkpointSteps(directory: string): Promise<number[]> {
  return (await (await openRun(directory)).checkpoints()).map(({ step }) => step);
}

const upTo = (count: number) => Array.from({ length: count }, (_, step) => step);

test("a new run is whole at once: readable, empty, running, written by this process", async () => {
  const directory = path.join(await temporaryFolder(), "deep", "runs", "small");
  const writer = await createRun(directory, newRun);
  expect((await readdir(directory)).toSorted()).toEqual([
    "checkpoints",
    "config.json",
    "metrics.jsonl",
    "run.json",
    "run.lock",
    "snapshots.zarr",
  ]);
  const run = await openRun(directory);
  expect(run).toMatchObject({ config: newRun.config, problems: [] });
  expect(run.manifest).toMatchObject({
    ...newRun.manifest,
    format: 1,
    id: "small",
    status: "running",
    step: 0,
    process: { pid: process.pid },
    node: process.version,
  });
  expect(await run.metrics()).toEqual({ lines: [], problems: [] });
  expect(await run.snapshots()).toMatchObject({ length: 0, problems: [] });
  expect(await run.checkpoints()).toEqual([]);
  await writer.close();
});

test("everything that was recorded is read back", async () => {
  const directory = await finishedRun(300, [100]);
  expect(await recordedSteps(directory)).toEqual({ metrics: upTo(300), snapshots: upTo(300) });
  const run = await openRun(directory);
  expect(run.manifest).toMatchObject({ status: "done", step: 299 });
  expect(run.manifest).not.toHaveProperty("process");
  expect(await run.readCheckpoint(100)).toEqual({
    tensors: tensorsAt(100),
    metadata: { step: "100", permanent: "false" },
  });
  expect(await readdir(directory)).not.toContain("run.lock");
});

test("a folder that holds something is refused and left untouched", async () => {
  const directory = await temporaryFolder();
  await writeFile(path.join(directory, "thesis.tex"), "mine");
  await expect(createRun(directory, newRun)).rejects.toThrow(`${directory} is not empty`);
  expect(await readdir(directory)).toEqual(["thesis.tex"]);

  const existing = await finishedRun(3);
  await expect(createRun(existing, newRun)).rejects.toThrow(RunFolderError);
  expect(await recordedSteps(existing)).toEqual({ metrics: upTo(3), snapshots: upTo(3) });
});

test("an empty folder becomes a run", async () => {
  const directory = await temporaryFolder();
  await (await createRun(directory, newRun)).close();
  expect((await openRun(directory)).manifest?.id).toBe(path.basename(directory));
});

test("a run under a file, or in a place that cannot be written, is refused in words", async () => {
  const file = path.join(await temporaryFolder(), "file");
  await writeFile(file, "mine");
  await expect(createRun(path.join(file, "run"), newRun)).rejects.toThrow(
    "a part of the path is a file, not a folder",
  );
  await expect(createRun(file, newRun)).rejects.toThrow("a part of the path is a file, not a folder");
  expect(await readFile(file, "utf8")).toBe("mine");
  if (process.platform === "linux") {
    await expect(createRun("/proc/runs/small", newRun)).rejects.toThrow("Cannot create /proc/runs");
  }
});

test("a creation that fails half way leaves nothing", async () => {
  const directory = path.join(await temporaryFolder(), "small");
  const arrays = [...newRun.snapshots.arrays, { name: "empty", shape: [0] }];
  await expect(createRun(directory, { ...newRun, snapshots: { arrays } })).rejects.toThrow(RangeError);
  expect(await readdir(path.dirname(directory))).toEqual([]);
});

test("a run must record its steps", async () => {
  const directory = path.join(await temporaryFolder(), "small");
  await expect(createRun(directory, { ...newRun, snapshots: { arrays: [] } })).rejects.toThrow(
    'named "step"',
  );
});

test("a second writer is refused while the first is at work", async () => {
  const directory = path.join(await temporaryFolder(), "small");
  const writer = await createRun(directory, newRun);
  await expect(RunWriter.resume(directory, 0)).rejects.toThrow("This run is being written by process");
  await writer.close();
  await (await RunWriter.resume(directory, 0)).close();
});

test("a folder without run.json is not a run", async () => {
  const directory = await temporaryFolder();
  await expect(openRun(directory)).rejects.toThrow("is not a run: it has no run.json");
  await expect(RunWriter.resume(directory, 0)).rejects.toThrow("it has no run.json");
  expect(await readdir(directory)).toEqual([]);
});

test("permanent checkpoints and the newest three stay", async () => {
  const directory = path.join(await temporaryFolder(), "small");
  const writer = await createRun(directory, newRun);
  for (let step = 100; step <= 800; step += 100) {
    await writer.writeCheckpoint(step, tensorsAt(step), {
      permanent: step === 200,
      metadata: { stage: "1" },
    });
  }
  await writer.close();
  expect(await checkpointSteps(directory)).toEqual([200, 600, 700, 800]);
  expect(await readdir(path.join(directory, "checkpoints"))).toContain("step-00000200.safetensors");
  const { metadata } = await (await openRun(directory)).readCheckpoint(200);
  expect(metadata).toEqual({ stage: "1", step: "200", permanent: "true" });
});

test("a checkpoint holds the tensors as they were when it was asked for", async () => {
  const directory = path.join(await temporaryFolder(), "small");
  const writer = await createRun(directory, newRun);
  const data = Float64Array.of(4, 1 / 4);
  const written = writer.writeCheckpoint(4, { parameters: { dtype: "F64", shape: [2], data } });
  data.fill(0);
  await written;
  await writer.close();
  expect((await (await openRun(directory)).readCheckpoint(4)).tensors).toEqual(tensorsAt(4));
});

test("resuming forgets what came after the step and continues from there", async () => {
  const directory = await finishedRun(300, [100, 200, 299]);
  await writeFile(path.join(directory, "checkpoints", ".step-00000250.safetensors.1-1.tmp"), "half");
  const writer = await RunWriter.resume(directory, 200);
  expect(writer.manifest).toMatchObject({ status: "running", step: 200, process: { pid: process.pid } });
  expect(await recordedSteps(directory)).toEqual({ metrics: upTo(201), snapshots: upTo(201) });
  expect(await readdir(path.join(directory, "checkpoints"))).toHaveLength(2);
  record(writer, 201, 320);
  await writer.flush();
  await writer.close();
  expect(await recordedSteps(directory)).toEqual({ metrics: upTo(320), snapshots: upTo(320) });
  expect(await checkpointSteps(directory)).toEqual([100, 200]);
});

test("resuming forgets a failure and the stages not reached", async () => {
  const directory = path.join(await temporaryFolder(), "small");
  const first = await createRun(directory, newRun);
  const stages = [0, 50].map((fromStep, stage) => ({ stage, name: `stage ${stage}`, fromStep }));
  await first.updateManifest({ status: "failed", step: 70, stages, failure: { message: "the loss is NaN" } });
  await first.close();
  const writer = await RunWriter.resume(directory, 20);
  await writer.close();
  const { manifest } = await openRun(directory);
  expect(manifest).not.toHaveProperty("failure");
  expect(manifest?.stages).toEqual([stages[0]]);
});

test("a run notes the file it came from as seen from its own folder", async () => {
  const root = await temporaryFolder();
  const directory = path.join(root, "runs", "small");
  const source = path.join(root, "experiments", "small.induction.json");
  await (await createRun(directory, { ...newRun, source })).close();
  const { manifest } = await openRun(directory);
  expect(manifest?.source).toBe("../../experiments/small.induction.json");
  expect(path.resolve(directory, manifest?.source ?? "")).toBe(source);
});

test("a damaged manifest harms only itself", async () => {
  const directory = await finishedRun(3, [2]);
  await truncate(path.join(directory, "run.json"), 100);
  const run = await openRun(directory);
  expect(run.manifest).toBeNull();
  expect(run.problems).toEqual([expect.stringContaining("run.json cannot be read")]);
  expect(run.config).toEqual(newRun.config);
  expect(await recordedSteps(directory)).toEqual({ metrics: upTo(3), snapshots: upTo(3) });
  await expect(RunWriter.resume(directory, 2)).rejects.toThrow("Cannot resume the run");
  expect(await readdir(directory)).not.toContain("run.lock");
});

test("a damaged config, metrics line, chunk and checkpoint each harm only themselves", async () => {
  const directory = await finishedRun(3, [1, 2]);
  await writeFile(path.join(directory, "config.json"), "{");
  await writeFile(path.join(directory, "metrics.jsonl"), '{"step":0,"loss":1}\n{"ste');
  await truncate(path.join(directory, "snapshots.zarr/scale/c/0"), 8);
  await truncate(path.join(directory, "checkpoints/step-00000002.safetensors"), 100);

  const run = await openRun(directory);
  expect(run.manifest?.status).toBe("done");
  expect([run.config, run.problems]).toEqual([null, [expect.stringContaining("config.json cannot be read")]]);
  expect(await run.metrics()).toMatchObject({
    lines: [{ step: 0 }],
    problems: [expect.stringContaining("torn")],
  });
  const { length, arrays, problems } = await run.snapshots();
  expect([length, arrays.get("step")?.data[2], arrays.get("scale")?.data[2]]).toEqual([3, 2, NaN]);
  expect(problems).toEqual([expect.stringContaining("snapshots.zarr/scale: snapshots 0 to 2 are lost")]);
  await expect(run.readCheckpoint(2)).rejects.toThrow(
    /step-00000002.safetensors is damaged: truncated.*earlier/,
  );
  expect((await run.readCheckpoint(1)).tensors).toEqual(tensorsAt(1));
  await expect(run.readCheckpoint(3)).rejects.toThrow("has no checkpoint of step 3; there are: 1, 2");
});

test("a recording whose arrays cannot be read is not continued", async () => {
  const directory = await finishedRun(3);
  await writeFile(path.join(directory, "snapshots.zarr/rpe/zarr.json"), "{");
  await expect(RunWriter.resume(directory, 2)).rejects.toThrow("Cannot resume the recording");
  expect(await recordedSteps(directory)).toEqual({ metrics: upTo(3), snapshots: upTo(3) });
});

test.runIf(process.platform === "linux")("a full disk loses nothing that was added", async () => {
  const directory = path.join(await temporaryFolder(), "small");
  const writer = await createRun(directory, newRun);
  record(writer, 0, 2);
  await writer.flush();
  const metrics = path.join(directory, "metrics.jsonl");
  await rename(metrics, `${metrics}.real`);
  await symlink("/dev/full", metrics);
  record(writer, 2, 4);
  await expect(writer.flush()).rejects.toThrow(`Cannot append to ${metrics}: the disk is full`);
  record(writer, 4, 5);
  await rename(`${metrics}.real`, metrics);
  await writer.close();
  expect(await recordedSteps(directory)).toEqual({ metrics: upTo(5), snapshots: upTo(5) });
});

test("a deleted run is not made anew by its writer", async () => {
  const directory = path.join(await temporaryFolder(), "small");
  const writer = await createRun(directory, newRun);
  record(writer, 0, 1);
  await rm(directory, { recursive: true });
  await expect(writer.close()).rejects.toThrow(RunFolderError);
  expect(await readdir(path.dirname(directory))).toEqual([]);
});

test("what is asked for at once is done in order", async () => {
  const directory = path.join(await temporaryFolder(), "small");
  const writer = await createRun(directory, newRun);
  record(writer, 0, 10);
  const work = [writer.flush(), writer.updateManifest({ step: 9 }), writer.writeCheckpoint(9, tensorsAt(9))];
  record(writer, 10, 20);
  await Promise.all([...work, writer.flush(), writer.updateManifest({ step: 19, status: "done" })]);
  await writer.close();
  expect(await recordedSteps(directory)).toEqual({ metrics: upTo(20), snapshots: upTo(20) });
  expect((await openRun(directory)).manifest).toMatchObject({ step: 19, status: "done" });
});

test("an array that was deleted is named on reading, and refused on resuming", async () => {
  const directory = await finishedRun(3);
  await rm(path.join(directory, "snapshots.zarr", "scale"), { recursive: true });
  const { problems, unreadable } = await (await openRun(directory)).snapshots();
  expect(problems).toEqual(["snapshots.zarr/scale is missing"]);
  expect(unreadable).toEqual(["scale"]);
  await expect(RunWriter.resume(directory, 2)).rejects.toThrow("snapshots.zarr/scale is missing");
});
