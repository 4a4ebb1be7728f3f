/** Training on the mixed target as a user has it: the check run of spec/mixed-target.md §3, its phases, and what ends a run. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { experimentFromValue, presets, type Experiment } from "../../../core/config";
import { diagnosisOf } from "../../../core/diagnosis";
import { mixedCourse, type MixedCourse } from "../../../core/inspect";
import { mixedLayout } from "../../../core/model";
import { openRun, parametersAt, type Run } from "../../../core/runs";
import { resumeRun, startRun } from "../../../core/training";

function experimentWith(overrides: readonly string[] = [], preset = "lazy-to-rich"): Experiment {
  const source = presets.find(({ id }) => id === preset)?.experiment;
  const parsed = experimentFromValue(source, { overrides });
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join("; "));
  return parsed.experiment;
}

async function trained(experiment: Experiment, initial?: Float64Array): Promise<Run> {
  const folder = await mkdtemp(path.join(tmpdir(), "induction-lab-mixed-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const runDirectory = path.join(folder, "run");
  const options = { experiment, baseDirectory: folder, runDirectory, ...(initial && { initial }) };
  const { status } = await (await startRun(options)).finished;
  expect(status).toBe("done");
  return openRun(runDirectory);
}

async function courseOf(run: Run): Promise<MixedCourse> {
  const parsed = experimentFromValue(run.config);
  if (!parsed.ok) throw new Error("The run's experiment is lost.");
  return mixedCourse((await run.metrics()).lines, parsed.experiment.training.stages);
}

async function lastParameters(run: Run): Promise<Float64Array> {
  const snapshots = await run.snapshots();
  const parameters = parametersAt(snapshots, mixedLayout, snapshots.length - 1);
  if (!parameters) throw new Error("The last snapshot is lost.");
  return parameters;
}

test("the preset goes through the four phases in order, and ends where the target is", async () => {
  const run = await trained(experimentWith());
  const { lines } = await run.metrics();
  const course = await courseOf(run);
  if (course.kind !== "phases") throw new Error(course.kind);
  expect(course.phases.map(({ name, state }) => [name, state])).toEqual([
    ["partial", "ended"],
    ["plateau", "ended"],
    ["emergence", "ended"],
    ["convergence", "underWay"],
  ]);
  const [partial, plateau] = course.phases;
  if (partial.state !== "ended" || plateau.state !== "ended") throw new Error("not ended");
  expect(plateau.steps).toBeGreaterThan(5 * partial.steps);
  // L_G4 falls at once while L_IH stays near 0.039, then collapses.
  const at = (step: number) => lines.findLast((line) => line.step <= step);
  expect(at(400)?.lossG4).toBeLessThan(0.002);
  for (const step of [100, 400, 700]) expect(Math.abs((at(step)?.lossIH ?? NaN) - 0.036)).toBeLessThan(0.008);
  expect(at(1_400)?.lossIH).toBeLessThan(0.001);
  const [, , value1, value2, key, query] = await lastParameters(run);
  expect(Math.abs(key * query - 4)).toBeLessThan(0.1);
  expect(Math.abs(value1 - 0.5)).toBeLessThan(0.03);
  expect(Math.abs(value2 - 0.5)).toBeLessThan(0.03);
  for (const { loss, lossG4, lossIH } of lines) expect(lossG4 + lossIH).toBeCloseTo(loss, 12);
  expect((await diagnosisOf(run.directory)).findings).toEqual([]);
});

test("layer by layer, layer 1 becomes a copier before layer 2 goes through the phases", async () => {
  const run = await trained(experimentWith([], "lazy-to-rich-layers"));
  const course = await courseOf(run);
  if (course.kind !== "phases") throw new Error(course.kind);
  expect(course.phases.map(({ state }) => state)).toEqual(["ended", "ended", "ended", "underWay"]);
  const [rpe1, , , , key, query] = await lastParameters(run);
  // The token before has 98 % of layer 1's attention.
  expect(rpe1).toBeGreaterThan(4);
  expect(Math.abs(key * query - 4)).toBeLessThan(0.1);
});

test("all together from small scalars, layer 1 copies only once the induction head emerges", async () => {
  const overrides = ["model.initial.epsilon=0.1", "training.stages[0].steps=3000"];
  const run = await trained(experimentWith(overrides, "lazy-to-rich-joint"));
  const course = await courseOf(run);
  if (course.kind !== "phases") throw new Error(course.kind);
  expect(course.phases.map(({ state }) => state)).toEqual(["ended", "ended", "ended", "underWay"]);
  const [, plateau] = course.phases;
  if (plateau.state !== "ended") throw new Error("not ended");
  const snapshots = await run.snapshots();
  const steps = Array.from(snapshots.arrays.get("step")?.data ?? [], Number);
  const copierAt = (step: number) =>
    parametersAt(
      snapshots,
      mixedLayout,
      steps.findLastIndex((one) => one <= step),
    )?.[0];
  expect(copierAt(plateau.to.step / 2)).toBeLessThan(1);
  expect(copierAt(3000)).toBeGreaterThan(2);
});

test("a plateau that was not left in time is told as such, and no boundary is made up", async () => {
  const run = await trained(experimentWith(["training.stages[0].steps=500"]));
  const course = await courseOf(run);
  if (course.kind !== "phases") throw new Error(course.kind);
  expect(course.phases.map(({ state }) => state)).toEqual(["ended", "underWay", "notBegun", "notBegun"]);
  const [finding] = (await diagnosisOf(run.directory)).findings;
  expect(finding.title).toMatch(/^The plateau was not left within 500 steps/);
});

test("a stage ends once the induction head is learnt, if it is told so", async () => {
  const run = await trained(experimentWith(["training.stages[0].stopWhen.unexplainedIH=0.05"]));
  const last = (await run.metrics()).lines.at(-1);
  expect(last?.unexplainedIH).toBeLessThan(0.05);
  expect(last?.step).toBeLessThan(1_500);
});

test("trains on a fixed set, layer by layer, by adam and by gradient flow", async () => {
  const stages = [
    { train: ["rpe1"], steps: 5, optimizer: "adam", learningRate: 0.1 },
    { train: ["rpe2", "value1", "value2", "key", "query"], steps: 40, optimizer: { kind: "flow", time: 30 } },
  ];
  const overrides = [
    "data.online=false",
    "data.trainSequences=2000",
    "data.batchSize=1024",
    'model.initial={"epsilon":0.1}',
    `training.stages=${JSON.stringify(stages)}`,
  ];
  const run = await trained(experimentWith(overrides));
  const { lines } = await run.metrics();
  expect(new Set(lines.map(({ stage }) => stage))).toEqual(new Set([0, 1]));
  expect(lines.at(-1)?.lossG4).toBeLessThan(0.3 * lines[0].lossG4);
  expect((await lastParameters(run))[0]).not.toBe(0.1);
});

test("begins with given parameters, and goes on to the same bits from a checkpoint", async () => {
  const experiment = experimentWith(["training.stages[0].steps=60", "training.checkpointEvery=20"]);
  const constructed = Float64Array.of(20, 20, 0.5, 0.5, 2, 2);
  const run = await trained(experiment, constructed);
  const first = parametersAt(await run.snapshots(), mixedLayout, 0);
  expect(first).toEqual(constructed);
  const whole = await lastParameters(run);
  const again = await resumeRun({ runDirectory: run.directory, fromStep: 20 });
  expect((await again.finished).status).toBe("done");
  expect(await lastParameters(await openRun(run.directory))).toEqual(whole);
});

test("parameters of another model are refused before anything is written", async () => {
  const options = { experiment: experimentWith(), baseDirectory: "/", runDirectory: "/nonexistent/run" };
  await expect(startRun({ ...options, initial: new Float64Array(5) })).rejects.toThrow(
    "the model has 6 parameters, not the 5 given",
  );
});
