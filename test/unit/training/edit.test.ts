import { cp, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import type { Experiment, ExperimentSource } from "../../../core/config";
import { decodeSafetensors, encodeSafetensors, openRun } from "../../../core/runs";
import { RestartNeeded, resumeRun, startRun, type TrainingEvent } from "../../../core/training";
import { filesUnder } from "../../cli/observation";
import { temporaryFolder } from "../runs/temporary";
import { experimentOf, recordOf, resumeUntil, runUntil, threeStages } from "./runs";

type Source = Partial<ExperimentSource>;
type Stages = NonNullable<NonNullable<ExperimentSource["training"]>["stages"]>;

const all: Stages[number] = { train: ["rpe", "coefficients", "scale"], steps: 20 };
const withStages = (...stages: Stages): Experiment =>
  experimentOf({ training: { stages, validationEvery: 8 } });

/** A run that was stopped after `step` steps, or is done. */
async function runOf(changes: Source, step?: number): Promise<string> {
  const folder = await temporaryFolder();
  const options = {
    experiment: experimentOf(changes),
    baseDirectory: folder,
    runDirectory: path.join(folder, "run"),
  };
  await (
    await (step === undefined ? startRun(options) : runUntil(step, options))
  ).finished;
  return options.runDirectory;
}

async function goOn(runDirectory: string, experiment?: Experiment): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  const onEvent = (event: TrainingEvent) => void events.push(event);
  const run = await resumeRun({ runDirectory, onEvent, ...(experiment && { experiment }) });
  expect(await run.finished).toMatchObject({ status: "done" });
  return events;
}

async function copyOf(runDirectory: string, name: string): Promise<string> {
  const copy = `${runDirectory}-${name}`;
  await cp(runDirectory, copy, { recursive: true });
  return copy;
}

const manifestOf = async (runDirectory: string) => (await openRun(runDirectory)).manifest;

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

test("an experiment that changes nothing leaves what an uninterrupted run leaves, to the last bit", async () => {
  const expected = await recordOf(await runOf(threeStages));
  for (const step of [3, 9, 15]) {
    const runDirectory = await runOf(threeStages, step);
    await goOn(runDirectory, { ...experimentOf(threeStages), $schema: "./schema.json" });
    expect(await recordOf(runDirectory)).toEqual(expected);
    expect(await manifestOf(runDirectory)).not.toHaveProperty("edits");
  }
  const done = await runOf({});
  await expect(resumeRun({ runDirectory: done, experiment: experimentOf() })).rejects.toThrow(
    /nothing is left/,
  );
});

/** Each an edit of `threeStages` at its step, in the middle of another kind of stage. */
const stagesOf = ({ training }: Experiment) => training.stages;
const three = experimentOf(threeStages);
const edits: readonly (readonly [string, number, Experiment])[] = [
  [
    "the learning rate and the later stages, under sgd",
    3,
    { ...three, training: { ...three.training, stages: [{ ...stagesOf(three)[0], learningRate: 0.1 }] } },
  ],
  [
    "the learning rate and β₁, under adam",
    9,
    {
      ...three,
      training: {
        ...three.training,
        stages: stagesOf(three).map((stage, index) =>
          index === 1
            ? {
                ...stage,
                learningRate: 0.2,
                optimizer: { kind: "adam", beta1: 0.5, beta2: 0.9, epsilon: 1e-8 },
              }
            : stage,
        ),
      },
    },
  ],
  [
    "the flow's tolerance and time, and a stage behind it",
    15,
    {
      ...three,
      training: {
        ...three.training,
        stages: [
          ...stagesOf(three).slice(0, 2),
          { ...stagesOf(three)[2], steps: 12, optimizer: { kind: "flow", tolerance: 1e-3, time: 5 } },
          { ...stagesOf(three)[1], name: "again" },
        ],
      },
    },
  ],
  [
    "what is recorded and how often is validated",
    9,
    {
      ...three,
      record: { snapshots: 2, maxSnapshots: 30 },
      training: { ...three.training, validationEvery: 3 },
    },
  ],
];

