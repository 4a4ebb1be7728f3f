import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { createRun, openRun, RunFolderError, RunWriter } from "../../../core/runs";
import { newRun, snapshotAt } from "./small";
import { temporaryFolder } from "./temporary";

/** A closed run with snapshots of steps 0 to 8. */
async function recordedRun(): Promise<string> {
  const directory = path.join(await temporaryFolder(), "small");
  const writer = await createRun(directory, newRun);
  for (let step = 0; step < 9; step++) writer.addSnapshot(snapshotAt(step));
  await writer.updateManifest({ status: "stopped", step: 8 });
  await writer.close();
  return directory;
}

const edit = {
  step: 2,
  at: "2026-11-21T15:30:12.000Z",
  changes: [{ path: "model.heads", from: 2, to: 3, words: "heads 2 → 3" }],
};

test("an edit puts its configuration in force together with what the manifest says of it", async () => {
  const directory = path.join(await temporaryFolder(), "small");
  const writer = await createRun(directory, newRun);
  const edited = { name: "edited", model: { heads: 3 } };
  await writer.edit(edit, edited, { name: "edited", totalSteps: 7 });
  const { manifest, config } = await openRun(directory);
  expect(config).toEqual(edited);
  expect(manifest).toMatchObject({ name: "edited", totalSteps: 7, edits: [edit] });
  expect(manifest).not.toHaveProperty("pendingConfig");
  await writer.edit({ ...edit, step: 5 }, newRun.config, {});
  await writer.close();
  expect((await openRun(directory)).manifest?.edits?.map(({ step }) => step)).toEqual([2, 5]);
});

test("an edit that was interrupted between its two files counts, and resuming finishes it", async () => {
  const directory = await recordedRun();
  const file = path.join(directory, "run.json");
  const pendingConfig = { name: "edited" };
  const manifest: object = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify({ ...manifest, edits: [edit], pendingConfig }));
  expect((await openRun(directory)).config).toEqual(pendingConfig);
  await (await RunWriter.resume(directory, 8)).close();
  const resumed = await openRun(directory);
  expect(resumed).toMatchObject({ config: pendingConfig, manifest: { edits: [edit] } });
  expect(resumed.manifest).not.toHaveProperty("pendingConfig");
});

test("an edit whose manifest cannot be written has not happened", async () => {
  const directory = path.join(await temporaryFolder(), "small");
  const writer = await createRun(directory, newRun);
  const file = path.join(directory, "run.json");
  await rm(file);
  await mkdir(path.join(file, "in the way"), { recursive: true });
  await expect(writer.edit(edit, { name: "edited" }, {})).rejects.toThrow(RunFolderError);
  await rm(file, { recursive: true });
  await writer.close();
  const { manifest, config } = await openRun(directory);
  expect(manifest).not.toHaveProperty("edits");
  expect(config).toEqual(newRun.config);
});

test("resumed from before an edit, the run notes that it holds from there", async () => {
  const directory = await recordedRun();
  const writer = await RunWriter.resume(directory, 8);
  await writer.edit({ ...edit, step: 8 }, { name: "edited" }, {});
  await writer.close();
  await (await RunWriter.resume(directory, 1)).close();
  expect(await openRun(directory)).toMatchObject({
    manifest: { edits: [{ ...edit, step: 1 }] },
    config: { name: "edited" },
  });
});
