import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { RunFolderError, writeAtomically } from "../../../core/runs";
import { temporaryFolder } from "./temporary";

test("writes and replaces a file and leaves nothing else behind", async () => {
  const folder = await temporaryFolder();
  const file = path.join(folder, "run.json");
  await writeAtomically(file, "old");
  await writeAtomically(file, new TextEncoder().encode("new"));
  expect(await readFile(file, "utf8")).toBe("new");
  expect(await readdir(folder)).toEqual(["run.json"]);
});

test("ends with one whole content when many write at once", async () => {
  const file = path.join(await temporaryFolder(), "run.json");
  const contents = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000));
  await Promise.all(contents.map((content) => writeAtomically(file, content)));
  expect(contents).toContain(await readFile(file, "utf8"));
});

test("says that a part of the path is a file", async () => {
  const file = path.join(await temporaryFolder(), "file");
  await writeFile(file, "mine");
  const inside = path.join(file, "run.json");
  await expect(writeAtomically(inside, "x")).rejects.toThrow(
    `Cannot write ${inside}: a part of the path is a file, not a folder. Choose another folder for runs. (ENOTDIR)`,
  );
  await expect(writeAtomically(inside, "x")).rejects.toMatchObject({ path: inside });
  expect(await readFile(file, "utf8")).toBe("mine");
});

test("says that the folder is gone", async () => {
  const file = path.join(await temporaryFolder(), "gone", "run.json");
  await expect(writeAtomically(file, "x")).rejects.toThrow(RunFolderError);
  await expect(writeAtomically(file, "x")).rejects.toThrow("moved or deleted meanwhile. (ENOENT)");
});

test("keeps what was there, and no debris, when the rename fails", async () => {
  const folder = await temporaryFolder();
  await mkdir(path.join(folder, "run.json"));
  await expect(writeAtomically(path.join(folder, "run.json"), "x")).rejects.toThrow(RunFolderError);
  expect(await readdir(folder)).toEqual(["run.json"]);
});

test.runIf(process.platform === "linux")("wraps whatever the system refuses", async () => {
  await expect(writeAtomically("/proc/self/run.json", "x")).rejects.toThrow(RunFolderError);
});
