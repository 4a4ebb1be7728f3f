/** Runs on the mixed target that do not learn what they should: what is said of them, and that the advice fits the cause. */
import { expect, test } from "vitest";
import { experimentFromValue, presets } from "../../../core/config";
import { diagnosisLines, diagnosisOf } from "../../../core/diagnosis";
import type { Diagnosis } from "../../../core/studies";
import { trainedRun } from "./trained";

/** Short sequences and small batches: what does not come does not come of more of them either. */
const small = ["data.sequenceLength=12", "data.batchSize=64", "data.validationSequences=64"];
const steps = (count: number) => `training.stages.0.steps=${count}`;

async function diagnosed(preset: string, ...overrides: readonly string[]): Promise<Diagnosis> {
  const source = presets.find(({ id }) => id === preset)?.experiment;
  const parsed = experimentFromValue(source, { overrides: [...small, ...overrides] });
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join("; "));
  return diagnosisOf((await trainedRun(parsed.experiment)).runDirectory);
}

test("of a run that diverged nothing is said of phases", async () => {
  const { findings } = await diagnosed("lazy-to-rich", "training.stages.0.learningRate=1000");
  expect(findings.map(({ kind }) => kind)).toEqual(["notFinite"]);
});

test.each([
  ["k = q = 0", "model.initial.epsilon=0", /^Set model\.initial\.epsilon to 0\.01: k and q began at 0/],
  [
    "k = −q",
    "model.initial.key=-0.01",
    /^Set model\.initial\.key and model\.initial\.query to 0\.01: they began opposite \(k = -0\.01, q = 0\.01\)/,
  ],
])("with %s more steps are not advised, but another start", async (_, override, advice) => {
  const initial = override.includes("epsilon") ? ["model.initial.value1=0.1", "model.initial.rpe2=0.1"] : [];
  const { findings } = await diagnosed("lazy-to-rich", override, ...initial, steps(300));
  expect(findings[0].title).toMatch(/^The plateau was not left within 300 steps/);
  expect(findings[0].advice).toEqual([expect.stringMatching(advice)]);
});

test("a run that was cut off within layer 1 is told that more steps of it do not bring the rest", async () => {
  const onlyFirst = 'training.stages=[{"train":["rpe1"],"steps":20,"learningRate":0.1,"optimizer":"adam"}]';
  const { findings } = await diagnosed("lazy-to-rich-layers", onlyFirst);
  expect(findings[0].title).toMatch(/no stage trains anything of layer 2/);
  expect(findings[0].advice.join(" ")).toMatch(/Begin anew with a stage that trains .* --steps has cut off/s);
  expect(findings[0].advice.join(" ")).not.toContain("resumed");
});

test("scalars of a part that no stage trains are named, and more steps are not advised", async () => {
  const { findings } = await diagnosed(
    "lazy-to-rich",
    'training.stages.0.train=["value2","key","query"]',
    steps(100),
  );
  expect(findings[0].title).toMatch(/^The 4-gram was not learnt within 100 steps/);
  expect(findings[0].advice).toEqual([expect.stringMatching(/^No stage trains rpe2 and value1/)]);
});

test("a stage that is not the last one cannot be given more steps by resuming", async () => {
  const stages = [
    { train: ["rpe2", "value1", "value2", "key", "query"], steps: 100, learningRate: 0.5, optimizer: "sgd" },
    { train: ["rpe1"], steps: 5, learningRate: 0.1, optimizer: "sgd" },
  ];
  const { findings } = await diagnosed("lazy-to-rich", `training.stages=${JSON.stringify(stages)}`);
  expect(findings[0].advice[0]).toMatch(
    /^Begin anew with more steps for stage "[^"]+", which trains value2, key and query/,
  );
});

test("a 4-gram that is hardly any of the target and is not learnt does not pass as nothing unusual", async () => {
  const overrides = ["data.mixing=1e-9", "model.initial.key=1", "model.initial.query=1", steps(300)];
  const diagnosis = await diagnosed("lazy-to-rich", ...overrides);
  expect(diagnosisLines(diagnosis)).toEqual([
    expect.stringMatching(/^The 4-gram was not learnt within 300 steps/),
  ]);
  expect(diagnosis.findings[0].advice.at(-1)).toMatch(/^Set data\.mixing nearer to 1 \(it is 1e-9\)/);
});
