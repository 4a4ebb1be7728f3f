import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { writeTokenFile } from "../../../core/data";
import { createEngine } from "../../../core/engine";
import { openRun } from "../../../core/runs";
import { startRun, type TrainingEvent } from "../../../core/training";
import { temporaryFolder } from "../runs/temporary";
import { engineWith, experimentOf, recordOf, runUntil, threeStages } from "./runs";

async function optionsFor(changes: Parameters<typeof experimentOf>[0] = {}) {
  const folder = await temporaryFolder();
  const events: TrainingEvent[] = [];
  return {
    experiment: experimentOf(changes),
    baseDirectory: folder,
    runDirectory: path.join(folder, "run"),
    onEvent: (event: TrainingEvent) => void events.push(event),
    events,
  };
}

test("a run records its initial state, every scheduled step and its end", async () => {
  const options = await optionsFor({ record: { snapshots: 6 } });
  const outcome = await (await startRun(options)).finished;
  expect(outcome).toMatchObject({ status: "done", step: 20, runDirectory: options.runDirectory });

  const { manifest, ...run } = await openRun(options.runDirectory);
  expect(run.problems).toEqual([]);
  const { arrays } = await run.snapshots();
  expect(Array.from(arrays.get("step")?.data ?? [])).toEqual([0, 6, 12, 18, 20]);
  expect(Array.from(arrays.get("time")?.data ?? [])).toEqual([0, 6, 12, 18, 20]);
  expect(arrays.get("rpe")).toMatchObject({ shape: [5, 2, 3], dimensions: ["head", "lag"] });
  expect(arrays.get("coefficients")?.attributes).toMatchObject({ subsets: [[0], [1], [0, 1]] });
  expect(Array.from(arrays.get("rpe")?.data.subarray(0, 6) ?? [])).toEqual([3, 0.1, 0.1, 0.1, 3, 0.1]);

  const { lines } = await run.metrics();
  // Validation every 8 steps and at the end, too.
  expect(lines.map(({ step }) => step)).toEqual([0, 6, 8, 12, 16, 18, 20]);
  expect(lines.filter((line) => "validationLoss" in line).map(({ step }) => step)).toEqual([0, 8, 16, 20]);
  expect(Object.keys(lines[0])).toEqual([
    ...["step", "stage", "time", "loss", "validationLoss"],
    ...[
      "gradientNorm.rpe",
      "gradientNorm.coefficients",
      "gradientNorm.scale",
      "learningRate",
      "elapsedSeconds",
    ],
  ]);
  expect(lines[0].loss).toBeGreaterThan(lines[6].loss);

  expect(manifest).toMatchObject({
    status: "done",
    step: 20,
    totalSteps: 20,
    time: 20,
    engine: { kind: "reference" },
    stages: [{ stage: 0, name: "all at once", fromStep: 0 }],
    losses: { first: lines[0].loss, last: lines[6].loss, validation: lines[6].validationLoss },
  });
  expect(manifest?.process).toBeUndefined();
  expect(manifest?.timings.trainingSeconds).toBeGreaterThan(0);
  expect(outcome.losses).toEqual(manifest?.losses);
  expect(await readdir(options.runDirectory)).not.toContain("run.lock");
});

test("stages of every kind follow one another, each with a checkpoint where it begins", async () => {
  const options = await optionsFor(threeStages);
  await (
    await startRun(options)
  ).finished;
  const run = await openRun(options.runDirectory);
  expect(run.manifest?.stages).toEqual([
    { stage: 0, name: "coefficients", fromStep: 0 },
    { stage: 1, name: "rpe + scale", fromStep: 6 },
    { stage: 2, name: "coefficients + scale", fromStep: 13 },
  ]);
  const steps = (await run.checkpoints()).map(({ step }) => step);
  expect(steps.slice(0, 3)).toEqual([0, 6, 13]);
  expect(steps.at(-1)).toBe(run.manifest?.step);
  const { tensors } = await run.readCheckpoint(6);
  expect(Object.keys(tensors)).toEqual(
    expect.arrayContaining(["rpe", "optimizer.meanSquare", "schedule.next"]),
  );
  expect(tensors.rpe.shape).toEqual([2, 3]);

  const { lines } = await run.metrics();
  expect(lines.find(({ step }) => step === 13)).toMatchObject({
    stage: 2,
    "gradientNorm.scale": expect.any(Number) as number,
  });
  expect(lines.at(-1)).toMatchObject({
    time: 6 * 0.5 + 7 * 0.05 + 0.3,
    evaluations: expect.any(Number) as number,
  });
  const { length } = await run.snapshots();
  expect(length).toBeLessThanOrEqual(14);
});

