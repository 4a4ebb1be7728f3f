import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { openRun } from "../../core/runs";
import { filesUnder } from "./observation";
import { jsonLines, run, small, start, temporaryFolder } from "./program";

/** Long enough to be interrupted, in two stages with optimisers that remember. */
const long = {
  ...small,
  training: {
    checkpointEvery: 500,
    stages: [
      { train: ["coefficients", "rpe"], steps: 2_500 },
      { train: ["scale"], steps: 2_500, optimizer: "adam", learningRate: 0.01 },
    ],
  },
};

async function folderWithLong(): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, "long.json"), JSON.stringify(long));
  return folder;
}

/** All that a run's next steps would follow from; not how long they took. */
async function lastState(directory: string): Promise<object> {
  const opened = await openRun(directory);
  const last = (await opened.checkpoints()).at(-1);
  const { tensors } = await opened.readCheckpoint(last?.step ?? 0);
  return Object.fromEntries(Object.entries(tensors).filter(([name]) => !name.endsWith("Seconds")));
}

for (const checkpoint of [1000, 3000]) {
  test(`killed after step ${checkpoint} and resumed, a run ends in the same bits`, async () => {
    const folder = await folderWithLong();
    const { child, ended, saw } = start(folder, "train", "long.json", "--out", "killed", "--json");
    await saw(new RegExp(`"kind":"checkpoint","step":${checkpoint}`));
    child.kill("SIGKILL");
    expect((await ended).signal).toBe("SIGKILL");
    expect((await run(folder, "runs", ".")).stdout).toContain("interrupted");

    const resumed = await run(folder, "resume", "killed", "--json");
    expect(resumed.exitCode).toBe(0);
    expect(jsonLines(resumed.stdout)[0].step).toBeGreaterThanOrEqual(checkpoint);
    await run(folder, "train", "long.json", "--out", "whole");

    expect(await lastState(path.join(folder, "killed"))).toEqual(await lastState(path.join(folder, "whole")));
    const [killed, whole] = await Promise.all(
      ["killed", "whole"].map((name) => filesUnder(path.join(folder, name, "snapshots.zarr"))),
    );
    expect(killed).toEqual(whole);
  });
}

for (const [signal, exitCode] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  test(`${signal} stops after the step, with a checkpoint and word of how to resume`, async () => {
    const folder = await folderWithLong();
    const { child, ended, saw } = start(folder, "train", "long.json", "--out", "run");
    await saw(/stage 1/);
    child.kill(signal);
    const stopped = await ended;
    expect(stopped).toMatchObject({ exitCode, signal: null, stderr: "" });
    expect(stopped.stdout).toMatch(/Stopped at step [\d,]+\./);
    expect(stopped.stdout).toMatch(/Go on with: node \S*cli.cjs resume run/);
    expect((await run(folder, "runs", ".")).stdout).toMatch(/^run +stopped/m);

    const resumed = await run(folder, "resume", "run");
    expect(resumed).toMatchObject({ exitCode: 0, stderr: "" });
    expect(resumed.stdout).toContain("Done at step 5,000.");
  });
}

test("a second SIGINT ends at once and leaves a run that can be read and resumed", async () => {
  const folder = await folderWithLong();
  const { child, ended, saw } = start(folder, "train", "long.json", "--out", "run", "--json");
  await saw(/"kind":"checkpoint","step":500/);
  child.kill("SIGINT");
  await saw(/"kind":"note"/);
  child.kill("SIGINT");
  const { exitCode, signal } = await ended;
  // By the signal, or in an orderly way if the step was over sooner.
  expect(exitCode ?? signal).toBe(signal ? "SIGINT" : 130);

  const shown = await run(folder, "show", "run");
  expect(shown).toMatchObject({ exitCode: 0, stderr: "" });
  expect(shown.stdout).toMatch(/^small: (interrupted|stopped) at step/);
  expect(await run(folder, "resume", "run")).toMatchObject({ exitCode: 0, stderr: "" });
});

test("killed before its first checkpoint, a run begins anew in its folder and ends in the same bits", async () => {
  const folder = await folderWithLong();
  await run(folder, "train", "long.json", "--out", "whole");
  const { child, ended, saw } = start(folder, "train", "long.json", "--out", "killed", "--json");
  await saw(/"kind":"checkpoint"/);
  child.kill("SIGKILL");
  await ended;
  // What a kill a moment earlier leaves: everything but the checkpoint.
  await rm(path.join(folder, "killed", "checkpoints"), { recursive: true });
  await mkdir(path.join(folder, "killed", "checkpoints"));

  const resumed = await run(folder, "resume", "killed", "--json");
  expect(resumed.exitCode).toBe(0);
  expect(JSON.stringify(jsonLines(resumed.stdout)[0])).toContain("begins anew");
  expect(await lastState(path.join(folder, "killed"))).toEqual(await lastState(path.join(folder, "whole")));
  const [killed, whole] = await Promise.all(
    ["killed", "whole"].map((name) => filesUnder(path.join(folder, name, "snapshots.zarr"))),
  );
  expect(killed).toEqual(whole);
});
