import { expect, test } from "vitest";
import { describeProblem, experimentFromValue, formatProblem, parseExperiment } from "../../../core/config";
import { fieldFaults, optimizerFaults, withOptimizer } from "./badTexts";
import { marked, position, problemsOf, problemsOfValue, summary, valid } from "./expectations";

test("a name is enough: everything else is the paper's", () => {
  const experiment = valid('{ "name": "first" }');
  expect(experiment.data).toEqual({
    kind: "markov",
    alphabetSize: 3,
    sequenceLength: 100,
    parents: [1, 2],
    prior: { kind: "dirichlet", alpha: 0.1, floor: 0 },
    initial: "uniform",
    trainSequences: 9_000,
    validationSequences: 1_000,
    online: false,
    batchSize: 10_000,
  });
  expect(experiment.model).toEqual({
    family: "disentangled",
    heads: 3,
    window: 5,
    maxDegree: 2,
    includeEmptySubset: false,
    subsets: null,
    lagMask: null,
    normalizeValues: "none",
    boundary: "skip",
    loss: "log",
    epsilon: 1e-6,
    initial: { rpe: { diagonal: 3, offDiagonal: 0.1 }, coefficients: 0.01, scale: 0.01 },
  });
  expect(experiment.training.stages.map(({ name, steps }) => [name, steps])).toEqual([
    ["coefficients", 2_000],
    ["rpe", 50_000],
    ["scale", 5_000],
  ]);
  expect(experiment.record).toEqual({ snapshots: "auto", maxSnapshots: 2_000 });
  expect(experiment.engine).toEqual({ kind: "auto", backend: "auto", threads: "auto", path: "auto" });
});

test("reads comments, trailing commas, a byte order mark and a $schema key", () => {
  const text =
    '\uFEFF{\r\n  // which\r\n  "$schema": "./schema.json",\r\n  "name": "x", /* why */\r\n  "seed": 7,\r\n}\r\n';
  expect(valid(text).seed).toBe(7);
});

test("a normalised experiment is valid input and stays as it is", () => {
  const experiment = valid(
    '{ "name": "x", "training": { "stages": [{ "train": ["scale"], "steps": 3, "optimizer": "adam" }] } }',
  );
  const again = experimentFromValue(JSON.parse(JSON.stringify(experiment)));
  expect(again.ok && again.experiment).toEqual(experiment);
});

test("a stage of many groups has a short name, that of a whole family says so", () => {
  const mlp = ["normGain", "normBias", "hiddenWeights", "hiddenBias", "outputWeights", "outputBias"];
  const rest = ["finalGain", "finalBias"];
  const named = (...train: readonly string[]) =>
    valid(
      JSON.stringify({ name: "x", model: { family: "mlp" }, training: { stages: [{ train, steps: 1 }] } }),
    ).training.stages[0].name;
  expect(named(...mlp, ...rest)).toBe("normGain + normBias + hiddenWeights + 5 more");
  expect(named("rpe", ...mlp, ...rest, "scale")).toBe("all at once");
  expect(named("scale", "rpe")).toBe("rpe + scale");
});

