/** Descent on the mean losses of the mixed target: its expectations are those of the model, its steps those of its gradient. */
import { expect, test } from "vitest";
import { drawScalars } from "../../../core/data";
import { addMixedGradient, mixedPass } from "../../../core/model";
import { matchMoments, mixedDescent, plateauGrowth } from "../../../core/theory";

const sequenceLength = 12;
const target = { mixing: 0.7, sharpness: 3 };
const rpe1 = 2.5;
const set = await drawScalars(5, "train", 0, 400, sequenceLength);
const sequences = Array.from({ length: set.count }, (_, at) =>
  Float64Array.from(set.scalars.subarray(at * sequenceLength, (at + 1) * sequenceLength)),
);
const moments = await matchMoments({
  ...{ sharpness: target.sharpness, sequenceLength, rpe1, wishedError: Infinity },
  draw: () => Promise.resolve(set.scalars),
});

/** Means of the model's own losses and gradient over the sequences, by the engine's reference mathematics. */
function meansOf(parameters: Float64Array) {
  const gradient = new Float64Array(6);
  let [lossIH, wholeIH] = [0, 0];
  for (const tokens of sequences) {
    const pass = mixedPass(target, parameters, tokens);
    addMixedGradient(parameters, tokens, pass, 1 / sequences.length, gradient);
    lossIH += pass.lossIH / sequences.length;
    wholeIH += (0.5 * pass.target[1] ** 2) / sequences.length;
  }
  return { gradient, unexplainedIH: lossIH / wholeIH };
}

const all = ["rpe1", "rpe2", "value1", "value2", "key", "query"] as const;

/** One step of 1 from there: what was taken away is the gradient. */
function stepFrom(parameters: Float64Array) {
  const {
    unexplainedG4,
    unexplainedIH,
    parameters: rows,
  } = mixedDescent({
    ...{ target, sequenceLength, moments, start: parameters, train: all },
    ...{ stepTime: 1, steps: 1 },
  });
  const gradient = parameters.map((value, at) => value - rows[6 + at]);
  return { unexplainedG4: unexplainedG4[0], unexplainedIH: unexplainedIH[0], gradient };
}

test("at a node L_IH and its gradient are the means of the model's own", () => {
  for (const node of [0, 1, 4, 11, 14]) {
    const match = moments.sharpness[node];
    const parameters = Float64Array.of(rpe1, 0.4, 0.3, 0.8, 2, match / 2);
    const { gradient, unexplainedIH } = stepFrom(parameters);
    const meant = meansOf(parameters);
    expect(unexplainedIH).toBeCloseTo(meant.unexplainedIH, 10);
    for (const at of [3, 4, 5]) expect(gradient[at]).toBeCloseTo(meant.gradient[at], 10);
  }
});

test("between nodes they are close to them", () => {
  const parameters = Float64Array.of(rpe1, 0.4, 0.3, 0.8, 1.3, 1);
  const { gradient, unexplainedIH } = stepFrom(parameters);
  const meant = meansOf(parameters);
  expect(unexplainedIH).toBeCloseTo(meant.unexplainedIH, 4);
  for (const at of [3, 4, 5]) expect(gradient[at]).toBeCloseTo(meant.gradient[at], 3);
});

test("L_G4 is what independent tokens give, its gradient its slope, and layer 1 stays what it is", () => {
  const share = target.mixing / (1 + target.mixing);
  const lossAt = (parameters: Float64Array) => {
    const { lazyAttention } = mixedPass(target, parameters, sequences[0]);
    const even = lazyAttention.reduce((sum, each) => sum + each * each, 0);
    const value = parameters[2];
    return 0.5 * (share ** 2 - 2 * share * value * lazyAttention[sequenceLength - 3] + value ** 2 * even);
  };
  for (const decay of [-1.5, 0, 0.01, 2]) {
    const parameters = Float64Array.of(rpe1, decay, 0.6, 0.5, 1, 1);
    const { gradient, unexplainedG4 } = stepFrom(parameters);
    expect(unexplainedG4).toBeCloseTo(lossAt(parameters) / (0.5 * share ** 2), 12);
    for (const at of [1, 2]) {
      const moved = (by: number) => lossAt(parameters.map((value, index) => value + (index === at ? by : 0)));
      expect(gradient[at]).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 8);
    }
    expect(gradient[0]).toBe(0);
  }
});

test("on the plateau k and q grow at the rate that is told", () => {
  const { mean: rate } = plateauGrowth(target, moments);
  const best = moments.agreement[0] / moments.square[0] / (1 + target.mixing);
  const { gradient } = stepFrom(Float64Array.of(rpe1, 0, 0, best, 1e-6, 1e-6));
  expect(-gradient[4] / 1e-6).toBeCloseTo(rate, 6);
});

test("sampling goes on until the plateau's rate is as sure as was wished", async () => {
  let drawn = 0;
  const { push, sequences: count } = await matchMoments({
    ...{ sharpness: 1, sequenceLength: 6, rpe1: 20, wishedError: 0.05 },
    draw: async (first, size) => {
      expect(first).toBe(drawn);
      drawn += size;
      return (await drawScalars(1, "train", first, size, 6)).scalars;
    },
  });
  expect(count).toBe(drawn);
  expect(push.standardError / push.mean).toBeLessThan(0.05);
});

test("many steps are told in part; a k·q below 0 is refused", () => {
  const start = Float64Array.of(20, 0.1, 0.1, 0.1, 0.1, 0.1);
  const request = { target, sequenceLength, moments, train: all, stepTime: 0.1 };
  const { steps } = mixedDescent({ ...request, start, steps: 10_000 });
  expect(steps.length).toBeLessThan(3_000);
  expect(steps.at(-1)).toBeGreaterThan(9_950);
  // The beginning step by step: with other weights much happens there.
  expect(Array.from(steps.subarray(0, 500))).toEqual(Array.from({ length: 500 }, (_, step) => step));
  expect(() => mixedDescent({ ...request, start: start.with(4, -0.1), steps: 1 })).toThrow(RangeError);
});
