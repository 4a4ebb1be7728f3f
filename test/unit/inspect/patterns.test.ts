import { expect, test } from "vitest";
import {
  firstLayerPattern,
  noInterventions,
  secondLayerPattern,
  traceAt,
  weightsUnder,
  type AttentionPattern,
} from "../../../core/inspect";
import { firstWindowLength } from "../../../core/model";
import { circuitAndSequences, conventions, named } from "./circuits";

const rowOf = ({ values, columns }: AttentionPattern, row: number) =>
  values.subarray(row * columns, (row + 1) * columns);
const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);

const many = {
  name: "eight heads in triples over fifty lags",
  shape: { heads: 8, window: 50, maxDegree: 3 },
  sequenceLength: 70,
} as const;

test.each(named)("%s: a head's rows are what it copies with", async (_, experiment) => {
  const { model, parameters, sequences } = await circuitAndSequences(experiment, 1);
  const weights = weightsUnder(model, parameters, noInterventions);
  const length = sequences[0].length - 1;
  const trace = traceAt(model, parameters, sequences[0], length);
  for (let head = 0; head < model.heads; head++) {
    const pattern = firstLayerPattern(model, weights, head, sequences[0].subarray(0, length));
    expect(pattern).toMatchObject({ rows: length + 1, columns: length });
    for (let row = 0; row <= length; row++) {
      const seen = row >= firstWindowLength(model) ? Math.min(row, model.window) : 0;
      const lags = Array.from({ length: seen }, (_, lag) => lag);
      const allowed = lags.some((lag) => model.lagMask[head * model.window + lag] === 1);
      expect(sum(rowOf(pattern, row))).toBeCloseTo(allowed ? 1 : 0, 6);
      const last = ((row - 1) * model.heads + head) * model.alphabetSize;
      // The token before attends, if it is a position with a window of its own, to what its value says.
      if (model.normalizeValues === "none" && row > firstWindowLength(model)) {
        const value = new Float64Array(model.alphabetSize);
        rowOf(pattern, row - 1).forEach((share, at) => (value[sequences[0][at]] += share));
        value.forEach((share, token) => expect(trace.pass.values[last + token]).toBeCloseTo(share, 6));
      }
    }
  }
});

const someTriples = {
  name: "some triples, without what they begin with",
  shape: { heads: 4, maxDegree: 3, subsets: [[2, 3, 4], [1, 3, 4], [4]] },
} as const;

test.each([...named, [many.name, many] as const, [someTriples.name, someTriples] as const])(
  "%s: each row of the second layer is the attention of a trace there",
  async (_, experiment) => {
    const { model, parameters, sequences } = await circuitAndSequences(experiment, 1);
    const tokens = sequences[0].slice(0, -1);
    const weights = weightsUnder(model, parameters, noInterventions);
    const pattern = secondLayerPattern(model, weights, tokens);
    expect(pattern).toMatchObject({ rows: tokens.length + 1, columns: tokens.length });
    for (let row = 0; row <= tokens.length; row++) {
      const { attention } = traceAt(model, parameters, tokens, row).pass;
      const found = rowOf(pattern, row);
      attention.forEach((share, key) => expect(found[key]).toBeCloseTo(share, 6));
      expect(sum(found.subarray(row))).toBe(0);
      expect(sum(found)).toBeCloseTo(row > firstWindowLength(model) ? 1 : 0, 5);
    }
  },
);

test("interventions change the maps as they change the trace", async () => {
  const { model, parameters, sequences } = await circuitAndSequences(conventions[1], 1);
  const tokens = sequences[0].slice(0, -1);
  const interventions = { headsOff: [2], subsetsOff: [0, 1], forcedLags: new Map([[0, 2]]) };
  const weights = weightsUnder(model, parameters, interventions);
  const pattern = secondLayerPattern(model, weights, tokens);
  const { attention } = traceAt(model, parameters, tokens, 21, interventions).pass;
  attention.forEach((share, key) => expect(rowOf(pattern, 21)[key]).toBeCloseTo(share, 6));
  expect(sum(firstLayerPattern(model, weights, 2, tokens.subarray(0, 12)).values)).toBe(0);
  expect(rowOf(firstLayerPattern(model, weights, 0, tokens.subarray(0, 12)), 9)[7]).toBe(1);
});

test("rows asked for in portions are those of the whole, the others 0", async () => {
  const { model, parameters, sequences } = await circuitAndSequences(conventions[1], 1);
  const tokens = sequences[0].slice(0, -1);
  const weights = weightsUnder(model, parameters, noInterventions);
  const whole = secondLayerPattern(model, weights, tokens);
  const portion = secondLayerPattern(model, weights, tokens, 10, 20);
  for (let row = 0; row <= tokens.length; row++) {
    const inside = row >= 10 && row < 20;
    expect(rowOf(portion, row)).toEqual(inside ? rowOf(whole, row) : new Float32Array(tokens.length));
  }
  expect(secondLayerPattern(model, weights, tokens, 0, 1_000)).toEqual(whole);
});
