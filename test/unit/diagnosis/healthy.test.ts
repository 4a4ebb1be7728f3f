/** Trainings in which nothing is wrong: no preset raises an alarm, at any of the lengths that people try first. */
import { expect, test } from "vitest";
import { diagnosisOf } from "../../../core/diagnosis";
import { layoutOf, modelOf } from "../../../core/model";
import { openRun, parametersAt } from "../../../core/runs";
import { diagnosed, presetWith, trainedRun } from "./trained";

const stages = (...steps: readonly number[]) =>
  steps.map((count, at) => `training.stages.${at}.steps=${count}`);

test.each([
  ["quickstart", []],
  ["quickstart", ["seed=7"]],
  ["quickstart", ["data.online=true", "data.batchSize=500", ...stages(300)]],
  ["quickstart", ["training.stages.0.optimizer=adam", "training.stages.0.learningRate=0.05"]],
  ["paper-simultaneous", stages(1000)],
  ["paper-three-stage", stages(500, 1000, 500)],
  ["paper-theory", stages(500, 1000, 500)],
  ["authors-code", stages(1000)],
  ["authors-code", ["data.alphabetSize=4", "data.trainSequences=2000", ...stages(500)]],
])("%s %j", async (preset, changes) => {
  const { runDirectory } = await trainedRun(presetWith(preset, changes));
  const { findings, notes } = await diagnosisOf(runDirectory);
  expect(findings).toEqual([]);
  expect(notes).toEqual([expect.stringContaining("evaluate the run")]);
});

test("a training that leaves the scale alone is not blamed for its loss", async () => {
  const { findings, notes } = await diagnosed('training.stages.0.train=["coefficients"]');
  expect(findings).toEqual([]);
  expect(notes.join("\n")).toContain("no stage trains it");
});

test("a run that begins with what a training ended with is not blamed for gaining little", async () => {
  const experiment = presetWith("quickstart", ["data.trainSequences=500", ...stages(400)]);
  const { runDirectory: before } = await trainedRun(experiment);
  const snapshots = await (await openRun(before)).snapshots();
  const layout = layoutOf(modelOf(experiment.model, experiment.data));
  const learned = parametersAt(snapshots, layout, snapshots.length - 1);
  if (!learned) throw new Error("The last snapshot is lost.");
  const short = presetWith("quickstart", ["data.trainSequences=500", ...stages(20)]);
  const { runDirectory } = await trainedRun(short, learned);
  const { findings, notes } = await diagnosisOf(runDirectory);
  expect(findings.map(({ title }) => title)).toEqual([]);
  expect(notes.join("\n")).toContain("the run began with given parameters");
});

test("nothing that is held out, nothing said of it", async () => {
  const { findings } = await diagnosed("data.validationSequences=0");
  expect(findings).toEqual([]);
});