test("events tell of the start, the stages, every snapshot and the end", async () => {
  const options = await optionsFor(threeStages);
  const outcome = await (await startRun(options)).finished;
  const { events } = options;
  expect(events[0]).toMatchObject({
    kind: "started",
    step: 0,
    totalSteps: 43,
    engine: { kind: "reference" },
    warnings: [],
  });
  expect(events.at(-1)).toEqual({ kind: "finished", outcome });
  expect(events.filter(({ kind }) => kind === "stage")).toHaveLength(3);
  const recorded = events.filter((event) => event.kind === "recorded");
  const { snapshots } = await recordOf(options.runDirectory);
  expect(recorded.map(({ step }) => step)).toEqual(Array.from(snapshots.step));
  expect(recorded.map(({ parameters }) => parameters.at(-1))).toEqual(Array.from(snapshots.scale));
  const progress = events.filter((event) => event.kind === "progress");
  expect(progress.at(-1)).toMatchObject({ step: outcome.step, loss: outcome.losses.last, secondsLeft: 0 });
});

test("every line of metrics is told as it is measured, before the snapshot of its step", async () => {
  const options = await optionsFor({ record: { snapshots: 6 } });
  await (
    await startRun(options)
  ).finished;
  const told = options.events.flatMap((event) => (event.kind === "measured" ? [event.line] : []));
  expect(told).toEqual((await (await openRun(options.runDirectory)).metrics()).lines);
  const snapshots = options.events.flatMap((event, index) =>
    event.kind === "recorded" ? [[event.step, options.events[index - 1]]] : [],
  );
  expect(snapshots).toMatchObject(
    [0, 6, 12, 18, 20].map((step) => [step, { kind: "measured", line: { step } }]),
  );
});

test("a run notes the file it came from", async () => {
  const options = await optionsFor();
  const source = path.join(options.baseDirectory, "small.induction.json");
  await (
    await startRun({ ...options, source })
  ).finished;
  expect((await openRun(options.runDirectory)).manifest).toMatchObject({ source: "../small.induction.json" });
});

test("a stopped run stops after the step under way and keeps its state", async () => {
  const options = await optionsFor();
  const outcome = await (await runUntil(7, options)).finished;
  expect(outcome).toMatchObject({ status: "stopped", step: 7 });
  const run = await openRun(options.runDirectory);
  expect(run.manifest).toMatchObject({ status: "stopped", step: 7 });
  expect((await run.readCheckpoint(7)).tensors["training.step"].data).toEqual(Float64Array.of(7));
});

test("a paused run holds still with everything on disk, and goes on or stops as asked", async () => {
  for (const then of ["resume", "stop"] as const) {
    const options = await optionsFor();
    const run = await startRun({
      ...options,
      onEvent: (event) => {
        options.onEvent(event);
        if (event.kind === "recorded" && event.step === 5) run.pause();
        if (event.kind === "paused") setTimeout(() => void check().then(() => run[then]()), 50);
      },
    });
    let seen: unknown;
    const check = async () => {
      const held = await openRun(options.runDirectory);
      const { status, step } = held.manifest ?? {};
      const line = (await held.metrics()).lines.at(-1);
      seen = [status, step, (await held.checkpoints()).at(-1)?.step, line?.step];
    };
    const outcome = await run.finished;
    expect(seen).toEqual(["paused", 5, 5, 5]);
    expect([outcome.status, outcome.step]).toEqual(then === "stop" ? ["stopped", 5] : ["done", 20]);
    expect(options.events.filter(({ kind }) => kind === "resumed")).toHaveLength(then === "stop" ? 0 : 1);
  }
});

