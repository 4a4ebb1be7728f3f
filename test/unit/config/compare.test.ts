import { expect, test } from "vitest";
import {
  compareExperiments,
  continuation,
  experimentFromValue,
  type Experiment,
  type ExperimentSource,
  type TrainingPlace,
} from "../../../core/config";

type StageSource = NonNullable<NonNullable<ExperimentSource["training"]>["stages"]>[number];

const coefficients: StageSource = { train: ["coefficients"], steps: 100 };
const rpe: StageSource = { train: ["rpe"], steps: 200, optimizer: "adam", learningRate: 0.1 };
const scale: StageSource = { train: ["scale"], steps: 300, optimizer: { kind: "flow", time: 50 } };

function experimentOf(changes: Partial<ExperimentSource>): Experiment {
  const parsed = experimentFromValue({
    name: "x",
    training: { stages: [coefficients, rpe, scale] },
    ...changes,
  });
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join(" "));
  return parsed.experiment;
}

const base = experimentOf({});
const withStages = (...stages: StageSource[]) => experimentOf({ training: { stages } });

const wordsOf = (before: Experiment, after: Experiment) =>
  compareExperiments(before, after).map(({ words }) => words);

test.each<[Partial<ExperimentSource>, string[]]>([
  [{ name: "y" }, ['name "x" → "y"']],
  [{ seed: 1 }, ["seed 0 → 1"]],
  [{ model: { heads: 4 } }, ["heads 3 → 4"]],
  [{ model: { heads: 4, loss: "softmax" } }, ["heads 3 → 4", "loss log → softmax"]],
  [{ model: { lagMask: "authors", epsilon: 1e-7 } }, ["lag mask none → authors", "ε 0.000001 → 1e-7"]],
  [{ model: { initial: { rpe: { diagonal: 2 } } } }, ["initial w of head h at lag h 3 → 2"]],
  [{ model: { subsets: [[1], [1, 2]] } }, ["subsets all → {1}, {1, 2}"]],
  [{ model: { includeEmptySubset: true } }, ["include empty subset false → true"]],
  [{ data: { parents: [1, 3] } }, ["parents 1, 2 → 1, 3"]],
  [{ data: { sequenceLength: 50, prior: { alpha: 1 } } }, ["sequence length 100 → 50", "α 0.1 → 1"]],
  [{ data: { kind: "file", path: "a.npy", alphabetSize: 3 } }, ["data markov → file"]],
  [
    { record: { snapshots: 10, maxSnapshots: 50 } },
    ["steps between snapshots auto → 10", "most snapshots 2000 → 50"],
  ],
  [{ engine: { kind: "cpu", threads: 2 } }, ["engine auto → cpu", "threads auto → 2"]],
  [{ engine: { kind: "tfjs", backend: "wasm" } }, ["engine auto → tfjs", "engine backend auto → wasm"]],
  [{ $schema: "./schema.json" }, []],
])("says %j in words", (changes, words) => {
  expect(wordsOf(base, experimentOf(changes))).toEqual(words);
});

const stageClaims: readonly (readonly [StageSource[], string[]])[] = [
  [[coefficients, { ...rpe, learningRate: 0.3 }, scale], ["learning rate 0.1 → 0.3 in stage II"]],
  [[coefficients, { ...rpe, name: "settle" }, scale], ['name none → "settle" in stage II']],
  [[{ ...coefficients, optimizer: "adam" }, rpe, scale], ["optimizer sgd → adam in stage I"]],
  [[coefficients, { ...rpe, optimizer: { kind: "adam", beta1: 0.5 } }, scale], ["β₁ 0.9 → 0.5 in stage II"]],
  [[coefficients, rpe, { ...scale, optimizer: "flow" }], ["flow time 50 → none in stage III"]],
  [
    [{ ...coefficients, stopWhen: { lossChange: 1e-9 } }, rpe, scale],
    ["loss change to stop at none → 1e-9 in stage I"],
  ],
  [
    [coefficients, { ...rpe, train: ["scale", "rpe"] }, scale],
    ["trained groups rpe → rpe, scale in stage II"],
  ],
  [[coefficients, rpe], ["stage III removed"]],
  [[rpe, scale], ["stage I removed"]],
  [[coefficients, rpe, rpe, scale], ["stage III added"]],
  [[coefficients, rpe, scale, { ...coefficients, name: "again" }], ["stage IV (again) added"]],
  [
    [coefficients, { ...rpe, steps: 5 }, scale, scale],
    ["steps 200 → 5 in stage II", "stage III added"],
  ],
  [
    [{ ...coefficients, name: "select", steps: 7 }, rpe, scale],
    ['name none → "select" in stage I', "steps 100 → 7 in stage I (select)"],
  ],
];

