/** Deleting that can be undone, on real folders. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { listRuns } from "../../../core/runs";
import { acquireLock } from "../../../core/runs/lock";
import { discard, emptyTrash, restore, trashedIn } from "../../../extension/runs/trash";

async function runsFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "trash-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function makeRun(folder: string, name: string, content: string): Promise<string> {
  const run = path.join(folder, name);
  await mkdir(run, { recursive: true });
  await writeFile(path.join(run, "run.json"), content);
  return run;
}

test("what is deleted leaves the list of runs and comes back as it was", async () => {
  const folder = await runsFolder();
  const run = await makeRun(folder, "a", "{}");
  const discarded = await discard("run", run, folder);
  expect(await listRuns(folder)).toEqual([]);
  expect(await trashedIn(folder)).toEqual([discarded.to]);
  await restore(discarded);
  expect(await readFile(path.join(run, "run.json"), "utf8")).toBe("{}");
  expect(await trashedIn(folder)).toEqual([]);
});

test("two of one name lie side by side in the trash", async () => {
  const folder = await runsFolder();
  const first = await discard("run", await makeRun(folder, "a", "1"), folder);
  const second = await discard("run", await makeRun(folder, "a", "2"), folder);
  expect(new Set([first.to, second.to]).size).toBe(2);
  await restore(second);
  expect(await readFile(path.join(folder, "a", "run.json"), "utf8")).toBe("2");
});

test("nothing is written over: where the place is taken again, it stays in the trash and says where", async () => {
  const folder = await runsFolder();
  const discarded = await discard("run", await makeRun(folder, "a", "old"), folder);
  await makeRun(folder, "a", "new");
  await expect(restore(discarded)).rejects.toThrow(discarded.to);
  expect(await readFile(path.join(folder, "a", "run.json"), "utf8")).toBe("new");
  expect(await readFile(path.join(discarded.to, "run.json"), "utf8")).toBe("old");
});

test("emptying deletes for good, and only the trash", async () => {
  const folder = await runsFolder();
  await discard("run", await makeRun(folder, "a", "{}"), folder);
  await makeRun(folder, "b", "{}");
  await emptyTrash(folder);
  expect(await readdir(folder)).toEqual(["b"]);
});

test("a run that somebody writes stays where it is", async () => {
  const folder = await runsFolder();
  const run = await makeRun(folder, "a", "{}");
  const lock = await acquireLock(path.join(run, "run.lock"));
  await expect(discard("run", run, folder)).rejects.toThrow("being written");
  expect(await trashedIn(folder)).toEqual([]);
  await lock.release();
  await discard("run", run, folder);
  expect(await trashedIn(folder)).toHaveLength(1);
});
