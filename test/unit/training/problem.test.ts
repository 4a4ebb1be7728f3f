import { truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import type { ExperimentSource } from "../../../core/config";
import { writeTokenFile } from "../../../core/data";
import { prepareProblem, withAbsolutePaths } from "../../../core/training";
import { temporaryFolder } from "../runs/temporary";
import { experimentOf } from "./runs";

/** An experiment on a file of ten sequences of twelve tokens. */
async function onFile(changes: Partial<ExperimentSource> = {}, validationSequences = 3) {
  const folder = await temporaryFolder();
  const tokens = Uint8Array.from({ length: 10 * 13 }, (_, index) => index % 2);
  await writeTokenFile(path.join(folder, "tokens.npy"), {
    tokens,
    count: 10,
    sequenceLength: 12,
    alphabetSize: 2,
  });
  const data = { kind: "file", path: "tokens.npy", alphabetSize: 2, validationSequences } as const;
  return withAbsolutePaths(experimentOf({ ...changes, data }), folder);
}

test("the same experiment has the same data, another seed others", async () => {
  const fingerprints = await Promise.all(
    [{}, {}, { seed: 4 }].map(async (changes) => (await prepareProblem(experimentOf(changes))).fingerprint),
  );
  expect(fingerprints[0]).toBe(fingerprints[1]);
  expect(fingerprints[0]).not.toBe(fingerprints[2]);
});

test("training and validation sequences differ, and nothing is held out unless asked for", async () => {
  const { request } = await prepareProblem(experimentOf());
  expect(request.training).toMatchObject({ kind: "fixed", data: { count: 24, sequenceLength: 16 } });
  expect(request.validation).toMatchObject({ count: 8 });
  const { request: all } = await prepareProblem(await onFile({}, 0));
  expect(all).toMatchObject({ validation: null, training: { data: { count: 10 } } });
});

test("holding out every sequence of a file is refused, with the most that can be", async () => {
  await expect(prepareProblem(await onFile({}, 10))).rejects.toThrow(
    /holds 10 sequences.*Hold out at most 9/,
  );
});

test("a window longer than the file's sequences is refused", async () => {
  await expect(prepareProblem(await onFile({ model: { heads: 2, window: 12 } }))).rejects.toThrow(
    /model\.window is 12, the sequences have 12 tokens/,
  );
});

test("a file too large to be read is refused with its size, before it is read", async () => {
  const experiment = await onFile();
  if (experiment.data.kind !== "file") throw new Error("not a file");
  await writeFile(experiment.data.path, "");
  await truncate(experiment.data.path, 3e9);
  await expect(prepareProblem(experiment)).rejects.toThrow(/takes 3\.0 GB; at most 2\.1 GB can be read/);
});
