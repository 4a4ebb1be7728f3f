/** IH_2 and IH_n by construction: their errors, and how these fall with sharpness and heads. */
import { describe, expect, test } from "vitest";
import {
  drawMaterial,
  headsTable,
  measureConstruction,
  refuseRequest,
  rolesOf,
  sharpnessTable,
} from "../../../core/construction";
import { built, errorOf, requestOf, type Wish } from "./built";

test("at sharpness 40 IH_2 is its definition to 1e-6 and far beyond, on 1,000 sequences", async () => {
  const { largest } = await errorOf({}, 1000);
  expect(largest).toBeLessThan(1e-14);
});

test("without sharpness the head copies the mean of all before, and IH_2 is missed", async () => {
  expect((await errorOf({ sharpness: 0 })).rootMeanSquare).toBeGreaterThan(0.1);
});

test("on three tokens of a hand's reckoning the definition is the softmax of products", async () => {
  const { construction } = await built({ sequenceLength: 4, strength: 0.5 });
  const { definition, circuit } = construction;
  // Keys are x_2 and x_3, after x_1 and x_2; asked for is what follows x_4.
  const tokens = Float64Array.of(1, -2, 3, 0.4);
  const [first, second] = [Math.exp(0.5 * 0.4 * 1), Math.exp(0.5 * 0.4 * -2)];
  const expected = (-2 * first + 3 * second) / (first + second);
  const sequences = { tokens, count: 1, sequenceLength: 4, dimension: 1 };
  const [uniform] = measureConstruction(definition, circuit, sequences, [0]);
  expect(uniform.largest).toBeCloseTo(Math.abs(expected - 0.5), 14);
  expect(measureConstruction(definition, circuit, sequences)[0].largest).toBeLessThan(1e-15);
});

const derivedCases: readonly Wish[] = [
  {},
  { order: 3 },
  { order: 4, dimension: 2 },
  { dimension: 3, strength: 9 },
  { order: 3, sequenceLength: 5 },
];
describe.each(derivedCases)("the error of %j", (wish) => {
  test("falls like e^(−p), as its derived first order says, below its derived bound", async () => {
    const { construction, material } = await built(wish);
    const rows = sharpnessTable(construction, material);
    for (const { sharpness, largest, rootMeanSquare, slope, derived } of rows) {
      if (derived === null) throw new Error("nothing is derived");
      if (sharpness <= 30) expect(largest).toBeLessThanOrEqual(derived.bound);
      // From here on the second order is gone, and rounding is not yet there.
      if (sharpness < 15 || sharpness > 25) continue;
      expect(slope).toBeCloseTo(-1, sharpness === 15 ? 2 : 3);
      expect(largest / derived.largest).toBeCloseTo(1, 3);
      expect(rootMeanSquare / derived.rootMeanSquare).toBeCloseTo(1, 3);
    }
    expect(rows.map(({ sharpness }) => sharpness)).toContain(20);
  });
});

test("IH_n takes a head for each lag: fewer leave an error that no sharpness mends", async () => {
  const { construction, material } = await built({ order: 4, heads: 2 });
  const [one, two, three] = headsTable(construction, material);
  expect(three.largest).toBeLessThan(1e-13);
  for (const { rootMeanSquare } of [one, two]) expect(rootMeanSquare).toBeGreaterThan(0.3);
  expect(two.rootMeanSquare).toBeLessThan(one.rootMeanSquare);
  expect(sharpnessTable(construction, material).every(({ derived }) => derived === null)).toBe(true);
});

test("each part does its own: without any of them the error is of order one", async () => {
  const { construction, material } = await built({ order: 3 });
  const roles = rolesOf(construction, material.sequences);
  expect(roles.map(({ part, does }) => [part, does])).toEqual([
    ["layer 1, head 1", "copies"],
    ["layer 1, head 2", "copies"],
    ["layer 2, its head", "matches and votes"],
  ]);
  for (const { without } of roles) expect(without.rootMeanSquare).toBeGreaterThan(0.1);
});

test("the error of an output stays below what its logits allow", async () => {
  for (const sharpness of [1, 3, 10]) {
    const { largest, bound } = await errorOf({ order: 3, sharpness });
    expect(largest).toBeLessThanOrEqual(bound);
  }
});

test("the same seed draws the same bits, a longer set begins with the shorter, tokens have mean square length 1", async () => {
  const shape = { order: 3, sequenceLength: 20, dimension: 4 };
  const [one, same, other] = await Promise.all([
    drawMaterial(shape, 5, 300),
    drawMaterial(shape, 5, 100),
    drawMaterial(shape, 6, 100),
  ]);
  expect(one.sequences.tokens.subarray(0, same.sequences.tokens.length)).toEqual(same.sequences.tokens);
  expect(one.windows).toEqual(same.windows);
  expect(other.sequences.tokens).not.toEqual(same.sequences.tokens);
  const squares = one.sequences.tokens.reduce((sum, value) => sum + value * value, 0);
  expect(squares / (300 * 20)).toBeCloseTo(1, 1);
});

test("what cannot be built is refused with what can", () => {
  const refused = (wish: Wish) => () => refuseRequest(requestOf(wish));
  expect(refused({ kind: "ih2", order: 3 })).toThrow("IH_2 has n = 2, not 3");
  expect(refused({ order: 3, heads: 3 })).toThrow("heads can be 1 to 2, not 3");
  expect(refused({ order: 1 })).toThrow("windows of n − 1 tokens take a whole number n of at least 2, not 1");
  expect(refused({ order: 4, sequenceLength: 4 })).toThrow("at least n + 1 = 5 tokens");
  expect(refused({ strength: 0 })).toThrow("above 0, not 0");
  expect(refused({ sharpness: -1 })).toThrow("at least 0, not -1");
});
