/** Theory beside practice on the mixed target: the course without chance is the one that runs take, and what has none is said. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { experimentFromValue, isMixed, presets, type MixedExperiment } from "../../../core/config";
import { transitionStudyOf, transitionStudyOfRun, type MixedRecord } from "../../../core/evaluation";
import { mixedCourse } from "../../../core/inspect";
import { openRun, type Run } from "../../../core/runs";
import { readStudies, writeStudy } from "../../../core/studies";
import { startRun } from "../../../core/training";

function mixed(preset: string, ...overrides: string[]): MixedExperiment {
  const source = presets.find(({ id }) => id === preset)?.experiment;
  const parsed = experimentFromValue(source, { overrides });
  if (!parsed.ok || !isMixed(parsed.experiment)) throw new Error("The preset is not of the mixed target.");
  return parsed.experiment;
}

async function trained(experiment: MixedExperiment): Promise<MixedRecord & { readonly run: Run }> {
  const folder = await mkdtemp(path.join(tmpdir(), "induction-lab-transition-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const runDirectory = path.join(folder, "run");
  await (
    await startRun({ experiment, baseDirectory: folder, runDirectory })
  ).finished;
  const run = await openRun(runDirectory);
  return { run, experiment, snapshots: await run.snapshots() };
}

test("phases end when theory says, to a few parts in a hundred", async () => {
  const experiment = mixed("lazy-to-rich", "data.sequenceLength=20", "training.stages.0.steps=1000");
  const record = await trained(experiment);
  const { run } = record;
  const study = await transitionStudyOfRun(record, { error: 0.02 });
  expect(study).toEqual(await transitionStudyOf(experiment, { error: 0.02 }));
  const course = mixedCourse((await run.metrics()).lines, experiment.training.stages);
  if (course.kind !== "phases") throw new Error(course.kind);
  const ends = course.phases.map((phase) => (phase.state === "ended" ? phase.to.time : NaN));
  [study.ends.partial, study.ends.plateau, study.ends.emergence].forEach((expected, at) => {
    expect(Math.abs((expected ?? NaN) / ends[at] - 1)).toBeLessThan(0.08);
  });
  await writeStudy(run.directory, "transition", study);
  expect((await readStudies(run.directory)).studies.transition).toEqual(study);
});

test("of a run whose layer 2 comes second the course begins where that stage did", async () => {
  const record = await trained(
    mixed(
      "lazy-to-rich-layers",
      "training.stages.0.steps=200",
      "training.stages.1.steps=20",
      "data.sequenceLength=8",
    ),
  );
  const study = await transitionStudyOfRun(record, { error: 0.1 });
  expect(study).toMatchObject({ stage: 1, fromStep: 200, fromTime: 20, stepTime: 0.5 });
  expect(study.rpe1).toBeGreaterThan(1);
  expect(study.course.time[0]).toBeCloseTo(20, 9);
  // The stage's end is not the course's: when the plateau will be left is just what one asks then.
  expect(study.ends.emergence).not.toBeNull();
});

test.each([
  ["lazy-to-rich-layers", [], "known of a run only"],
  ["lazy-to-rich-joint", [], "trains rpe1 too"],
  ["lazy-to-rich", ["training.stages.0.optimizer=adam"], "trained by adam"],
  ["lazy-to-rich", ['training.stages.0.train=["value1","rpe2"]'], "No stage trains value2, key, query"],
  ["lazy-to-rich", ["model.initial.key=-1"], "k·q begins below 0"],
] as const)("%s with %s: says why there is no course", async (preset, overrides, words) => {
  await expect(transitionStudyOf(mixed(preset, ...overrides))).rejects.toThrow(words);
});
