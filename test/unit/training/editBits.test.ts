import { readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { decodeSafetensors, encodeSafetensors, openRun } from "../../../core/runs";
import { resumeRun } from "../../../core/training";
import { copyOf, edits, goOn, manifestOf, runOf, type Stages } from "./edits";
import { experimentOf, recordOf, resumeUntil, threeStages } from "./runs";

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
