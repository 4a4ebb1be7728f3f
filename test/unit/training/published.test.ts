/** The published runs of the full model (spec: losses within 0.02, a within 15 %, the same order of events in p). */
import { rm, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { limitSteps, presets, type PresetId } from "../../../core/config";
import { describeSubsets } from "../../../core/inspect";
import { openRun, parametersAt } from "../../../core/runs";
import { layoutOf, modelOf } from "../../../core/model";
import { startRun } from "../../../core/training";
import { tokenExperiment } from "../../tokenExperiment";

interface At {
  readonly loss: number;
  readonly scale: number;
  /** p by the heads of each subset, counted from 1. */
  readonly weights: Readonly<Record<string, number>>;
}

/** Trains the beginning of a preset, and reads it at recorded steps. */
async function trained(id: PresetId, steps: number): Promise<(step: number) => At> {
  const folder = await mkdtemp(path.join(tmpdir(), "induction-lab-published-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const whole = tokenExperiment(presets.find((preset) => preset.id === id)?.experiment);
  const experiment = { ...whole, training: limitSteps(whole, steps).training };
  const runDirectory = path.join(folder, "run");
  await (
    await startRun({ experiment, baseDirectory: folder, runDirectory })
  ).finished;
  const snapshots = await (await openRun(runDirectory)).snapshots();
  const model = modelOf(experiment.model, experiment.data);
  const recorded = Array.from(snapshots.arrays.get("step")?.data ?? []);
  return (step) => {
    const row = recorded.reduce(
      (near, at, index) => (Math.abs(at - step) < Math.abs(recorded[near] - step) ? index : near),
      0,
    );
    const parameters = parametersAt(snapshots, layoutOf(model), row);
    if (!parameters) throw new Error("A snapshot is lost.");
    const subsets = describeSubsets(model, parameters);
    return {
      loss: snapshots.arrays.get("loss")?.data[row] ?? NaN,
      scale: parameters[parameters.length - 1],
      weights: Object.fromEntries(
        subsets.map(({ heads, weight }) => [heads.map((head) => head + 1).join(), weight]),
      ),
    };
  };
}

test("full: p settles on {1, 2} within a hundred steps, with the published losses and scales", async () => {
  const at = await trained("full", 500);
  expect(at(0).loss).toBeCloseTo(0.9001, 1);
  for (const [step, loss, scale] of [
    [100, 0.6606, 0.39],
    [500, 0.6516, 0.501],
  ]) {
    expect(Math.abs(at(step).loss - loss)).toBeLessThan(0.02);
    expect(Math.abs(at(step).scale / scale - 1)).toBeLessThan(0.15);
  }
  expect(Math.abs(at(10).weights["1,2"] - 0.78)).toBeLessThan(0.1);
  expect(at(100).weights["1,2"]).toBeGreaterThan(0.98);
  // Others come back later: published 0.81.
  expect(Math.abs(at(500).weights["1,2"] - 0.81)).toBeLessThan(0.1);
});

test("full-slow: another set of heads comes first, and {1, 2} overtakes it", async () => {
  const at = await trained("full-slow", 2_000);
  const { "1,2": parents, ...others } = at(1_000).weights;
  expect(parents).toBeLessThan(0.1);
  expect(Math.max(...Object.values(others))).toBeGreaterThan(0.9);
  const { "1,2": later, ...rest } = at(2_000).weights;
  expect(later).toBeGreaterThan(Math.max(...Object.values(rest)));
});

test("full-wrong-parent: a single head's set wins, and the loss hardly falls", async () => {
  const at = await trained("full-wrong-parent", 1_500);
  const { loss, weights } = at(1_500);
  const [[winner, weight]] = Object.entries(weights).sort(([, one], [, other]) => other - one);
  expect(winner).toMatch(/^\d$/);
  expect(weight).toBeGreaterThan(0.95);
  expect(loss).toBeGreaterThan(0.83);
});
