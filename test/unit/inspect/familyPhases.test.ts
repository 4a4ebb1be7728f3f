/** Phases and rates of models whose circuit is not the paper's. */
import { expect, test } from "vitest";
import { describeHeads, detectPhases, stageRates, type Phase } from "../../../core/inspect";
import { groupView, initialOf, layoutOf, modelOf, type Model, type ModelShape } from "../../../core/model";

const initial = { rpe: { diagonal: 3, offDiagonal: 0.1 }, coefficients: 0.01, scale: 0.01 };
const shape: Omit<ModelShape, "family"> = {
  heads: 2,
  window: 3,
  maxDegree: 2,
  includeEmptySubset: false,
  lagMask: null,
  normalizeValues: "none",
  boundary: "truncate",
  loss: "log",
  epsilon: 1e-6,
};

/** Everything grows, step by step. */
function rowsOf(model: Model) {
  const begun = initialOf(model, initial, 3);
  return Array.from({ length: 40 }, (_, step) => ({
    step,
    time: step,
    parameters: begun.map((value) => value * (1 + step / 20)),
  }));
}

test("without a selector no subset wins: there are no phases, and no rates of them", () => {
  const model = modelOf({ ...shape, family: "mlp" }, { alphabetSize: 3 });
  const rows = rowsOf(model);
  expect(detectPhases(model, rows)).toEqual([]);
  expect(stageRates(model, rows, [])).toEqual([]);
});

test("with absolute positions σ of a phase is what the heads are described by: its mean over positions", () => {
  const model = modelOf({ ...shape, family: "absolute" }, { alphabetSize: 3, sequenceLength: 9 });
  const rows = rowsOf(model);
  const both = model.subsets.findIndex((subset) => subset.length === 2);
  rows.forEach(({ parameters }) => (groupView(parameters, layoutOf(model), "coefficients")[both] = 1));
  const phase: Phase = { kind: "concentration", fromStep: 0, toStep: 39 };
  const rates = stageRates(model, rows, [phase]);
  expect(rates.map(({ quantity }) => quantity.kind)).toEqual(["attention", "attention"]);
  for (const { quantity, levels } of rates) {
    if (quantity.kind !== "attention") throw new Error("a head's attention was meant");
    const { lag } = describeHeads(model, rows[39].parameters)[quantity.head];
    expect(quantity.lag).toBe(lag);
    rows.forEach(({ parameters }, row) => {
      const sigma = describeHeads(model, parameters)[quantity.head].lagAttention[quantity.lag - 1];
      expect(levels[row]).toBeCloseTo(Math.log(1 - sigma), 9);
    });
  }
});
