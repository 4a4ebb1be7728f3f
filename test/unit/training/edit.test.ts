import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { decodeSafetensors, encodeSafetensors, openRun } from "../../../core/runs";
import { RestartNeeded, resumeRun } from "../../../core/training";
import { filesUnder } from "../../cli/observation";
import { all, copyOf, goOn, manifestOf, runOf, withStages, type Stages } from "./edits";
import { experimentOf, recordOf, resumeUntil } from "./runs";

test("another learning rate in mid-run goes on from the very parameters, and time with it", async () => {
  const whole = await recordOf(await runOf({}));
  const runDirectory = await runOf({}, 8);
  await goOn(runDirectory, withStages({ ...all, learningRate: 0.25 }));

  const { snapshots } = await recordOf(runDirectory);
  const upTo8 = (name: string) => snapshots[name].subarray(0, (9 * snapshots[name].length) / 21);
  for (const name of ["rpe", "coefficients", "scale", "loss", "time"]) {
    expect(upTo8(name)).toEqual(whole.snapshots[name].subarray(0, upTo8(name).length));
  }
  const move = ({ scale }: typeof snapshots) => scale[9] - scale[8];
  expect(move(snapshots) / move(whole.snapshots)).toBeCloseTo(0.25, 10);
  expect(Array.from(snapshots.time.subarray(7, 12))).toEqual([7, 8, 8.25, 8.5, 8.75]);
  expect(snapshots.time.at(-1)).toBe(11);
});

test("an edit is noted in the manifest, and the config is the new experiment", async () => {
  const runDirectory = await runOf({}, 8);
  await goOn(runDirectory, { ...withStages({ ...all, learningRate: 0.25, steps: 30 }), name: "slower" });
  const { manifest, config, problems } = await openRun(runDirectory);
  expect(problems).toEqual([]);
  expect(manifest).toMatchObject({ name: "slower", totalSteps: 30, step: 30, status: "done" });
  expect(manifest?.edits).toEqual([
    {
      step: 8,
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      changes: [
        { path: "name", from: "small", to: "slower", words: 'name "small" → "slower"' },
        { path: "training.stages[0].steps", from: 20, to: 30, words: "steps 20 → 30 in stage I" },
        {
          path: "training.stages[0].learningRate",
          from: 1,
          to: 0.25,
          words: "learning rate 1 → 0.25 in stage I",
        },
      ],
    },
  ]);
  expect(manifest).not.toHaveProperty("pendingConfig");
  expect(config).toMatchObject({ name: "slower", training: { stages: [{ steps: 30, learningRate: 0.25 }] } });
  expect(JSON.parse(await readFile(path.join(runDirectory, "config.json"), "utf8"))).toEqual(config);
});

test("an edit that cannot go on is refused with its reason and leaves the folder as it is", async () => {
  const file = (...stages: Stages) => withStages(...stages);
  const stopped = await runOf({}, 8);
  const done = await runOf({});
  const cases = [
    [stopped, experimentOf({ seed: 4 }), "seed 3 → 4 changes all random numbers"],
    [stopped, experimentOf({ model: { heads: 3, window: 3 } }), "heads 2 → 3 changes the model"],
    [stopped, file({ ...all, steps: 8 }), "steps 20 → 8 in stage I comes too late, after 8 steps"],
    [
      stopped,
      file({ ...all, optimizer: "adam" }),
      "optimizer sgd → adam in stage I changes the optimizer of the stage that goes on",
    ],
    [
      done,
      file({ ...all, learningRate: 0.5 }),
      "the run is finished, and learning rate 1 → 0.5 in stage I leaves it nothing to do",
    ],
  ] as const;
  for (const [runDirectory, experiment, reason] of cases) {
    const before = await filesUnder(runDirectory);
    const refusal: unknown = await resumeRun({ runDirectory, experiment }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(RestartNeeded);
    expect(refusal).toMatchObject({
      reason,
      message: expect.stringContaining(reason),
      name: "RunSetupError",
    });
    expect(await filesUnder(runDirectory)).toEqual(before);
  }
  await expect(resumeRun({ runDirectory: stopped, experiment: file(all), extraSteps: 5 })).rejects.toThrow(
    /exclude each other/,
  );
});

test("steps that were added by themselves count when the experiment is changed after that", async () => {
  const runDirectory = await runOf({});
  await (
    await resumeUntil(25, { runDirectory, extraSteps: 15 })
  ).finished;
  await expect(
    resumeRun({ runDirectory, experiment: withStages({ ...all, learningRate: 0.5 }) }),
  ).rejects.toThrow("steps 35 → 20 in stage I comes too late, after 25 steps");
  await (
    await resumeUntil(28, { runDirectory, experiment: withStages({ ...all, learningRate: 0.5, steps: 35 }) })
  ).finished;
  const { manifest, config } = await openRun(runDirectory);
  expect(manifest?.edits).toMatchObject([
    { step: 25, changes: [{ path: "training.stages[0].learningRate" }] },
  ]);
  expect(config).toMatchObject({ training: { stages: [{ steps: 35, learningRate: 0.5 }] } });
  await goOn(runDirectory);
  expect(await manifestOf(runDirectory)).toMatchObject({ step: 35, totalSteps: 35, time: 30 });
  await (
    await resumeRun({ runDirectory, extraSteps: 5 })
  ).finished;
  expect(await manifestOf(runDirectory)).toMatchObject({ step: 40, totalSteps: 40, time: 32.5 });
});

test("a run resumed from before an edit goes on with the edited experiment from there", async () => {
  const changes = { training: { stages: [all], validationEvery: 8, checkpointEvery: 4 } };
  const runDirectory = await runOf(changes, 8);
  const experiment = experimentOf({
    training: { ...changes.training, stages: [{ ...all, learningRate: 0.25 }] },
  });
  await goOn(runDirectory, experiment);
  const back = await copyOf(runDirectory, "back");
  await (
    await resumeRun({ runDirectory: back, fromStep: 0 })
  ).finished;
  expect((await manifestOf(back))?.edits).toMatchObject([{ step: 0, changes: [{ from: 1, to: 0.25 }] }]);
  expect((await manifestOf(back))?.time).toBe(5);

  await (
    await resumeRun({ runDirectory, fromStep: 16 })
  ).finished;
  expect(await manifestOf(runDirectory)).toMatchObject({ edits: [{ step: 8 }], time: 11 });
});

test("another engine computes from the edit on", async () => {
  const runDirectory = await runOf({}, 8);
  const engine = { kind: "cpu", threads: 2 } as const;
  const events = await goOn(runDirectory, experimentOf({ engine }));
  expect(events[0]).toMatchObject({ kind: "started", step: 8, engine });
  expect((await manifestOf(runDirectory))?.engine).toMatchObject(engine);
});

test("a data file that has changed takes a new run, whatever else is changed", async () => {
  const runDirectory = await runOf({}, 8);
  const newest = (await (await openRun(runDirectory)).checkpoints()).at(-1)?.path ?? "";
  const { tensors, metadata } = decodeSafetensors(await readFile(newest));
  await writeFile(newest, encodeSafetensors({ tensors, metadata: { ...metadata, data: "others" } }));
  await expect(
    resumeRun({ runDirectory, experiment: withStages({ ...all, learningRate: 0.5 }) }),
  ).rejects.toThrow(RestartNeeded);
});
