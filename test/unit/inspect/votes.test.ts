/** Which places a trace's leading subset finds alike, counted by tokens. */
import { expect, test } from "vitest";
import { agreementOf, describeHeads, noInterventions, traceAt } from "../../../core/inspect";
import { disentangledModel, modelOf, type ModelShape } from "../../../core/model";
import { familySetting } from "../model/families";

/** Two heads that read 1 and 2 back, and a third that reads 1 back as well. */
const model = disentangledModel({
  ...{ alphabetSize: 3, heads: 3, window: 3, maxDegree: 2, includeEmptySubset: true, lagMask: null },
  ...{ normalizeValues: "none", boundary: "truncate", loss: "log", epsilon: 1e-9 },
});
const attentions = [9, 0, 0, 0, 9, 0, 9, 0, 0];
const place = (heads: readonly number[]) =>
  model.subsets.findIndex((subset) => subset.join() === heads.join());

function parametersFor(leading: readonly number[]): Float64Array {
  const coefficients = model.subsets.map((_, subset) => (subset === place(leading) ? 3 : 0.1));
  return Float64Array.of(...attentions, ...coefficients, 8);
}

// x_8 follows 1, 2: so do places 2 and 5 (from 0).
const tokens = Uint8Array.of(1, 2, 0, 1, 2, 1, 1, 2, 0);

test("places that agree at all lags of the leading subset match fully, others in part", () => {
  const trace = traceAt(model, parametersFor([0, 1]), tokens, 8);
  const { heads, lags, full, partly, counts, attention, matches } = agreementOf(trace);
  expect([heads, lags, full]).toEqual([
    [0, 1],
    [1, 2],
    [2, 5],
  ]);
  expect(partly).toBe(Array.from(matches).filter((count) => count === 1).length);
  expect(Array.from(counts)).toEqual([1, 1, 0]);
  expect(attention).toBe(trace.pass.attention[2] + trace.pass.attention[5]);
  expect(attention).toBeGreaterThan(0.9);
});

test("two heads of the same lag count it once", () => {
  const { lags, full } = agreementOf(traceAt(model, parametersFor([0, 2]), tokens, 8));
  expect(lags).toEqual([1]);
  expect(full).toEqual([2, 5]);
});

test("where a head of the subset brings nothing, and where it has none, no place matches", () => {
  const trace = (headsOff: readonly number[]) =>
    traceAt(model, parametersFor([0, 1]), tokens, 8, { ...noInterventions, headsOff });
  expect(agreementOf(trace([0])).lags).toEqual([]);
  expect(agreementOf(trace([0, 1]))).toMatchObject({ lags: [], full: [], partly: 0, attention: 0 });
  expect(agreementOf(traceAt(model, parametersFor([]), tokens, 8))).toMatchObject({ heads: [], full: [] });
});

test("while subsets share the largest weight a place matches by all of their heads", () => {
  const even = Float64Array.of(...attentions, ...model.subsets.map(() => 0.1), 8);
  expect(agreementOf(traceAt(model, even, tokens, 8))).toMatchObject({
    heads: [0, 1, 2],
    lags: [1, 2],
    full: [2, 5],
  });
});

test("of subsets that weigh about alike none leads alone, of others the weightiest does", () => {
  const agreementWith = (second: number) => {
    const coefficients = model.subsets.map((_, subset) =>
      subset === place([0]) ? 1 : subset === place([1]) ? second : 0.01,
    );
    return agreementOf(traceAt(model, Float64Array.of(...attentions, ...coefficients, 8), tokens, 8));
  };
  // Weights go by the squares.
  expect(agreementWith(0.95)).toMatchObject({ heads: [0, 1], lags: [1, 2] });
  expect(agreementWith(0.8)).toMatchObject({ heads: [0], lags: [1] });
});

test("with all subsets off no head leads", () => {
  const subsetsOff = Array.from(model.subsets.keys());
  const trace = traceAt(model, parametersFor([0, 1]), tokens, 8, { ...noInterventions, subsetsOff });
  expect(agreementOf(trace)).toMatchObject({ heads: [], lags: [], full: [] });
});

test("without a selector places match by all that the heads read", async () => {
  const {
    model: mlp,
    data,
    parameters,
  } = await familySetting({
    ...{ name: "mlp", shape: { family: "mlp", hiddenUnits: 4 } },
  });
  const sequence = data.tokens.slice(0, 24);
  const lags = describeHeads(mlp, parameters).flatMap(({ lag }) => lag ?? []);
  const agreement = agreementOf(traceAt(mlp, parameters, sequence, 24));
  expect(agreement.heads).toEqual([0, 1, 2]);
  expect(agreement.lags).toEqual(Array.from(new Set(lags)).sort());
});

test("a head of the second layer has places match by all that reaches it", () => {
  const shape: ModelShape = {
    family: "deep",
    ...{ heads: 1, window: 3, maxDegree: 1, includeEmptySubset: false, lagMask: null, epsilon: 1e-9 },
    normalizeValues: "none",
    boundary: "truncate",
    loss: "log",
  };
  const deep = modelOf(shape, { alphabetSize: 3 });
  // The first layer reads 2 back; the second, which has all the weight, 1 back: so tokens 1 and 3 back.
  const parameters = Float64Array.of(0, 30, 0, 30, 0, 0, 0, 1, 5);
  const trace = traceAt(deep, parameters, Uint8Array.of(0, 1, 2, 0, 2, 2, 0, 1, 2, 1, 2), 11);
  const { lags, full } = agreementOf(trace);
  expect(lags).toEqual([1, 3]);
  const [most] = Array.from(trace.pass.kernel).sort((a, b) => b - a);
  expect(most).toBeCloseTo(2, 6);
  const alike = Array.from(trace.pass.kernel.keys()).filter((key) => trace.pass.kernel[key] > most - 1e-6);
  expect(full).toEqual(alike);
});
