import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { createRun, listRuns, openRun, renameRun, RunFolderError, RunWriter } from "../../../core/runs";
import { thisProcess } from "../../../core/runs/process";
import { filesUnder } from "../../cli/observation";
import { newRun } from "./small";
import { temporaryFolder } from "./temporary";

async function runIn(root: string, name: string): Promise<string> {
  const directory = path.join(root, name);
  const writer = await createRun(directory, { ...newRun, source: path.join(root, "small.induction.json") });
  await writer.updateManifest({ status: "done" });
  await writer.close();
  return directory;
}

test("a renamed run is the same run under another name", async () => {
  const root = await temporaryFolder();
  const directory = await runIn(root, "first");
  const { manifest } = await openRun(directory);

  const renamed = await renameRun(directory, "the second, α 0.1");
  expect(renamed).toBe(path.join(root, "the second, α 0.1"));
  expect(await readdir(root)).toEqual(["the second, α 0.1"]);
  expect((await openRun(renamed)).manifest).toEqual({ ...manifest, id: "the second, α 0.1" });
  expect(await readdir(renamed)).not.toContain("run.lock");
  await (await RunWriter.resume(renamed, 0)).close();
});

test.each([
  ...[
    "",
    ".",
    "..",
    "a/b",
    "../b",
    "a\\b",
    "a:b",
    "what?",
    "tab\there",
    " a",
    "a ",
    "a.",
    "con",
    "NUL",
    "com1.txt",
  ],
  "x".repeat(201),
])("%j is no name of a run's folder", async (name) => {
  const root = await temporaryFolder();
  const directory = await runIn(root, "first");
  const before = await filesUnder(root);
  await expect(renameRun(directory, name)).rejects.toThrow(/does not serve as the name.*Choose another name/);
  expect(await filesUnder(root)).toEqual(before);
});

test.each(["second", "file", "empty", "first"])("a name that is taken, %s, is refused", async (name) => {
  const root = await temporaryFolder();
  const directory = await runIn(root, "first");
  await runIn(root, "second");
  await mkdir(path.join(root, "empty"));
  await writeFile(path.join(root, "file"), "mine");
  const before = await filesUnder(root);
  await expect(renameRun(directory, name)).rejects.toThrow(`${path.join(root, name)} is there already`);
  expect(await filesUnder(root)).toEqual(before);
  expect(await readdir(root)).toContain("empty");
});

test("a run that a living process writes keeps its name; one whose process died does not mind", async () => {
  const root = await temporaryFolder();
  const directory = path.join(root, "first");
  const writer = await createRun(directory, newRun);
  await expect(renameRun(directory, "second")).rejects.toThrow("is being written by process");
  expect(await readdir(root)).toEqual(["first"]);
  await writer.close();

  const dead = { ...thisProcess(), kernelStart: "another-boot 1", pid: 2 ** 22 + 1 };
  await writeFile(path.join(directory, "run.lock"), JSON.stringify(dead));
  await renameRun(directory, "second");
  expect(await listRuns(root)).toMatchObject([{ kind: "run", manifest: { id: "second" } }]);
});

test("a damaged run can be renamed, a folder that is no run cannot", async () => {
  const root = await temporaryFolder();
  const directory = await runIn(root, "first");
  await writeFile(path.join(directory, "run.json"), "{");
  const renamed = await renameRun(directory, "broken");
  expect(await listRuns(root)).toMatchObject([{ kind: "damaged", directory: renamed }]);

  await mkdir(path.join(root, "notes"));
  for (const name of ["notes", "absent"]) {
    await expect(renameRun(path.join(root, name), "else")).rejects.toThrow(RunFolderError);
    await expect(renameRun(path.join(root, name), "else")).rejects.toThrow("is not a run");
  }
  expect((await readdir(root)).toSorted()).toEqual(["broken", "notes"]);
});
