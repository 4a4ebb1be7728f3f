import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { drawScalars } from "../../../core/data";
import { createEngine } from "../../../core/engine";
import { mixedParameters, type MixedParameter } from "../../../core/model";
import { batchAsSet, computed, distance, requestOf } from "./mixed";

const target = { mixing: 1, sharpness: 4 };
/** In the order p1, p2, v1, v2, k, q. */
const usual = [1.3, 0.8, 0.4, 0.3, 1.1, 1.7];
const paper = { batchSize: 1000, sequenceLength: 40 };

interface Case {
  readonly mixing: number;
  readonly sharpness: number;
  readonly tokens: readonly (readonly number[])[];
  readonly params: Readonly<Record<MixedParameter, number>>;
  readonly expected: {
    readonly lossG4: number;
    readonly lossIH: number;
    readonly gradients: Readonly<Record<MixedParameter, number>>;
  };
}

test("the kernel meets the values computed elsewhere", async () => {
  const file = new URL("../../vectors/mixed-target.json", import.meta.url);
  const cases = JSON.parse(readFileSync(file, "utf8")) as readonly Case[];
  for (const { tokens, params, expected, ...own } of cases) {
    const scalars = Float32Array.from(tokens.flat());
    const set = { scalars, count: tokens.length, sequenceLength: tokens[0].length };
    const parameters = mixedParameters.map((name) => params[name]);
    const { loss, gradient, parts } = await computed(requestOf("cpu", own, set), parameters);
    const gradients = Float64Array.from(mixedParameters, (name) => expected.gradients[name]);
    expect(distance(gradient, gradients)).toBeLessThan(3e-6);
    expect(Math.abs(parts.lossG4 / expected.lossG4 - 1)).toBeLessThan(3e-6);
    expect(Math.abs(parts.lossIH / expected.lossIH - 1)).toBeLessThan(3e-6);
    expect(loss).toBe(parts.lossG4 + parts.lossIH);
  }
});

describe("the kernel agrees with the float64 reference on the same fresh sequences", () => {
  test.each([
    ["at the beginning", {}, target, [0.01, 0.01, 0.01, 0.01, 0.01, 0.01], 1e-6],
    ["on the way", {}, target, usual, 1e-6],
    [
      "almost at its end, where errors are small differences",
      {},
      target,
      [6, 6, 0.49, 0.49, 1.99, 1.99],
      3e-6,
    ],
    ["layer 1 copies the previous token alone", {}, target, [40, 3, 0.5, 0.3, 1.5, 1.5], 1e-6],
    ["layer 1 means over all before", {}, target, [0, 0, 0.4, 0.3, 1.1, 1.7], 1e-6],
    [
      "both layers prefer what is far",
      {},
      { mixing: 2, sharpness: 9 },
      [-1.5, -0.5, 0.4, 0.3, -1.1, 1.7],
      1e-6,
    ],
    [
      "logits of thousands in both softmaxes",
      {},
      { mixing: 1, sharpness: 100 },
      [5, 2, 0.4, 0.3, 10, 10],
      1e-6,
    ],
    ["the fewest tokens", { sequenceLength: 5, batchSize: 999 }, { mixing: 0.5, sharpness: 3 }, usual, 1e-6],
    ["many tokens", { sequenceLength: 200, batchSize: 401 }, { mixing: 3, sharpness: 3 }, usual, 1e-6],
    ["batches that no four divide", { batchSize: 1 }, target, usual, 1e-5],
    ["of two", { batchSize: 2 }, target, usual, 1e-5],
    ["and of three", { batchSize: 3 }, target, usual, 1e-5],
  ])("%s", async (_, sequences, own, parameters, tolerance) => {
    const batches = { ...paper, ...sequences };
    const found = await computed(requestOf("cpu", own, batches), parameters, 3);
    const expected = await computed(requestOf("reference", own, batches), parameters, 3);
    expect(distance(found.gradient, expected.gradient)).toBeLessThan(tolerance);
    for (const part of ["lossG4", "lossIH", "unexplainedG4", "unexplainedIH"]) {
      expect(Math.abs(found.parts[part] / expected.parts[part] - 1), part).toBeLessThan(3 * tolerance);
    }
  });
});

test("what float64 sums of powers could not hold, the kernel does", async () => {
  // r = e^400 copies x_1 to every position: all contents are alike, and head B means over all tokens.
  const set = await batchAsSet(8, 200, 0);
  const { gradient, parts } = await computed(requestOf("cpu", target, set), [-400, 1, 0.5, 0.3, 9, 9]);
  expect([...gradient].every(Number.isFinite)).toBe(true);
  const flat = await computed(requestOf("reference", target, set), [0, 1, 0.5, 0.3, 0, 0]);
  expect(parts.lossIH).toBeCloseTo(flat.parts.lossIH, 7);
});