test.each(stageClaims.map(([stages, words]) => [words.join(", "), stages, words] as const))(
  "says of stages: %s",
  (_, stages, words) => {
    expect(wordsOf(base, withStages(...stages))).toEqual(words);
  },
);

test("of long lists of groups only what they differ in is said, of fields left out that they had their default", () => {
  const train = [
    "rpe",
    "query",
    "key",
    "outputValue",
    "normGain",
    "normBias",
    "coefficients",
    "scale",
  ] as const;
  const without = train.filter((group) => group !== "query" && group !== "key");
  const full = (groups: readonly (typeof train)[number][], query?: number) =>
    experimentOf({
      model: { family: "full", initial: { query } },
      training: { stages: [{ train: [...groups], steps: 5 }] },
    });
  expect(wordsOf(full(train), full(without, 0))).toEqual([
    "initial W_Q default → 0",
    "trained groups without query, key in stage I",
  ]);
  expect(wordsOf(full(without), full(train))).toEqual(["trained groups with query, key in stage I"]);
});

test("a change knows its field and both values", () => {
  const [change] = compareExperiments(base, withStages(coefficients, { ...rpe, learningRate: 0.3 }, scale));
  expect(change).toMatchObject({
    path: ["training", "stages", 1, "learningRate"],
    pathText: "training.stages[1].learningRate",
    before: 0.1,
    after: 0.3,
  });
  const [added] = compareExperiments(base, withStages(coefficients, rpe, scale, rpe));
  expect(added).toMatchObject({
    pathText: "training.stages[3]",
    before: undefined,
    after: base.training.stages[1],
  });
});

test("long values are cut short, paths of files at their beginning", () => {
  const file = (name: string) =>
    experimentOf({ data: { kind: "file", path: `/${"deep/".repeat(20)}${name}.npy`, alphabetSize: 3 } });
  const [words] = wordsOf(file("first"), file("second"));
  expect(words).toMatch(/^data file "….*first\.npy" → "….*second\.npy"$/);
  expect(words.length).toBeLessThan(110);
  const [name] = wordsOf(base, experimentOf({ name: "n".repeat(100) }));
  expect(name).toMatch(/^name "x" → "n+…"$/);
});

test("the order of trained groups and a name that says nothing new are no changes", () => {
  const both = withStages({ train: ["rpe", "scale"], steps: 5 });
  expect(wordsOf(both, withStages({ train: ["scale", "rpe"], steps: 5, name: "rpe + scale" }))).toEqual([]);
});

test("the thousandth stage has a numeral too", () => {
  const many = Array.from({ length: 1000 }, () => coefficients);
  expect(wordsOf(withStages(...many.slice(1)), withStages(...many))).toEqual(["stage M added"]);
  const some = many.slice(0, 49);
  expect(wordsOf(withStages(...some.slice(1)), withStages(...some))).toEqual(["stage XLIX added"]);
});

const inStageII: TrainingPlace = { stage: 1, stageStep: 70, finished: false };
const finished: TrainingPlace = { stage: 2, stageStep: 300, finished: true };
const endedByRule: TrainingPlace = { stage: 2, stageStep: 12, finished: true };

const verdict = (after: Experiment, place: TrainingPlace) => {
  const answer = continuation(base, after, place);
  return answer.kind === "restart" ? answer.reason : answer.kind;
};

test("nothing changed is the same experiment, wherever the run stands", () => {
  for (const place of [inStageII, finished, endedByRule]) {
    expect(verdict(experimentOf({ $schema: "s" }), place)).toBe("same");
  }
});

