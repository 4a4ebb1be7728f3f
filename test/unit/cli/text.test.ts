import { expect, test } from "vitest";
import { modelLine } from "../../../core/cli/modelLine";
import { decimal, duration, rate, scientific, stepTime } from "../../../core/cli/numbers";
import { progressText } from "../../../core/cli/progress";
import { factLines, tableLines } from "../../../core/cli/table";
import { experimentFromValue, type ExperimentSource } from "../../../core/config";
import type { ProgressEvent } from "../../../core/training";

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
  const lineOf = (model: ExperimentSource["model"]) => {
    const parsed = experimentFromValue({ name: "x", model });
    if (!parsed.ok) throw new Error(parsed.problems[0].message);
    return modelLine(parsed.experiment.model);
  };
  expect(lineOf({})).toBe("disentangled: 3 heads, window 5, subsets of up to 2 heads");
  expect(lineOf({ subsets: [[1], [1, 2]] })).toBe("disentangled: 3 heads, window 5, 2 listed subsets");
  expect(lineOf({ family: "deep", layers: 2 })).toBe(
    "deep: 3 heads a layer, 1 copying layer, window 5, subsets of up to 2 heads",
  );
});
