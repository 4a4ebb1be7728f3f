import { expect, test } from "vitest";
import { experimentFromValue, formatProblem, presets } from "../../../core/config";
import { problemsOf, summary, valid } from "./expectations";

const text = `{
  "name": "x",
  "model": { "maxDegree": 2 },
  "training": { "stages": [{ "train": ["rpe", "coefficients", "scale"], "steps": 10, "optimizer": "flow" }] }
}`;

test("sets fields by dotted or bracketed paths, as JSON or else as text", () => {
  const experiment = valid(text, [
    "training.stages.0.steps=20",
    "training.stages[0].name=sharpen",
    "data.parents=[1, 3]",
    'name="y"',
    "model.loss=softmax",
    "seed = 3",
  ]);
  expect(experiment).toMatchObject({
    name: "y",
    seed: 3,
    data: { parents: [1, 3] },
    model: { loss: "softmax" },
  });
  expect(experiment.training.stages[0]).toMatchObject({ steps: 20, name: "sharpen" });
});

test("creates the parents that are missing", () => {
  expect(valid(text, ["data.prior.alpha=1"]).data).toMatchObject({ prior: { alpha: 1 }, parents: [1, 2] });
});

test("sets one field of a default stage and keeps the others", () => {
  const { stages } = valid('{ "name": "x" }', ["training.stages.1.steps=7"]).training;
  expect(stages.map(({ name, steps }) => [name, steps])).toEqual([
    ["coefficients", 2_000],
    ["rpe", 7],
    ["scale", 5_000],
  ]);
});

test("adds a stage behind the last, field by field", () => {
  const overrides = ["training.stages.1.steps=5", 'training.stages.1.train=["scale"]'];
  expect(valid(text, overrides).training.stages).toHaveLength(2);
  expect(
    valid(text, ["training.stages.1.steps=5", "training.stages.1.train.0=rpe"]).training.stages[1].name,
  ).toBe("rpe");
});

test("opens the short form of an optimizer to set one of its fields", () => {
  expect(valid(text, ["training.stages.0.optimizer.tolerance=0.001"]).training.stages[0].optimizer).toEqual({
    kind: "flow",
    tolerance: 0.001,
  });
  expect(
    valid('{ "name": "x" }', ["training.stages.0.optimizer.kind=adam"]).training.stages[0].optimizer,
  ).toMatchObject({
    kind: "adam",
    beta1: 0.9,
  });
});

test("the later override wins, also over what is around it", () => {
  expect(valid(text, ["seed=1", "seed=2"]).seed).toBe(2);
  expect(valid(text, ["data.prior.alpha=2", 'data.prior={"floor":0.1}']).data).toMatchObject({
    prior: { alpha: 0.1, floor: 0.1 },
  });
});

test("repairs a file that lacks something, even everything", () => {
  expect(valid("{}", ["name=z"]).name).toBe("z");
  expect(valid('{ "name": 5 }', ["name=z"]).name).toBe("z");
});

test.each([
  [
    "model.heads=17",
    "model.heads",
    "The value is out of range. Found 17; allowed: a whole number from 1 to 16.",
  ],
  [
    "model.heads=many",
    "model.heads",
    'The value has the wrong type. Found "many"; allowed: a whole number from 1 to 16.',
  ],
  ["model.widow=3", "model.widow", 'Unknown key "widow". Did you mean "window"?'],
  ["trainng.stages.0.steps=3", "trainng", 'Unknown key "trainng". Did you mean "training"?'],
  ["training.stages.0.stps=3", "training.stages[0].stps", 'Unknown key "stps". Did you mean "steps"?'],
  ["training.stages.1.steps=3", "training.stages[1].train", '"train" is missing.'],
  ["data.kind=file", "data.path", '"path" is missing.'],
  ["model.heads=1", "model.heads", "A subset cannot hold more heads than there are"],
  ["training.stages.2.steps=3", "training.stages[2]", "There is no such element"],
  ["training.stages.first.steps=3", "training.stages.first", "There is no such element"],
  ["name.first=3", "name", "This has no fields of its own"],
  ["model.heads.x=3", "model.heads", "This has no fields of its own"],
  ["seed", "", "An override is written path=value"],
  ["=3", "", "An override is written path=value"],
  ["__proto__.x=3", "__proto__", 'Unknown key "__proto__".'],
])("names the override to blame: --set %s", (override, field, message) => {
  const [problem] = problemsOf(text, [override]);
  expect(problem).toMatchObject({
    severity: "error",
    pathText: field,
    override: `--set ${override}`,
    line: 0,
    column: 0,
  });
  const place = field === "" ? `--set ${override}: ` : `--set ${override}: ${field}: `;
  expect(formatProblem(problem, "f").startsWith(place + message)).toBe(true);
});

test("leaves the world's prototypes alone", () => {
  problemsOf(text, [
    "__proto__.polluted=1",
    "model.__proto__.polluted=1",
    "constructor.prototype.polluted=1",
  ]);
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});

test("says where the file is wrong and which override is, in this order", () => {
  const problems = problemsOf(text.replace('"maxDegree": 2', '"maxDegree": 99'), ["seed=x", "model.heads=0"]);
  expect(problems.map(({ pathText, line, override }) => [pathText, line, override])).toEqual([
    ["model.maxDegree", 3, undefined],
    ["seed", 0, "--set seed=x"],
    ["model.heads", 0, "--set model.heads=0"],
  ]);
});

test.each(presets.map(({ id, experiment }) => [id, experiment] as const))(
  "overrides the preset %s",
  (_, preset) => {
    const result = experimentFromValue(preset, {
      overrides: ["training.stages.0.steps=3", "data.trainSequences=10"],
    });
    expect(result.ok && result.experiment).toMatchObject({ data: { trainSequences: 10 } });
    expect(result.ok && result.experiment.training.stages[0].steps).toBe(3);
  },
);

test("does not change the value it overrides", () => {
  const preset = { name: "x", data: { parents: [1, 2] } };
  const result = experimentFromValue(preset, { overrides: ["data.parents.1=3"] });
  expect(result.ok && result.experiment.data).toMatchObject({ parents: [1, 3] });
  expect(preset.data.parents).toEqual([1, 2]);
  expect(summary(problemsOf('{ "name": "x" }'))).toEqual([]);
});