test("the reference's gradient is the slope of its loss", async () => {
  const request = requestOf("reference", target, await batchAsSet(20, 12, 0));
  const { gradient } = await computed(request, usual);
  const width = 1e-5;
  for (const index of mixedParameters.keys()) {
    const at = async (shift: number) =>
      (await computed(request, usual.with(index, usual[index] + shift))).loss;
    const slope = ((await at(width)) - (await at(-width))) / (2 * width);
    expect(Math.abs(gradient[index] - slope), mixedParameters[index]).toBeLessThan(1e-8);
  }
});

test("fresh sequences and the same as a fixed set are the same bits, in several parts too", async () => {
  for (const batches of [paper, { batchSize: 1003, sequenceLength: 41 }]) {
    const fresh = await computed(requestOf("cpu", target, batches), usual, 6);
    const set = await batchAsSet(batches.batchSize, batches.sequenceLength, 6);
    expect(await computed(requestOf("cpu", target, set), usual)).toEqual(fresh);
    expect(await computed(requestOf("auto", target, batches), usual, 6)).toEqual(fresh);
    expect((await computed(requestOf("cpu", target, batches), usual, 7)).loss).not.toBe(fresh.loss);
  }
});

test.each([
  [["rpe1"]],
  [["rpe2", "value1", "value2", "key", "query"]],
  [["value1", "value2"]],
  [["key"]],
  [[]],
] as const)("what a stage trains has its gradient, the rest 0: %s", async (train) => {
  for (const kind of ["cpu", "reference"] as const) {
    const request = requestOf(kind, target, paper);
    const whole = await computed(request, usual);
    const { loss, gradient } = await computed(request, usual, 0, train);
    expect(loss).toBe(whole.loss);
    const trained = mixedParameters.map((name) => (train as readonly string[]).includes(name));
    expect([...gradient]).toEqual([...whole.gradient].map((value, index) => (trained[index] ? value : 0)));
  }
});

test("what is unexplained is 1 where nothing is learnt, and ¼ of it is left at half the target's values", async () => {
  const nothing = await computed(requestOf("cpu", target, paper), [50, 50, 0, 0, 2, 2]);
  expect(nothing.parts).toMatchObject({ unexplainedG4: 1, unexplainedIH: 1 });
  const half = await computed(requestOf("cpu", target, paper), [50, 50, 0.25, 0.25, 2, 2]);
  expect(half.parts.unexplainedG4).toBeCloseTo(0.25, 6);
  expect(half.parts.unexplainedIH).toBeCloseTo(0.25, 6);
});

test("held-out sequences have losses of their own, by both engines, and none where there are none", async () => {
  const held = await drawScalars(5, "validation", 0, 203, 40);
  for (const kind of ["cpu", "reference"] as const) {
    const engine = await createEngine(requestOf(kind, target, paper, held));
    const loss = await engine.validationLoss(Float64Array.from(usual));
    const expected = await computed(requestOf("reference", target, held), usual);
    expect(loss).toBeCloseTo(expected.loss, 7);
    const { validationLossG4, validationLossIH, ...rest } = engine.validationParts?.() ?? {};
    expect(validationLossG4).toBeCloseTo(expected.parts.lossG4, 7);
    expect(validationLossIH).toBeCloseTo(expected.parts.lossIH, 7);
    expect(rest).toEqual({});
    const without = await createEngine(requestOf(kind, target, paper));
    expect(await without.validationLoss(Float64Array.from(usual))).toBeNaN();
  }
});

test("parameters that are no numbers give none", async () => {
  const { loss, gradient, parts } = await computed(requestOf("cpu", target, paper), usual.with(4, Infinity));
  expect([loss, ...gradient, parts.lossIH].every(Number.isNaN)).toBe(true);
});

test("what the mixed target cannot be, or be computed by, is refused with what can be done", async () => {
  const request = requestOf("cpu", target, paper);
  for (const kind of ["tfjs", "webgpu"] as const) {
    await expect(createEngine({ ...request, kind })).rejects.toThrow(
      /has no kernels for the mixed target.*use "auto"/,
    );
  }
  await expect(createEngine({ ...request, path: "table" })).rejects.toThrow(
    /scalars: use "auto" or "direct"/,
  );
  await expect(createEngine(requestOf("cpu", { ...target, mixing: 0 }, paper))).rejects.toThrow(/above 0/);
  await expect(createEngine(requestOf("cpu", target, { ...paper, sequenceLength: 4 }))).rejects.toThrow(
    /at least 5/,
  );
  const held = await drawScalars(1, "validation", 0, 4, 41);
  await expect(createEngine({ ...request, validation: held })).rejects.toThrow(/have 41 tokens.*have 40/);
  const engine = await createEngine(request);
  await expect(engine.kernel(Float64Array.from(usual))).rejects.toThrow(RangeError);
});
