import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { drawSequences, readTokenFile, writeTokenFile } from "../../../core/data";

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), "tokens-"));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}

test("what was written reads back, and is never replaced", async () => {
  const file = path.join(await folder(), "x.npy");
  const law = {
    alphabetSize: 5,
    parents: [1],
    sequenceLength: 9,
    prior: { alpha: 1, floor: 0 },
    initial: "uniform",
  };
  const set = await drawSequences({ ...law, initial: "uniform" }, 1, "train", 0, 7);
  await writeTokenFile(file, set);
  expect(await readTokenFile(file, 5)).toEqual(set);
  await expect(writeTokenFile(file, set)).rejects.toThrow(/EEXIST/);
});

test.skipIf(process.platform === "win32")("a device that never ends is refused", async () => {
  await expect(readTokenFile("/dev/zero", 3)).rejects.toThrow(/zero.*not a regular file/s);
});

test("a folder is refused", async () => {
  await expect(readTokenFile(await folder(), 3)).rejects.toThrow(/not a regular file|EISDIR/);
});
