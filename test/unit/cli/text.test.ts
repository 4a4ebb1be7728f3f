import { expect, test } from "vitest";
import { introduction } from "../../../core/cli/constructionText";
import { modelLine } from "../../../core/cli/modelLine";
import { decimal, duration, percent, rate, scientific, stepTime } from "../../../core/cli/numbers";
import { progressText } from "../../../core/cli/progress";
import { earlyEnds, endWords } from "../../../core/cli/stageEnds";
import { factLines, tableLines } from "../../../core/cli/table";
import { experimentFromValue, type ExperimentSource } from "../../../core/config";
import { measureConstruction } from "../../../core/construction";
import type { ProgressEvent } from "../../../core/training";
import { built } from "../construction/built";

test("times are told in the units that matter", () => {
  expect([0.04, 9.96, 59.7, 200, 3600, 7500, 400_000].map(duration)).toEqual([
    ...["0.0 s", "10 s", "1 min", "3 min 20 s", "1 h", "2 h 5 min", "4 days"],
  ]);
  expect([0.000482, 1.2101].map(stepTime)).toEqual(["0.482 ms", "1.21 s"]);
});

test("numbers keep their digits whatever their size", () => {
  expect([0.65461, 0, 1e-9, 123456, NaN].map(decimal)).toEqual([
    ...["0.6546", "0.0000", "1.000e-9", "1.235e+5", "NaN"],
  ]);
  expect([0, 3.14e-8, NaN, Infinity].map(scientific)).toEqual(["0", "3.1e-8", "NaN", "Infinity"]);
  expect([0.4217, 1832.4].map(rate)).toEqual(["0.42", "1,832"]);
  expect([1.0234, 0.9951, 0.9944, 0.042, 1e-4, 9e-5, 0, 4.5e74].map(percent)).toEqual([
    ...["102", "100", "99", "4.2", "0.010", "9.0e-3", "0", "4.5e+76"],
  ]);
});

test("columns line up, numbers at their ends", () => {
  const rows = [["", "reference"], ["loss", "0"], ["a long name"]];
  expect(tableLines(rows, { right: [1] })).toEqual([
    "             reference",
    "loss                 0",
    "a long name",
  ]);
});

test("facts without a line are left out, further lines stand under the first", () => {
  expect(
    factLines([
      ["loss", ["1"]],
      ["none", []],
      ["heads", ["a", "b"]],
    ]),
  ).toEqual(["loss   1", "heads  a", "       b"]);
});

test("progress leaves out what is not known yet", () => {
  const event: ProgressEvent = {
    kind: "progress",
    step: 1234,
    totalSteps: 50_000,
    stage: 0,
    stageName: "all at once",
    time: 1234,
    loss: 0.65461,
    validationLoss: NaN,
    stepsPerSecond: NaN,
    secondsLeft: NaN,
  };
  expect(progressText(event)).toBe("1,234 of 50,000 · loss 0.6546 · all at once");
  expect(progressText({ ...event, stepsPerSecond: 2031.4, secondsLeft: 24.1 })).toBe(
    "1,234 of 50,000 · loss 0.6546 · 2,031 steps/s · 24 s left · all at once",
  );
});

test("a model is told by its family, and by what only that has", () => {
  const lineOf = (model: ExperimentSource["model"], rest: Partial<ExperimentSource> = {}) => {
    const parsed = experimentFromValue({ name: "x", model, ...rest });
    if (!parsed.ok) throw new Error(parsed.problems[0].message);
    return modelLine(parsed.experiment.model);
  };
  expect(lineOf({})).toBe("disentangled: 3 heads, window 5, subsets of up to 2 heads");
  expect(lineOf({ subsets: [[1], [1, 2]] })).toBe("disentangled: 3 heads, window 5, 2 listed subsets");
  expect(lineOf({ family: "deep", layers: 2 })).toBe(
    "deep: 3 heads a layer, 1 copying layer, window 5, subsets of up to 2 heads",
  );
  const rest: Partial<ExperimentSource> = {
    data: { kind: "mixed-target" },
    training: { stages: [{ train: ["rpe1"], steps: 1 }] },
  };
  const scalars = { family: "mixed-target", initial: { epsilon: 0.01, rpe1: 40 } } as const;
  expect(lineOf(scalars, rest)).toBe("mixed-target: six scalars from 0.01, rpe1 from 40");
  const all = { ...scalars.initial, rpe2: 40, value1: 0.5, value2: 0.5, key: 2, query: 2 };
  expect(lineOf({ ...scalars, initial: all }, rest)).toBe(
    "mixed-target: rpe1 from 40, rpe2 from 40, value1 from 0.5, value2 from 0.5, key from 2, query from 2",
  );
});

test("a stage that ended before its last step says by which of its rules, and one under way has not ended", () => {
  const parsed = experimentFromValue({
    name: "x",
    training: {
      stages: [
        { name: "one", train: ["rpe"], steps: 100, stopWhen: { gradientNorm: 1e-3, lossChange: 1e-6 } },
        { name: "two", train: ["coefficients"], steps: 100, stopWhen: { lossChange: 1e-6 } },
        { name: "three", train: ["scale"], steps: 2_000, stopWhen: { unexplainedIH: 0.02 } },
      ],
    },
  });
  if (!parsed.ok) throw new Error(parsed.problems[0].message);
  const stages = [0, 40, 140].map((fromStep, stage) => ({ stage, name: `${stage}`, fromStep }));
  const ends = earlyEnds(parsed.experiment, { stages, status: "done", step: 1_265 });
  expect(ends.map((end) => `${end.name} ${endWords(end)}`)).toEqual([
    "one ended after 40 of 100 steps, as the gradient's norm fell below 0.001, or the loss changed by less than 0.000001 in a step",
    "three ended after 1,125 of 2,000 steps, as L_IH fell below 2 % of what it is with nothing learnt",
  ]);
  const stopped = earlyEnds(parsed.experiment, { stages, status: "stopped", step: 1_265 });
  expect(stopped.map(({ name }) => name)).toEqual(["one"]);
});

test("a construction of fewer features than were allowed says why, and one of all says nothing", async () => {
  const introduced = async (features: number) => {
    const { construction, material } = await built(
      { kind: "gihn", order: 3, sequenceLength: 8, features },
      1,
    );
    const [error] = measureConstruction(construction.definition, construction.circuit, material.sequences);
    return introduction(construction, error, 1).join("\n");
  };
  expect(await introduced(1_000)).toMatch(
    /with \d+ features \(low-rank; at most 1,000, its sampled windows give no more\)/,
  );
  expect(await introduced(2)).toContain("with 2 features (low-rank),");
});