test.each<[string, Experiment]>([
  ["the name", experimentOf({ name: "y" })],
  ["what is recorded", experimentOf({ record: { snapshots: 5, maxSnapshots: 100 } })],
  ["the engine", experimentOf({ engine: { kind: "reference", threads: 2 } })],
  [
    "how often is validated and saved",
    experimentOf({
      training: { stages: [coefficients, rpe, scale], validationEvery: 0, checkpointEvery: 5 },
    }),
  ],
  ["the learning rate", withStages(coefficients, { ...rpe, learningRate: 0.3 }, scale)],
  ["more steps", withStages(coefficients, { ...rpe, steps: 500 }, scale)],
  ["fewer steps, but more than are taken", withStages(coefficients, { ...rpe, steps: 71 }, scale)],
  ["a rule to stop", withStages(coefficients, { ...rpe, stopWhen: { gradientNorm: 0.1 } }, scale)],
  ["the stage's name", withStages(coefficients, { ...rpe, name: "settle" }, scale)],
  [
    "the optimizer's settings",
    withStages(coefficients, { ...rpe, optimizer: { kind: "adam", beta2: 0.9 } }, scale),
  ],
  [
    "anything of a later stage",
    withStages(coefficients, rpe, { train: ["rpe"], steps: 1, optimizer: "adam" }),
  ],
  ["a later stage that is gone", withStages(coefficients, rpe)],
  ["stages behind it", withStages(coefficients, rpe, rpe, scale, coefficients)],
])("a run goes on in the middle of a stage with another: %s", (_, after) => {
  expect(verdict(after, inStageII)).toBe("continue");
});

test.each<[string, Experiment]>([
  ["seed 0 → 1 changes all random numbers", experimentOf({ seed: 1 })],
  ["heads 3 → 4 changes the model", experimentOf({ name: "y", model: { heads: 4 } })],
  ["α 0.1 → 1 changes the data", experimentOf({ data: { prior: { alpha: 1 } } })],
  [
    "steps 100 → 101 in stage I changes a stage that is over",
    withStages({ ...coefficients, steps: 101 }, rpe, scale),
  ],
  ["stage I removed changes a stage that is over", withStages(rpe, scale)],
  ["stage II removed takes away the stage that goes on", withStages(coefficients, scale)],
  ["stage II added comes before where the run stands", withStages(coefficients, scale, rpe, scale)],
  [
    "trained groups rpe → scale in stage II changes what the stage that goes on trains",
    withStages(coefficients, { ...rpe, train: ["scale"] }, scale),
  ],
  [
    "optimizer adam → sgd in stage II changes the optimizer of the stage that goes on",
    withStages(coefficients, { ...rpe, optimizer: "sgd" }, scale),
  ],
  [
    "steps 200 → 70 in stage II comes too late, after 70 steps",
    withStages(coefficients, { ...rpe, steps: 70 }, scale),
  ],
])("a run in the middle of a stage starts anew: %s", (reason, after) => {
  expect(verdict(after, inStageII)).toBe(reason);
});

test("a flow may end later than planned, but not before where it stands", () => {
  const place: TrainingPlace = { stage: 2, stageStep: 40, finished: false, stageTime: 12.5 };
  const until = (time: number) =>
    withStages(coefficients, rpe, { ...scale, optimizer: { kind: "flow", time } });
  expect(verdict(until(80), place)).toBe("continue");
  expect(verdict(until(13), place)).toBe("continue");
  expect(verdict(until(12), place)).toBe("flow time 50 → 12 in stage III comes too late, at time 12.5");
});

test.each<[string, Experiment, TrainingPlace]>([
  ["continue", withStages(coefficients, rpe, { ...scale, steps: 301 }), finished],
  ["continue", withStages(coefficients, rpe, { ...scale, steps: 301, learningRate: 3 }), finished],
  ["continue", withStages(coefficients, rpe, scale, rpe), finished],
  ["continue", withStages(coefficients, rpe, scale, rpe), endedByRule],
  [
    "the run is finished, and learning rate 1 → 0.3 in stage III leaves it nothing to do",
    withStages(coefficients, rpe, { ...scale, learningRate: 0.3 }),
    finished,
  ],
  ['the run is finished, and name "x" → "y" leaves it nothing to do', experimentOf({ name: "y" }), finished],
  [
    "the run is finished, and steps 300 → 200 in stage III leaves it nothing to do",
    withStages(coefficients, rpe, { ...scale, steps: 200 }),
    finished,
  ],
  [
    "stage III ended by its own rule after 12 of 300 steps, so more would not prolong it",
    withStages(coefficients, rpe, { ...scale, steps: 400 }),
    endedByRule,
  ],
  [
    "learning rate 1 → 2 in stage III changes a stage that is over",
    withStages(coefficients, rpe, { ...scale, learningRate: 2 }, rpe),
    finished,
  ],
  ["heads 3 → 4 changes the model", experimentOf({ model: { heads: 4 } }), finished],
])("of a finished run: %s", (expected, after, place) => {
  expect(verdict(after, place)).toBe(expected);
});