test.each(edits)("the same edit at the same step gives the same bits: %s", async (_, step, edited) => {
  const stopped = await runOf(threeStages, step);
  const one = await copyOf(stopped, "one");
  await goOn(one, edited);
  const expected = await recordOf(one);
  expect(expected.problems).toEqual([]);
  expect((await manifestOf(one))?.edits).toHaveLength(1);

  const last = expected.metrics.at(-1)?.step ?? NaN;
  // Stopped at once, soon, late, or where a stage begins, and then plainly resumed.
  for (const interrupted of new Set([step, step + 1, step + 2, 13, last - 1])) {
    if (interrupted < step || interrupted >= last) continue;
    const other = await copyOf(stopped, String(interrupted));
    const paused = interrupted === step;
    const run = await resumeUntil(interrupted, { runDirectory: other, experiment: edited, paused });
    if (paused) run.stop();
    expect(await run.finished).toMatchObject({ status: "stopped", step: interrupted });
    await goOn(other);
    expect(await recordOf(other)).toEqual(expected);
    expect((await manifestOf(other))?.edits).toHaveLength(1);
  }
});

test("a finished run goes on with more steps, or with a stage behind the last, like one that was so planned", async () => {
  const first: Stages[number] = { train: ["coefficients"], steps: 10, learningRate: 0.5 };
  const second: Stages[number] = {
    train: ["rpe", "scale"],
    steps: 12,
    optimizer: "adam",
    learningRate: 0.05,
  };
  const cases: [Stages, Stages][] = [
    [[first], [{ ...first, steps: 25 }]],
    [[first], [first, second]],
    [
      [first, second],
      [first, second, first],
    ],
    [
      [{ ...first, stopWhen: { gradientNorm: 1e3 } }],
      [{ ...first, stopWhen: { gradientNorm: 1e3 } }, second],
    ],
  ];
  for (const [before, after] of cases) {
    const runDirectory = await runOf({ training: { stages: before } });
    const events = await goOn(runDirectory, experimentOf({ training: { stages: after } }));
    const planned = await recordOf(await runOf({ training: { stages: after } }));
    const record = await recordOf(runDirectory);
    const numbers = Object.keys(planned.checkpoint).filter(
      (name) => !/^(schedule|plan|tallies)\./.test(name),
    );
    for (const name of numbers)
      expect([name, record.checkpoint[name]]).toEqual([name, planned.checkpoint[name]]);
    expect(record.stages).toEqual(planned.stages);
    expect(record.metrics.at(-1)).toEqual(planned.metrics.at(-1));
    const entered = events.filter((event) => event.kind === "stage").map(({ stage }) => stage);
    expect(entered).toEqual(after.map((_, stage) => stage).slice(before.length - 1));
  }
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

/** Checkpoints of before there were edits. */
async function makeOld(runDirectory: string): Promise<void> {
  for (const { path: file } of await (await openRun(runDirectory)).checkpoints()) {
    const { tensors, metadata } = decodeSafetensors(await readFile(file));
    const old = Object.entries(tensors).filter(
      ([name]) => name !== "training.time" && !name.startsWith("plan."),
    );
    await writeFile(file, encodeSafetensors({ tensors: Object.fromEntries(old), metadata }));
  }
}

test("old checkpoints go on as they always did, and with a changed experiment", async () => {
  const expected = await recordOf(await runOf(threeStages));
  const old = await runOf(threeStages, 9);
  await makeOld(old);
  const edited = await copyOf(old, "edited");
  await goOn(old);
  expect(await recordOf(old)).toEqual(expected);

  await goOn(edited, edits[1][2]);
  const fresh = await runOf(threeStages, 9);
  await goOn(fresh, edits[1][2]);
  expect(await recordOf(edited)).toEqual(await recordOf(fresh));

  const prolonged = await runOf({});
  await makeOld(prolonged);
  await (
    await resumeRun({ runDirectory: prolonged, extraSteps: 15 })
  ).finished;
  expect(await manifestOf(prolonged)).toMatchObject({ step: 35, status: "done" });
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
