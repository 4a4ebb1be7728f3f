/** The model families beside the paper's: healthy trainings raise no alarm, and what cannot be judged is said. */
import { expect, test } from "vitest";
import { familyGroups } from "../../../core/config/families";
import { diagnosisOf } from "../../../core/diagnosis";
import { advisedBy, diagnosed, kindsOf, presetWith, trainedRun, wordsOf } from "./trained";

const small = ["data.trainSequences=500", "data.validationSequences=300"];

function family(name: keyof typeof familyGroups, steps: number, rate: number): string[] {
  return [
    `model.family=${name}`,
    `training.stages.0.train=${JSON.stringify(familyGroups[name])}`,
    `training.stages.0.steps=${steps}`,
    `training.stages.0.learningRate=${rate}`,
  ];
}

const diagnosisWith = async (preset: string, changes: readonly string[]) => {
  const { runDirectory } = await trainedRun(presetWith(preset, changes));
  return diagnosisOf(runDirectory);
};

test("a full model whose heads {1, 2} win is left in peace", async () => {
  const { findings, notes } = await diagnosisWith("full", [...small, "training.stages.0.steps=250"]);
  expect(findings).toEqual([]);
  expect(notes).toEqual([expect.stringContaining("evaluate the run")]);
});

test("of a model with an MLP only what its heads bring is judged", async () => {
  const { findings, notes } = await diagnosed(...small, ...family("mlp", 120, 0.3));
  expect(findings).toEqual([]);
  expect(notes.join("\n")).toContain("an MLP weighs them");
});

test("a lag that no head brings to the MLP is found, and a head advised that does", async () => {
  const changes = [...small, ...family("mlp", 80, 0.3), "data.parents=[1,4]"];
  const diagnosis = await diagnosed(...changes);
  expect(kindsOf(diagnosis)).toEqual(["headsAstray"]);
  expect(wordsOf(diagnosis)).toContain("No head brings lag 4; theory selects {1, 4}.");
  expect(advisedBy(diagnosis)).toEqual(["model.heads=4"]);
  const after = await diagnosed(...changes, ...advisedBy(diagnosis));
  expect(kindsOf(after)).not.toContain("headsAstray");
});

test("a full model that settles on the wrong parents hears of it, and its advice is good", async () => {
  const changes = ["data.trainSequences=400", "data.sequenceLength=50", "data.validationSequences=100"];
  const initial = ["model.initial.outputValue=0.03", "model.initial.coefficients=0.01"];
  const steps = [...initial, "training.stages.0.steps=120"];
  const wrong = [...changes, ...steps, "training.stages.0.learningRate=0.005"];
  const diagnosis = await diagnosisWith("full-wrong-parent", wrong);
  expect(kindsOf(diagnosis)).toEqual(["wrongSet"]);
  expect(diagnosis.findings[0].title).toBe("p has concentrated on lags {2, 3}; theory selects {1, 2}.");
  expect(advisedBy(diagnosis)).toEqual(["model.initial.rpe.diagonal=2.91", "model.initial.outputValue=1"]);
  const after = await diagnosisWith("full-wrong-parent", [...wrong, ...advisedBy(diagnosis)]);
  expect(kindsOf(after)).toEqual([]);
});

/** A second of float64: enough to be looked at. */
const tiny = [
  "engine.kind=reference",
  "data.trainSequences=60",
  "data.validationSequences=60",
  "data.sequenceLength=24",
];

test("of several layers of copiers it is said that lags were not judged", async () => {
  const { findings, notes } = await diagnosed(...tiny, ...family("deep", 20, 1));
  expect(findings.map(({ kind }) => kind).filter((kind) => kind !== "overfitting")).toEqual([]);
  expect(notes.join("\n")).toContain("one head can bring the tokens of several lags");
});

test("heads that know where they stand are no heads with a symmetry breaking", async () => {
  const diagnosis = await diagnosed(...tiny, ...family("absolute", 20, 1));
  expect(kindsOf(diagnosis)).toContain("headsAstray");
  const words = diagnosis.findings
    .map(({ evidence, advice }) => [...evidence, ...advice].join("\n"))
    .join("\n");
  expect(words).toContain("(in the mean over positions)");
  expect(words).toContain("no head is tied to a lag");
  expect(words).toContain("Set model.family to disentangled");
  expect(words).not.toContain("rpe");
});
