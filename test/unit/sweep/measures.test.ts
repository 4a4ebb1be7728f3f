/** Measures of every model family: those that a model does not have are null, never made up. */
import path from "node:path";
import { expect, test } from "vitest";
import { experimentFromValue, presets } from "../../../core/config";
import { familyGroups } from "../../../core/config/families";
import { measuresOf } from "../../../core/sweep/measures";
import { startRun } from "../../../core/training";
import { temporaryFolder } from "../runs/temporary";
import { experimentOf } from "../training/runs";

type Family = keyof typeof familyGroups;

async function measured(family: Family) {
  const experiment = experimentOf({
    model: { family, heads: 2, window: 3 },
    training: { stages: [{ train: familyGroups[family], steps: 4, learningRate: 0.1 }] },
  });
  const runDirectory = path.join(await temporaryFolder(), "run");
  await (
    await startRun({ experiment, runDirectory, baseDirectory: "." })
  ).finished;
  return measuresOf(runDirectory);
}

const ofSelector = ["selectedLags", "selectedWeight", "selectedIsPredicted", "headsOnParents"] as const;

test.each(["disentangled", "full", "deep", "absolute"] as const)(
  "a %s model has a selector",
  async (family) => {
    const measures = await measured(family);
    for (const name of ofSelector) expect(measures[name], name).not.toBeNull();
    expect(measures).toMatchObject({ steps: 4, predictedLags: "{1}" });
    const heads = family === "deep" ? 4 : 2;
    expect(String(measures.headLags).split(", ")).toHaveLength(heads);
  },
);

test("an MLP's model selects no lags, but has losses, heads and a scale", async () => {
  const measures = await measured("mlp");
  const none = [...ofSelector, "selectionStep", "selectionTime", "leastAttention"] as const;
  for (const name of [...none, "concentrationStep", "growthStep"] as const)
    expect(measures[name], name).toBeNull();
  expect(measures).toMatchObject({ steps: 4, predictedLags: "{1}", headLags: "1, 2" });
  for (const name of ["loss", "validationLoss", "scale"] as const)
    expect(measures[name]).toBeTypeOf("number");
});

test("of the mixed target: the phases' lengths, none for a plateau that was not left, and why", async () => {
  const measuredWith = async (...overrides: string[]) => {
    const preset = presets.find(({ id }) => id === "lazy-to-rich");
    const parsed = experimentFromValue(preset?.experiment, { overrides });
    if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join("; "));
    const runDirectory = path.join(await temporaryFolder(), "run");
    await (
      await startRun({ experiment: parsed.experiment, runDirectory, baseDirectory: "." })
    ).finished;
    return measuresOf(runDirectory);
  };
  const shorter = ["data.sequenceLength=10", "data.batchSize=200"];
  const left = await measuredWith(...shorter, "training.stages[0].stopWhen.unexplainedIH=0.02");
  expect(left.plateau).toBe("left");
  expect(Number(left.plateauTime) / Number(left.plateauSteps)).toBeCloseTo(0.5, 10);
  expect(Number(left.partialSteps)).toBeLessThan(Number(left.plateauSteps));
  expect(Number(left.match)).toBeGreaterThan(2);
  const open = await measuredWith(...shorter, "training.stages[0].steps=120");
  expect(open).toMatchObject({ plateau: "not left", plateauSteps: null, plateauTime: null, steps: 120 });
  expect(open.partialSteps).not.toBeNull();
  expect(open.selectedLags).toBeNull();
});
