import { mkdir, symlink, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { createRun, listRuns, RunFolderError } from "../../../core/runs";
import { newRun } from "./small";
import { temporaryFolder } from "./temporary";

async function runIn(root: string, name: string): Promise<void> {
  const writer = await createRun(path.join(root, name), newRun);
  await writer.updateManifest({ status: "done" });
  await writer.close();
}

test("lists runs newest first, damaged ones with the reason, and nothing else", async () => {
  const root = await temporaryFolder();
  for (const name of ["first", "second", "third"]) await runIn(root, name);
  await mkdir(path.join(root, "notes"));
  await writeFile(path.join(root, "readme.txt"), "");
  await mkdir(path.join(root, "broken"));
  const damaged = path.join(root, "broken", "run.json");
  await writeFile(damaged, '{"format":1');
  await utimes(damaged, new Date(0), new Date(1000));

  const runs = await listRuns(root);
  expect(runs.map(({ directory }) => path.basename(directory))).toEqual([
    "third",
    "second",
    "first",
    "broken",
  ]);
  expect(runs[0]).toMatchObject({ kind: "run", manifest: { id: "third" }, description: { state: "done" } });
  expect(runs[3]).toMatchObject({
    kind: "damaged",
    createdAt: "1970-01-01T00:00:01.000Z",
    problem: expect.stringContaining("run.json cannot be read"),
  });
});

test("finds every one of many runs", async () => {
  const root = await temporaryFolder();
  for (let index = 0; index < 100; index++) {
    await mkdir(path.join(root, `run-${index}`));
    await writeFile(path.join(root, `run-${index}`, "run.json"), "{}");
  }
  expect(new Set((await listRuns(root)).map(({ directory }) => directory)).size).toBe(100);
});

test.skipIf(process.platform === "win32")("follows links to runs", async () => {
  const root = await temporaryFolder();
  const elsewhere = await temporaryFolder();
  await runIn(elsewhere, "small");
  await symlink(path.join(elsewhere, "small"), path.join(root, "linked"));
  expect((await listRuns(root)).map(({ directory }) => directory)).toEqual([path.join(root, "linked")]);
});

test("a root that does not exist has no runs; one that is a file is refused", async () => {
  const root = await temporaryFolder();
  expect(await listRuns(path.join(root, "runs"))).toEqual([]);
  await writeFile(path.join(root, "file"), "");
  await expect(listRuns(path.join(root, "file"))).rejects.toThrow(RunFolderError);
});
