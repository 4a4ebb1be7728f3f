import { expect, test } from "vitest";
import { marked, problemsOf, problemsOfValue, summary } from "./expectations";

const allGroups = ["rpe", "coefficients", "scale"];

/** Texts of model, data and stages that break exactly one rule: the field to mark, and words the message must hold. */
const breaches: readonly (readonly [
  text: string,
  severity: string,
  field: string,
  mark: string,
  words: string,
])[] = [
  [
    '{ "name": "x", "data": { "parents": [1, 4], "sequenceLength": 4 }, "model": { "window": 4, "boundary": "truncate" } }',
    "error",
    "data.parents",
    "[1, 4]",
    "beyond the sequence",
  ],
  [
    '{ "name": "x", "data": { "sequenceLength": 2 }, "model": { "boundary": "truncate" } }',
    "error",
    "data.sequenceLength",
    "2",
    "beyond the sequence",
  ],
  [
    '{ "name": "x", "data": { "alphabetSize": 100, "parents": [1, 2, 3] } }',
    "error",
    "data.parents",
    "[1, 2, 3]",
    "fewer parents",
  ],
  [
    '{ "name": "x", "data": { "alphabetSize": 4, "prior": { "floor": 0.25 } } }',
    "error",
    "data.prior.floor",
    "0.25",
    "lower it",
  ],
  [
    '{ "name": "x", "data": { "initial": "stationary", "parents": [1, 5], "alphabetSize": 4 } }',
    "error",
    "data.initial",
    '"stationary"',
    '"uniform"',
  ],
  ['{ "name": "x", "model": { "maxDegree": 4 } }', "error", "model.maxDegree", "4", "lower maxDegree"],
  ['{ "name": "x", "model": { "heads": 1 } }', "error", "model.heads", "1", "lower maxDegree"],
  [
    '{ "name": "x", "model": { "heads": 16, "maxDegree": 5 } }',
    "error",
    "model.maxDegree",
    "5",
    "too many subsets",
  ],
  ['{ "name": "x", "model": { "window": 100 } }', "error", "model.window", "100", '"truncate"'],
  ['{ "name": "x", "data": { "sequenceLength": 5 } }', "error", "data.sequenceLength", "5", '"truncate"'],
  [
    '{ "name": "x", "model": { "lagMask": "authors", "window": 2 } }',
    "error",
    "model.lagMask",
    '"authors"',
    "head 3 sees none",
  ],
  [
    '{ "name": "x", "model": { "lagMask": [[true, true], [true, true]], "window": 2 } }',
    "error",
    "model.lagMask",
    "[[true, true], [true, true]]",
    "one row for each head",
  ],
  [
    '{ "name": "x", "model": { "lagMask": [[true, true], [true], [true, true]], "window": 2 } }',
    "error",
    "model.lagMask[1]",
    "[true]",
    "one boolean for each lag",
  ],
  [
    '{ "name": "x", "model": { "lagMask": [[true, true], [false, false], [true, true]], "window": 2 } }',
    "error",
    "model.lagMask[1]",
    "[false, false]",
    "Head 2 may attend no lag",
  ],
  [
    '{ "name": "x", "data": { "online": true }, "training": { "stages": [{ "train": ["rpe", "coefficients", "scale"], "steps": 1, "optimizer": "flow" }] } }',
    "error",
    "training.stages[0].optimizer",
    '"flow"',
    "fixed loss",
  ],
  [
    '{ "name": "x", "training": { "stages": [{ "train": ["rpe", "coefficients", "scale"], "steps": 1, "optimizer": "flow", "learningRate": 0.1 }] } }',
    "warning",
    "training.stages[0].learningRate",
    "0.1",
    "no effect",
  ],
  ['{ "name": "x", "data": { "parents": [6, 7] } }', "warning", "data.parents", "[6, 7]", "sees no parent"],
  [
    '{ "name": "x", "data": { "parents": [1, 7] }, "model": { "window": 6 } }',
    "warning",
    "model.window",
    "6",
    "only some of the parents",
  ],
  [
    '{ "name": "x", "data": { "validationSequences": 0 } }',
    "warning",
    "data.validationSequences",
    "0",
    "no validation loss",
  ],
  [
    '{ "name": "x", "data": { "kind": "file", "path": "a.npy", "alphabetSize": 3 }, "training": { "validationEvery": 10 } }',
    "warning",
    "training.validationEvery",
    "10",
    "no validation loss",
  ],
  [
    '{ "name": "x", "training": { "stages": [{ "train": ["rpe"], "steps": 1 }] } }',
    "warning",
    "training.stages",
    '[{ "train": ["rpe"], "steps": 1 }]',
    "No stage trains coefficients or scale",
  ],
  ['{ "name": "x", "data": { "batchSize": 32 } }', "warning", "data.batchSize", "32", "data.online"],
];