test("writes optimizers out and names the stages nobody named", () => {
  const text = `{ "name": "x", "training": { "stages": [
    { "train": ["scale", "rpe"], "steps": 1, "optimizer": "adam" },
    { "train": ["scale", "rpe", "coefficients"], "steps": 1, "optimizer": { "kind": "flow", "time": 5 } },
    { "train": ["scale"], "steps": 1, "name": "sharpen", "stopWhen": { "gradientNorm": 1e-6 } }
  ] } }`;
  expect(valid(text).training.stages).toEqual([
    {
      name: "rpe + scale",
      train: ["scale", "rpe"],
      steps: 1,
      learningRate: 1,
      optimizer: { kind: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    },
    {
      name: "all at once",
      train: ["scale", "rpe", "coefficients"],
      steps: 1,
      learningRate: 1,
      optimizer: { kind: "flow", tolerance: 1e-6, time: 5 },
    },
    {
      name: "sharpen",
      train: ["scale"],
      steps: 1,
      learningRate: 1,
      optimizer: { kind: "sgd" },
      stopWhen: { gradientNorm: 1e-6 },
    },
  ]);
});

test("reports all problems at once, each with its line and column", () => {
  const text = `{
  "name": "x",
  "data": { "parents": [1, 200], "sequenceLength": 50 },
  "model": {
    "heads": "three",
    "widow": 5,
    "boundary": "truncated" // not a word we know
  },
  "training": {
    "stages": [
      { "train": ["rpe"], "steps": 1.5 },
      { "train": ["scale", "bias"] }
    ]
  }
}`;
  const problems = problemsOf(text);
  expect(problems.map((problem) => [position(problem), problem.severity, problem.pathText])).toEqual([
    ["3:24", "error", "data.parents"],
    ["3:24", "warning", "data.parents"],
    ["5:14", "error", "model.heads"],
    ["6:5", "error", "model.widow"],
    ["7:17", "error", "model.boundary"],
    ["11:36", "error", "training.stages[0].steps"],
    ["12:7", "error", "training.stages[1].steps"],
    ["12:28", "error", "training.stages[1].train[1]"],
  ]);
  expect(problems.map((problem) => marked(text, problem))).toEqual([
    "[1, 200]",
    "[1, 200]",
    '"three"',
    '"widow"',
    '"truncated"',
    "1.5",
    "{",
    '"bias"',
  ]);
});

test("says what was found, what is allowed and what may be meant", () => {
  const text =
    '{\n  "name": "x",\n  "model": { "heads": 0, "boundary": "truncat", "widow": 5 },\n  "windw": 3, "epsilon": 1,\n  "engine": { "threads": "all" }\n}';
  expect(problemsOf(text).map((problem) => formatProblem(problem, "my.induction.json"))).toEqual([
    "my.induction.json:3:23: model.heads: The value is out of range. Found 0; allowed: a whole number from 1 to 16.",
    'my.induction.json:3:38: model.boundary: This is none of the choices. Did you mean "truncate"? Found "truncat"; allowed: "skip" or "truncate".',
    expect.stringContaining(
      '3:49: model.widow: Unknown key "widow". Did you mean "window"? Allowed: family, heads, window,',
    ),
    expect.stringContaining(
      '4:3: windw: Unknown key "windw". Allowed: name, seed, data, model, training, record or engine.',
    ),
    expect.stringContaining(
      '4:15: epsilon: Unknown key "epsilon". It belongs in model (family "disentangled", "full", "mlp", "deep" or "absolute"), model (family "mixed-target").initial or training.stages[].optimizer (kind "adam").',
    ),
    'my.induction.json:5:26: engine.threads: This is none of the choices. Found "all"; allowed: "auto" or a whole number from 1 to 64.',
  ]);
});

test.each([
  ["alphabet_size", "alphabetSize"],
  ["AlphabetSize", "alphabetSize"],
  ["parent", "parents"],
  ["praents", "parents"],
  ["train", "trainSequences"],
])("takes the key %s for %s", (written, meant) => {
  const [problem] = problemsOfValue({ data: { [written]: 1 } });
  expect(problem.message).toBe(`Unknown key "${written}". Did you mean "${meant}"?`);
});

test.each([
  ["validationSequences", "data"],
  ["alphabetSize", 'data (kind "markov", "mixed-markov" or "file")'],
])("names the place of the key %s once, however many kinds have it: %s", (key, homes) => {
  const [problem] = problemsOfValue({ [key]: 1 });
  expect(problem.message).toBe(`Unknown key "${key}". It belongs in ${homes}.`);
});

test.each([
  ["parents", { kind: "file", path: "a.npy", alphabetSize: 3 }, 'data (kind "markov" or "mixed-markov")'],
  ["path", { kind: "markov" }, 'data (kind "file") or engine'],
])("says to which kind of data the key %s belongs", (key, data, homes) => {
  const [problem] = problemsOfValue({ data: { ...data, [key]: [1] } });
  expect(problem.message).toContain(`It belongs in ${homes}.`);
});

test("a missing field is marked at the nearest key around it", () => {
  const text = '{\n  "data": { "kind": "file" },\n  "training": { "validationEvery": 0 }\n}';
  const problems = problemsOf(text);
  expect(problems.map((problem) => [position(problem), problem.pathText, marked(text, problem)])).toEqual([
    ["1:1", "name", "{"],
    ["2:3", "data.path", '"data"'],
    ["2:3", "data.alphabetSize", '"data"'],
  ]);
  expect(problems[1].message).toBe('"path" is missing.');
});

test.each(fieldFaults)("refuses %s", (text, field, found, allowed) => {
  expect(problemsOf(text)).toMatchObject([{ severity: "error", pathText: field, found, allowed }]);
});

test.each(optimizerFaults)("refuses the optimizer %s", (optimizer, field, allowed) => {
  const problems = problemsOf(withOptimizer(optimizer));
  expect(problems).toMatchObject([{ severity: "error", pathText: `training.stages[0].${field}`, allowed }]);
});

test.each(["a/b", "a\\b", ".", "..", "", "a\nb", "x".repeat(101)])("refuses %j as a name", (name) => {
  expect(summary(problemsOfValue({ name }))).toEqual(["error name"]);
});

test("refuses parents out of order, groups named twice and coefficients of 0, with a remedy", () => {
  const problems = problemsOfValue({
    data: { parents: [2, 1] },
    model: { initial: { coefficients: 0 }, subsets: [[2, 1], [3]] },
    training: { stages: [{ train: ["rpe", "rpe"], steps: 1 }] },
  });
  expect(problems.map(({ pathText, message, found }) => [pathText, message, found])).toEqual([
    ["data.parents", expect.stringContaining("sort them"), "[2,1]"],
    ["model.subsets[0]", expect.stringContaining("sort them"), "[2,1]"],
    ["model.initial.coefficients", expect.stringContaining("use a small number"), "0"],
    ["training.stages[0].train", expect.stringContaining("name it once"), '["rpe","rpe"]'],
  ]);
});

test("refuses subsets named twice, and a list without any", () => {
  const messageFor = (subsets: unknown) => problemsOfValue({ model: { subsets } })[0].message;
  expect(messageFor([[1], [2], [1]])).toContain("name it once");
  expect(messageFor([])).toContain("too short");
  expect(messageFor([[0]])).toContain("out of range");
});

test("problems of a plain value have a path but no line", () => {
  const result = experimentFromValue({ name: "x", seed: "1", model: { initial: { scale: Infinity } } });
  expect(result.ok).toBe(false);
  if (result.ok) return;
  expect(result.problems.map((problem) => formatProblem(problem, "run/config.json"))).toEqual([
    'run/config.json: seed: The value has the wrong type. Found "1"; allowed: a whole number from 0 to 4294967295.',
    "run/config.json: model.initial.scale: The value has the wrong type. Found Infinity; allowed: a number.",
  ]);
  expect(result.problems[0]).toMatchObject({ line: 0, column: 0, offset: 0, length: 0 });
});

test.each([undefined, null, 5, "x", []])("refuses %j as an experiment", (value) => {
  const result = experimentFromValue(value);
  expect(result.ok ? [] : summary(result.problems)).toEqual(["error "]);
});

test("warnings do not stop an experiment, and say that they are warnings", () => {
  const result = parseExperiment('{ "name": "x",\n  "model": { "window": 1 } }');
  expect(result.ok && result.warnings.map((warning) => formatProblem(warning, "f"))).toEqual([
    "f:2:24: warning: model.window: The window sees only some of the parents: widen it to learn the whole chain. " +
      "Found window 1, parents 1, 2; allowed: a window of at least 2 sees all.",
  ]);
});

test("describes a problem without its place", () => {
  const [problem] = problemsOfValue({ seed: -1 });
  expect(describeProblem(problem)).toBe(
    "The value is out of range. Found -1; allowed: a whole number from 0 to 4294967295.",
  );
});
