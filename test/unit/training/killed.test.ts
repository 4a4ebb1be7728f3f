import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import type { Experiment } from "../../../core/config";
import { describeRun, openRun } from "../../../core/runs";
import { resumeRun, startRun } from "../../../core/training";
import { temporaryFolder } from "../runs/temporary";
import { bundled } from "./bundled";
import { experimentOf, recordOf, threeStages } from "./runs";

/** Trains in a process of its own until the checkpoint of `step` is announced, then kills it where it stands. */
async function trainAndKill(runDirectory: string, experiment: Experiment, step: number): Promise<void> {
  const program = await bundled("killedRun.ts", path.dirname(runDirectory));
  const arguments_ = [program, runDirectory, JSON.stringify(experiment)];
  const child = spawn(process.execPath, arguments_, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  for await (const line of createInterface({ input: child.stdout })) {
    if (Number(line) >= step) child.kill("SIGKILL");
  }
  await ended;
}

test("a run whose process is killed goes on as if nothing had happened", async () => {
  const folder = await temporaryFolder();
  const training = { ...threeStages.training, checkpointEvery: 1 };
  const experiment = experimentOf({ ...threeStages, training });
  const undisturbed = path.join(folder, "undisturbed");
  await (
    await startRun({ experiment, baseDirectory: folder, runDirectory: undisturbed })
  ).finished;
  const expected = await recordOf(undisturbed);

  for (const step of [0, 8, 16]) {
    const runDirectory = path.join(folder, `killed-after-${step}`);
    await trainAndKill(runDirectory, experiment, step);
    const { manifest } = await openRun(runDirectory);
    expect(manifest && describeRun(manifest).state).toBe("interrupted");
    expect(await (await resumeRun({ runDirectory })).finished).toMatchObject({ status: "done" });
    expect(await recordOf(runDirectory)).toEqual(expected);
  }
});