test("a diverging run fails with its last good state on disk", async () => {
  const options = await optionsFor({ record: { snapshots: 10 } });
  const outcome = await (
    await startRun({
      ...options,
      createEngine: engineWith((engine) => ({
        gradient: async (parameters, gradient, step) => {
          const loss = await engine.gradient(parameters, gradient, step);
          if (step === 13) gradient[1] = NaN;
          return loss;
        },
      })),
    })
  ).finished;
  const failure = {
    step: 13,
    tensor: "gradient of rpe[1,2]",
    message: expect.stringContaining("smaller learning rate") as string,
  };
  expect(outcome).toMatchObject({ status: "failed", step: 12, failure });
  const run = await openRun(options.runDirectory);
  expect(run.manifest).toMatchObject({ status: "failed", step: 12, failure });
  expect(Array.from((await run.snapshots()).arrays.get("step")?.data ?? [])).toEqual([0, 10, 12]);
  expect((await run.checkpoints()).at(-1)?.step).toBe(12);
});

test("a run whose initial loss is not finite fails at step 0", async () => {
  const options = await optionsFor();
  const createEngine = engineWith(() => ({ gradient: () => Promise.resolve(NaN) }));
  const outcome = await (await startRun({ ...options, createEngine })).finished;
  expect(outcome).toMatchObject({ status: "failed", step: 0, failure: { tensor: "loss", step: 0 } });
});

test("a run that cannot write any more fails and says why", async () => {
  const options = await optionsFor({ training: { stages: [{ train: ["scale"], steps: 1_000_000 }] } });
  const run = await startRun({
    ...options,
    onEvent: (event) => {
      options.onEvent(event);
      if (event.kind === "checkpoint" && event.step === 0) void obstruct();
    },
  });
  const metrics = path.join(options.runDirectory, "metrics.jsonl");
  const obstruct = async () => {
    await rm(metrics);
    await mkdir(metrics);
  };
  const outcome = await run.finished;
  expect(outcome).toMatchObject({
    status: "failed",
    failure: { message: expect.stringContaining("metrics.jsonl") as string },
  });
  expect((await openRun(options.runDirectory)).manifest).toMatchObject({ status: "failed" });
});

test("an experiment that cannot run leaves nothing behind", async () => {
  const options = await optionsFor();
  const cases = [
    [
      { ...options, experiment: experimentOf({ data: { trainSequences: 1e7, sequenceLength: 1000 } }) },
      /would take 10 GB.*at most 4.0 GB/,
    ],
    [{ ...options, createEngine: () => Promise.reject(new Error("no device")) }, /no device/],
    [
      {
        ...options,
        experiment: experimentOf({ data: { kind: "file", path: "absent.npy", alphabetSize: 2 } }),
      },
      /absent\.npy cannot be read: ENOENT.*Correct data\.path/,
    ],
  ] as const;
  for (const [bad, message] of cases) {
    await expect(startRun(bad)).rejects.toThrow(message);
    expect(await readdir(options.baseDirectory)).toEqual([]);
  }
});

test("a run folder that holds something is refused and the engine is freed", async () => {
  const options = await optionsFor();
  await mkdir(options.runDirectory);
  await writeFile(path.join(options.runDirectory, "thesis.tex"), "");
  let freed = 0;
  const createEngine = engineWith((engine) => ({ dispose: () => (freed++, engine.dispose()) }));
  await expect(startRun({ ...options, createEngine })).rejects.toThrow(/not empty/);
  expect(freed).toBe(1);
  expect(await readdir(options.runDirectory)).toEqual(["thesis.tex"]);
});

test("a data file is found from the experiment's folder, and its last rows are held out", async () => {
  const options = await optionsFor({
    data: { kind: "file", path: "data/tokens.npy", alphabetSize: 2, validationSequences: 2 },
  });
  await mkdir(path.join(options.baseDirectory, "data"));
  const tokens = Uint8Array.from({ length: 10 * 13 }, (_, index) => ((index * index) % 7) % 2);
  const file = path.join(options.baseDirectory, "data/tokens.npy");
  await writeTokenFile(file, { tokens, count: 10, sequenceLength: 12, alphabetSize: 2 });
  const sizes: unknown[] = [];
  const run = await startRun({
    ...options,
    createEngine: (request) => {
      sizes.push(request.training.kind === "fixed" && request.training.data.count, request.validation?.count);
      return createEngine(request);
    },
  });
  expect(await run.finished).toMatchObject({
    status: "done",
    losses: { validation: expect.any(Number) as number },
  });
  expect(sizes).toEqual([8, 2]);
  const { config } = await openRun(options.runDirectory);
  expect(config).toMatchObject({ data: { path: file } });
});
