import { expect, test } from "vitest";
import { ruleBreakers } from "./badTexts";
import { marked, problemsOf, problemsOfValue, summary } from "./expectations";
import { familyBreakers, familySense } from "./familyTexts";

const allGroups = ["rpe", "coefficients", "scale"];

test.each([...ruleBreakers, ...familyBreakers])("%s: %s on %s", (text, severity, field, mark, words) => {
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
  { model: { subsets: [[1, 3], [2]] } },
  { model: { includeEmptySubset: true, subsets: [[2], []] } },
  // All would be too many.
  { model: { heads: 16, maxDegree: 16, subsets: [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]] } },
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
  { engine: { kind: "tfjs", backend: "webgpu" } },
  { engine: { backend: "webgpu" } },
  { training: { stages: [{ train: allGroups, steps: 1, optimizer: "flow" }] } },
])("says nothing against %j", (experiment) => {
  expect(problemsOfValue(experiment)).toEqual([]);
});

test.each(familySense)("says nothing against %s", (text) => {
  expect(problemsOf(text)).toEqual([]);
});

test.each(familyBreakers)("of %s it is said what is allowed, and how to mend it by one change", (text) => {
  const [{ message, allowed = "", fixes }] = problemsOf(text);
  // What to train is for people to say; and a file's sequences need another family with other stages.
  if (message.startsWith("No stage trains")) return;
  expect(allowed).not.toBe("");
  if (!message.startsWith("Absolute positions")) expect(fixes).not.toEqual([]);
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
