import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import { createRun, exportRun, openRun, RunFolderError, type Run } from "../../../core/runs";
import { encodeNpy } from "../../../core/data/npy";
import { newRun, snapshotAt } from "./small";
import { temporaryFolder } from "./temporary";

/** Snapshots at steps 0 and 10, metrics at 0, 5 and 10, the validation loss at 10 only. */
async function recordedRun(): Promise<{ run: Run; folder: string }> {
  const folder = await temporaryFolder();
  const writer = await createRun(path.join(folder, "small"), newRun);
  for (const step of [0, 10]) writer.addSnapshot(snapshotAt(step));
  writer.addMetrics({ step: 0, loss: 0.5 });
  writer.addMetrics({ step: 5, loss: NaN });
  writer.addMetrics({ step: 10, loss: 0.25, validation: 0.125 });
  await writer.close();
  return { run: await openRun(path.join(folder, "small")), folder };
}

test("npz holds every snapshot array and every metric", async () => {
  const { run, folder } = await recordedRun();
  const file = path.join(folder, "small.npz");
  expect(await exportRun(run, "npz", file)).toEqual({ problems: [] });
  const members = unzipSync(await readFile(file));
  expect(Object.keys(members).toSorted()).toEqual([
    "coefficients.npy",
    "metrics/loss.npy",
    "metrics/step.npy",
    "metrics/validation.npy",
    "rpe.npy",
    "scale.npy",
    "step.npy",
  ]);
  const rpe = Float64Array.of(0.11, 0.12, 0.21, 0.22, 10.11, 10.12, 10.21, 10.22);
  expect(members["rpe.npy"]).toEqual(encodeNpy(rpe, [2, 2, 2]));
  expect(members["metrics/validation.npy"]).toEqual(encodeNpy(Float64Array.of(NaN, NaN, 0.125), [3]));
});

test("csv has a row for every recorded step and flattened parameters counted from 1", async () => {
  const { run, folder } = await recordedRun();
  const file = path.join(folder, "small.csv");
  await exportRun(run, "csv", file);
  expect((await readFile(file, "utf8")).split("\r\n")).toEqual([
    "step,loss,validation,coefficients[1],coefficients[2],coefficients[3]," +
      '"rpe[1,1]","rpe[1,2]","rpe[2,1]","rpe[2,2]",scale',
    "0,0.5,,0.1,0.2,0.3,0.11,0.12,0.21,0.22,0",
    "5,NaN,,,,,,,,,",
    "10,0.25,0.125,10.1,10.2,10.3,10.11,10.12,10.21,10.22,-10",
    "",
  ]);
});

test("csv keeps steps of which only a snapshot is left", async () => {
  const { run, folder } = await recordedRun();
  await rm(path.join(run.directory, "metrics.jsonl"));
  const file = path.join(folder, "small.csv");
  const { problems } = await exportRun(run, "csv", file);
  expect(problems).toEqual([expect.stringContaining("metrics.jsonl cannot be read")]);
  const lines = (await readFile(file, "utf8")).split("\r\n");
  expect(lines[0]).toMatch(/^step,coefficients/);
  expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual(["0", "10", ""]);
});

test("an export that cannot be written is refused in words", async () => {
  const { run, folder } = await recordedRun();
  await writeFile(path.join(folder, "file"), "mine");
  await expect(exportRun(run, "csv", path.join(folder, "file", "small.csv"))).rejects.toThrow(RunFolderError);
});
