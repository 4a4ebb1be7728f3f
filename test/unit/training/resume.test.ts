import { cp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { writeTokenFile } from "../../../core/data";
import { openRun } from "../../../core/runs";
import { resumeRun, startRun, type StartOptions, type TrainingEvent } from "../../../core/training";
import { temporaryFolder } from "../runs/temporary";
import { experimentOf, recordOf, resumeUntil, runUntil, threeStages } from "./runs";

async function optionsFor(changes: Parameters<typeof experimentOf>[0]): Promise<StartOptions> {
  const folder = await temporaryFolder();
  return { experiment: experimentOf(changes), baseDirectory: folder, runDirectory: path.join(folder, "run") };
}

async function finishedRun(changes: Parameters<typeof experimentOf>[0]): Promise<StartOptions> {
  const options = await optionsFor(changes);
  expect(await (await startRun(options)).finished).toMatchObject({ status: "done" });
  return options;
}

test("a run stopped anywhere and resumed leaves what an uninterrupted one leaves, to the last bit", async () => {
  const whole = await finishedRun(threeStages);
  const expected = await recordOf(whole.runDirectory);
  expect(expected.problems).toEqual([]);
  const last = expected.metrics.at(-1)?.step ?? NaN;
  // In the middle of the stages, where they meet, and around.
  for (const step of [1, 3, 5, 6, 7, 10, 12, 13, 14, 20, last - 1]) {
    const options = await optionsFor(threeStages);
    expect(await (await runUntil(step, options)).finished).toMatchObject({ status: "stopped", step });
    const resumed = await resumeRun({ runDirectory: options.runDirectory });
    expect(await resumed.finished).toMatchObject({ status: "done", step: last });
    expect(await recordOf(options.runDirectory)).toEqual(expected);
  }
});

test("a run resumed from any of its checkpoints comes to the same end", async () => {
  const { runDirectory } = await finishedRun(threeStages);
  const expected = await recordOf(runDirectory);
  for (const { step } of await (await openRun(runDirectory)).checkpoints()) {
    const folder = `${runDirectory}-from-${step}`;
    await cp(runDirectory, folder, { recursive: true });
    const resumed = await resumeRun({ runDirectory: folder, fromStep: step });
    expect(await resumed.finished).toMatchObject({ status: "done" });
    expect(await recordOf(folder)).toEqual(expected);
  }
});

test("an online run meets the same batches when it is resumed", async () => {
  const online = {
    data: {
      alphabetSize: 2,
      sequenceLength: 16,
      parents: [1],
      online: true,
      batchSize: 5,
      validationSequences: 4,
    },
  };
  const whole = await finishedRun(online);
  const options = await optionsFor(online);
  await (
    await runUntil(9, options)
  ).finished;
  await (
    await resumeRun({ runDirectory: options.runDirectory })
  ).finished;
  expect(await recordOf(options.runDirectory)).toEqual(await recordOf(whole.runDirectory));
});

test("the compiled engine, too, continues to the same bits", async () => {
  const changes = { ...threeStages, engine: { kind: "cpu", threads: 2 } } as const;
  const whole = await finishedRun(changes);
  const expected = await recordOf(whole.runDirectory);
  for (const step of [4, 9, 15]) {
    const options = await optionsFor(changes);
    await (
      await runUntil(step, options)
    ).finished;
    await (
      await resumeRun({ runDirectory: options.runDirectory })
    ).finished;
    expect(await recordOf(options.runDirectory)).toEqual(expected);
  }
});

test("a run that is done is left alone, unless more steps are asked for", async () => {
  const options = await finishedRun({});
  const before = await recordOf(options.runDirectory);
  const { runDirectory } = options;
  await expect(resumeRun({ runDirectory })).rejects.toThrow(
    /is done at step 20 of 20: nothing is left to do/,
  );
  await expect(resumeRun({ runDirectory, extraSteps: 0 })).rejects.toThrow(RangeError);
  expect(await recordOf(runDirectory)).toEqual(before);

  const longer = await resumeRun({ runDirectory, extraSteps: 15 });
  expect(await longer.finished).toMatchObject({ status: "done", step: 35 });
  const after = await recordOf(runDirectory);
  expect((await openRun(runDirectory)).manifest).toMatchObject({ totalSteps: 35, step: 35, status: "done" });
  expect(after.metrics.slice(0, before.metrics.length)).toEqual(before.metrics);
  const planned = await finishedRun({
    training: { stages: [{ train: ["rpe", "coefficients", "scale"], steps: 35 }], validationEvery: 8 },
  });
  const same = await recordOf(planned.runDirectory);
  expect(["rpe", "coefficients", "scale"].map((name) => after.checkpoint[name])).toEqual(
    ["rpe", "coefficients", "scale"].map((name) => same.checkpoint[name]),
  );
});

test("a prolonged run that is stopped remembers how long it was to be", async () => {
  const { runDirectory } = await finishedRun({});
  await (
    await resumeUntil(25, { runDirectory, extraSteps: 15 })
  ).finished;
  const resumed = await resumeRun({ runDirectory });
  expect(await resumed.finished).toMatchObject({ status: "done", step: 35 });
});

test("a run that its stopping rule has ended is not prolonged by steps", async () => {
  const { runDirectory } = await finishedRun({
    training: { stages: [{ train: ["scale"], steps: 50, stopWhen: { gradientNorm: 1e3 } }] },
  });
  await expect(resumeRun({ runDirectory, extraSteps: 5 })).rejects.toThrow(
    /ended after 0 of its 50 steps, by its stopWhen/,
  );
});

test("a run that is being written is refused", async () => {
  const options = await optionsFor({ training: { stages: [{ train: ["scale"], steps: 1e6 }] } });
  let tellPaused: () => void;
  const paused = new Promise<void>((resolve) => (tellPaused = resolve));
  const run = await startRun({
    ...options,
    onEvent: (event) => {
      if (event.kind === "paused") tellPaused();
    },
  });
  await expect(resumeRun({ runDirectory: options.runDirectory })).rejects.toThrow(
    /is running, step .* Stop it there/,
  );
  run.pause();
  await paused;
  await expect(resumeRun({ runDirectory: options.runDirectory })).rejects.toThrow(/being written by process/);
  run.stop();
  await run.finished;
});

test("data that are no longer the same are refused, and nothing is changed", async () => {
  const options = await optionsFor({ data: { kind: "file", path: "tokens.npy", alphabetSize: 2 } });
  const file = path.join(options.baseDirectory, "tokens.npy");
  const set = { tokens: new Uint8Array(10 * 13), count: 10, sequenceLength: 12, alphabetSize: 2 };
  await writeTokenFile(file, set);
  const { runDirectory } = options;
  await (
    await runUntil(5, options)
  ).finished;
  const before = await recordOf(runDirectory);
  await rm(file);
  await writeTokenFile(file, { ...set, tokens: set.tokens.fill(1, 0, 20) });
  await expect(resumeRun({ runDirectory })).rejects.toThrow(
    /trained on other sequences: .*tokens\.npy has changed/,
  );
  expect(await recordOf(runDirectory)).toEqual(before);
});

test("a damaged checkpoint costs no more than the steps since the one before", async () => {
  const { runDirectory } = await finishedRun({
    training: { stages: [{ train: ["scale"], steps: 20 }], checkpointEvery: 6 },
  });
  const expected = await recordOf(runDirectory);
  const checkpoints = await (await openRun(runDirectory)).checkpoints();
  const newest = checkpoints[checkpoints.length - 1];
  await writeFile(newest.path, "gone");
  const manifest = path.join(runDirectory, "run.json");
  await writeFile(manifest, (await readFile(manifest, "utf8")).replace('"done"', '"stopped"'));

  const events: TrainingEvent[] = [];
  const run = await resumeRun({ runDirectory, onEvent: (event) => void events.push(event) });
  expect(await run.finished).toMatchObject({ status: "done", step: 20 });
  expect(events[0]).toMatchObject({
    kind: "started",
    step: 18,
    warnings: [expect.stringMatching(/checkpoint of step 20 is passed over: .* is damaged/) as string],
  });
  expect(await recordOf(runDirectory)).toEqual(expected);
});
