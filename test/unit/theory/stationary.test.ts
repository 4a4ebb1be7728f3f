/** Stationary laws: closed forms, chains that do not mix, and two ways to compute the same. */
import { expect, test } from "vitest";
import { drawTransitions } from "../../../core/data";
import {
  contextsOf,
  entropyRate,
  stationaryLaw,
  TheoryError,
  tokenLaw,
  withoutZeros,
  type StationaryOptions,
} from "../../../core/theory";
import { eliminate } from "../../../core/theory/elimination";
import { copying, lawWith, someTransitions } from "./chains";

function solved(
  alphabetSize: number,
  parents: readonly number[],
  transitions: Float64Array,
  options?: StationaryOptions,
) {
  const contexts = contextsOf(lawWith(alphabetSize, parents));
  const { probabilities, iterations } = stationaryLaw(contexts, transitions, options);
  return {
    probabilities,
    iterations,
    tokens: tokenLaw(contexts, probabilities),
    entropy: entropyRate(contexts, transitions, probabilities),
  };
}

function fault(
  alphabetSize: number,
  parents: readonly number[],
  transitions: Float64Array,
  options?: StationaryOptions,
): TheoryError {
  try {
    solved(alphabetSize, parents, transitions, options);
  } catch (error) {
    if (error instanceof TheoryError) return error;
    throw error;
  }
  throw new Error("the chain was taken to mix");
}

/** π by majority of the last `span` tokens, but for flips: of a majority of zeros, and of ones. */
function majority(span: number, [ofZeros, ofOnes]: readonly [number, number]): Float64Array {
  const rows = Array.from({ length: 2 ** span }, (_, context) => {
    const ones = context.toString(2).replaceAll("0", "").length;
    return 2 * ones > span ? [ofOnes, 1 - ofOnes] : [1 - ofZeros, ofZeros];
  });
  return Float64Array.from(rows.flat());
}

const lagsTo = (span: number) => Array.from({ length: span }, (_, index) => index + 1);

test("two tokens that flip at different rates share the time by these rates", () => {
  const { tokens, entropy } = solved(2, [1], Float64Array.of(0.9, 0.1, 0.3, 0.7));
  expect(tokens[0]).toBeCloseTo(0.75, 14);
  const bits = (p: number) => -p * Math.log(p) - (1 - p) * Math.log(1 - p);
  expect(entropy).toBeCloseTo(0.75 * bits(0.1) + 0.25 * bits(0.3), 14);
});

test("a law is unchanged by a step, whatever the parents", () => {
  for (const [d, parents] of [
    [3, [2, 5]],
    [2, [1, 3, 10]],
    [7, [1, 4]],
  ] as const) {
    const transitions = someTransitions(d, parents, 11);
    const { probabilities } = solved(d, parents, transitions);
    const next = new Float64Array(probabilities.length);
    probabilities.forEach((mass, context) => {
      const row = parents.reduce(
        (sum, lag, i) => sum + (Math.floor(context / d ** (lag - 1)) % d) * d ** i,
        0,
      );
      for (let token = 0; token < d; token++) {
        next[((context * d) % probabilities.length) + token] += mass * transitions[row * d + token];
      }
    });
    expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(Math.max(...next.map((mass, context) => Math.abs(mass - probabilities[context])))).toBeLessThan(
      1e-12,
    );
  }
});

test("stepping and elimination agree on draws of the paper's prior", async () => {
  const law = lawWith(3, [1, 6]);
  const contexts = contextsOf(law);
  const everything = Uint32Array.from({ length: contexts.count }, (_, context) => context);
  let stepped = 0;
  for (let draw = 0; draw < 12; draw++) {
    const transitions = withoutZeros(await drawTransitions(law, 0, "train", draw));
    const { probabilities, iterations } = stationaryLaw(contexts, transitions);
    if (iterations < 1000) stepped++;
    const exact = eliminate(contexts, transitions, everything);
    const apart = exact.reduce((sum, mass, context) => sum + Math.abs(mass - probabilities[context]), 0);
    expect(apart).toBeLessThan(1e-9);
  }
  expect(stepped).toBeGreaterThan(5);
});

test("a chain that rests longer than float64 can see is still shared out rightly", () => {
  // To leave a majority takes five flips in a row of nine: one in 10^20 steps, and 2^5 times as often from ones.
  const { tokens } = solved(2, lagsTo(9), majority(9, [1e-4, 2e-4]));
  expect(tokens[1] / tokens[0]).toBeGreaterThan(1 / 40);
  expect(tokens[1] / tokens[0]).toBeLessThan(1 / 25);
});

test("contexts that are left for ever have no weight", () => {
  // From 1 and 2 one falls into 0, where all ends.
  const { probabilities } = solved(3, [1], Float64Array.of(1, 0, 0, 0.5, 0.5, 0, 0.2, 0.4, 0.4));
  expect([...probabilities]).toEqual([1, 0, 0]);
});

test("chains that do not mix are refused, each for its reason", () => {
  expect(fault(3, [1], copying(3, 0))).toMatchObject({ fault: "reducible", states: 3, iterations: 0 });
  expect(fault(3, [2], copying(3, 0))).toMatchObject({ fault: "reducible", states: 9 });
  expect(fault(2, [1], Float64Array.of(0, 1, 1, 0)).message).toBe(
    "The chain of 2 contexts does not mix: it goes round in cycles of 2 steps. " +
      "Give every transition some probability (data.prior.floor).",
  );
  expect(fault(3, [1], Float64Array.of(0, 1, 0, 0, 0, 1, 1, 0, 0))).toMatchObject({ fault: "periodic" });
  const slow = fault(2, lagsTo(11), majority(11, [1e-4, 2e-4]));
  expect(slow).toMatchObject({ fault: "slow", states: 2048 });
  expect(slow.iterations).toBeGreaterThan(1000);
  expect(slow.message).toContain(`after ${slow.iterations.toLocaleString("en-US")} steps`);
});

test("as many iterations as one allows", () => {
  const transitions = someTransitions(2, [1, 11], 3);
  expect(fault(2, [1, 11], transitions, { maxIterations: 5 })).toMatchObject({
    fault: "slow",
    iterations: 5,
  });
  expect(solved(2, [1, 11], transitions).iterations).toBeGreaterThan(5);
});

test("a copy chain of many contexts is uniform on them", () => {
  const { probabilities, iterations } = solved(3, [11], copying(3, 0.9), { tolerance: 1e-10 });
  expect(probabilities).toHaveLength(177_147);
  expect(iterations).toBeGreaterThan(0);
  const worst = probabilities.reduce((most, mass) => Math.max(most, Math.abs(mass * 177_147 - 1)), 0);
  expect(worst).toBeLessThan(1e-6);
});