test.each(breaches)("%s: %s on %s", (text, severity, field, mark, words) => {
  const problems = problemsOf(text);
  expect(summary(problems)).toEqual([`${severity} ${field}`]);
  expect(marked(text, problems[0])).toBe(mark);
  expect(problems[0].message).toContain(words);
  expect(problems[0].found).toBeDefined();
});

test.each([
  { data: { parents: [1, 99] }, model: { window: 99 } },
  { data: { alphabetSize: 64, parents: [1, 2, 3] } },
  { data: { alphabetSize: 4, prior: { floor: 0.2499 } } },
  { data: { initial: "stationary", parents: [1, 4], alphabetSize: 4 } },
  { data: { initial: "stationary", parents: [1], alphabetSize: 256 } },
  { model: { heads: 12, maxDegree: 12, includeEmptySubset: true } },
  { model: { heads: 5, lagMask: "authors" } },
  { model: { window: 200, boundary: "truncate" } },
  {
    model: {
      window: 2,
      lagMask: [
        [true, false],
        [false, true],
        [true, true],
      ],
    },
  },
  { data: { validationSequences: 0 }, training: { validationEvery: 0 } },
  { data: { online: true, batchSize: 32 } },
  { training: { stages: [{ train: allGroups, steps: 1, optimizer: "flow" }] } },
])("says nothing against %j", (experiment) => {
  expect(problemsOfValue(experiment)).toEqual([]);
});

test("judges the fields that are right while others are wrong", () => {
  const problems = problemsOfValue({
    name: 5,
    data: { sequenceLength: "long", parents: [1, 2, 3], alphabetSize: 200, prior: { alpha: -1, floor: 0.5 } },
    model: { heads: 2, maxDegree: 3, window: 5, lagMask: "authors", los: "log" },
    training: {
      validationEvery: -1,
      stages: [7, { train: ["rpe"], steps: "many", optimizer: "flow", learningRate: 2, extra: 1 }],
    },
  });
  expect(summary(problems)).toEqual([
    "error name",
    "error data.sequenceLength",
    "error data.prior.alpha",
    "error model.los",
    "error training.stages[0]",
    "error training.stages[1].steps",
    "error training.stages[1].extra",
    "error training.validationEvery",
    "error data.parents",
    "error data.prior.floor",
    "error model.maxDegree",
  ]);
});

test("does not judge what depends on a field that is wrong", () => {
  expect(
    summary(problemsOfValue({ data: { sequenceLength: 0, parents: [1, 500] }, model: { window: "wide" } })),
  ).toEqual(["error data.sequenceLength", "error model.window"]);
  expect(summary(problemsOfValue({ data: { kind: "fil", parents: [1, 500] } }))).toEqual(["error data.kind"]);
  expect(summary(problemsOfValue({ training: { stages: [{ train: ["rpe", "x"], steps: 1 }] } }))).toEqual([
    "error training.stages[0].train[1]",
  ]);
});

test("still judges one stage while a field of it is wrong", () => {
  const stage = { train: allGroups, steps: 0, optimizer: "flow" };
  expect(summary(problemsOfValue({ data: { online: true }, training: { stages: [stage] } }))).toEqual([
    "error training.stages[0].steps",
    "error training.stages[0].optimizer",
  ]);
});
