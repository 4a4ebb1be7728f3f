import { expect, test } from "vitest";
import { limitSteps, totalSteps } from "../../../core/config";
import { valid } from "./expectations";

const experiment = valid('{ "name": "x" }');

test("adds up the steps of all stages", () => {
  expect(totalSteps(experiment)).toBe(57_000);
});

test.each([
  [60_000, [2_000, 50_000, 5_000]],
  [57_000, [2_000, 50_000, 5_000]],
  [52_001, [2_000, 50_000, 1]],
  [52_000, [2_000, 50_000]],
  [1, [1]],
])("limited to %i steps, the stages have %j", (limit, steps) => {
  const limited = limitSteps(experiment, limit);
  expect(limited.training.stages.map((stage) => stage.steps)).toEqual(steps);
  expect({ ...limited, training: experiment.training }).toEqual(experiment);
});

test.each([0, -1, 1.5, NaN])("refuses a limit of %s steps", (limit) => {
  expect(() => limitSteps(experiment, limit)).toThrow(RangeError);
});
