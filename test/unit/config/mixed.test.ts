/** Experiments on the mixed target and on data of two mechanisms: what is allowed, and what is said of the rest. */
import { expect, test } from "vitest";
import { experimentFromValue, formatProblem, presets, type ParseResult } from "../../../core/config";

const valid = {
  name: "mixed",
  data: { kind: "mixed-target" },
  model: { family: "mixed-target", initial: { rpe1: 20 } },
  training: { stages: [{ train: ["rpe2", "value1", "value2", "key", "query"], steps: 10 }] },
};

function saidOf(parsed: ParseResult): readonly string[] {
  return (parsed.ok ? parsed.warnings : parsed.problems).map((problem) => formatProblem(problem, "x"));
}

/** What is said of the valid experiment with these changes. */
function said(...overrides: readonly string[]): readonly string[] {
  return saidOf(experimentFromValue(valid, { overrides }));
}

test("the experiment is valid as it is, without a doubt", () => {
  expect(said()).toEqual([]);
});

test.each([
  ["data.mixing=0", "data.mixing", "above 0"],
  ["data.mixing=-1", "data.mixing", "above 0"],
  ["data.sharpness=0", "data.sharpness", "above 0"],
  ["data.sequenceLength=4", "data.sequenceLength", "from 5 to 65535"],
  ["model.initial.rpe=1", "model.initial", "rpe1"],
  ["model.heads=3", "model", "Unknown key"],
  ['model.family="disentangled"', "model.family", "mixed-target for both, or for neither"],
  ['data.kind="markov"', "data.kind", "mixed-target"],
  ['engine.kind="tfjs"', "engine.kind", '"auto", "cpu" or "reference"'],
  ['engine.path="table"', "engine.path", '"auto" or "direct"'],
  ["model.initial.epsilon=0", "model.initial.epsilon", "neither has a gradient"],
  ['training.stages[0].train=["scale"]', "training.stages[0].train", "no scale"],
  ['training.stages[0].optimizer="flow"', "optimizer", "fixed loss"],
  ["model.initial.key=-0.01", "model.initial.key", "k·q never gets above 0"],
  ["data.trainSequences=2000", "data.trainSequences", "set data.online to false"],
  ["engine.threads=2", "engine.threads", "on one thread"],
])("%s is answered with the field and what is allowed", (override, field, words) => {
  const problems = said(override).join("\n");
  expect(problems).toContain(field);
  expect(problems).toContain(words);
});

test("opposite starts of which one is held are no doubt, nor are a training set that is used and one thread", () => {
  const keyAlone = 'training.stages[0].train=["rpe2","value1","value2","key"]';
  expect(said('model.initial={"rpe1":20,"key":-0.01,"query":0.01}', keyAlone)).toEqual([]);
  expect(said("model.initial.key=-0.02")).toEqual([]);
  expect(said("data.online=false", "data.trainSequences=2000", "engine.threads=1")).toEqual([]);
});

test("a group that nobody trains is told of, unless its start was given", () => {
  expect(said('model.initial={"epsilon":0.01}').join()).toContain("No stage trains rpe1");
});

test("an unknown family is answered with all that there are", () => {
  expect(said('model.family="mixed"').join()).toMatch(/"disentangled".*"mixed-target"/);
});

const twoMechanisms = { name: "two", data: { kind: "mixed-markov" } };

test.each([
  ["data.globalWeight=0", "above 0"],
  ["data.globalWeight=1", "below 1"],
  ["data.globalParents=[100]", "beyond the sequence"],
  ["data.globalPrior.floor=0.5", "below 1/3"],
  ['data.initial="stationary"', "begin uniformly"],
])("two mechanisms with %s are refused", (override, words) => {
  const parsed = experimentFromValue(twoMechanisms, { overrides: [override] });
  expect(parsed.ok).toBe(false);
  expect(saidOf(parsed).join("\n")).toContain(words);
});

test("two mechanisms are valid by their defaults", () => {
  expect(experimentFromValue(twoMechanisms)).toMatchObject({ ok: true, warnings: [] });
});

test("the presets of the mixed target begin with a copier, whatever order files are read in", () => {
  for (const id of ["lazy-to-rich", "lazy-to-rich-long"]) {
    const preset = presets.find((each) => each.id === id);
    expect(preset?.experiment.model).toMatchObject({ initial: { rpe1: 20 } });
  }
});
