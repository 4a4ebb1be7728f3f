/** What is told of the mixed target's heads on one sequence, for the circuit itself and for a model at its beginning. */
import { expect, test } from "vitest";
import { copierAttentionAt, mixedCircuit, mixedCircuitSentences, mostAttended } from "../../../core/inspect";

const target = { mixing: 1, sharpness: 4 };
// x_4 = 2 is matched by x_12 = 2, so that the target copies x_5.
const tokens = Float64Array.of(0.3, -1.1, 0.2, 2, -0.7, 0.5, -0.4, 1.1, 0.1, -1.3, 0.6, 2);
const circuit = mixedCircuit(target, Float64Array.of(60, 60, 0.5, 0.5, 2, 2), tokens);
const beginning = mixedCircuit(target, new Float64Array(6).fill(0.01), tokens);

test("of the circuit every measure is what the target has", () => {
  const { match, copiesPrevious, readsLazy, valueShares, agreement } = circuit.effective;
  expect([match, copiesPrevious, readsLazy, agreement, ...valueShares]).toEqual(
    [4, 1, 1, 1, 1, 1].map((value) => expect.closeTo(value, 10) as number),
  );
  expect(circuit.lazy.output).toBeCloseTo(0.5 * tokens[9], 10);
  expect(circuit.rich.output).toBeCloseTo(circuit.rich.wanted, 10);
  expect(circuit.rich.loss).toBeLessThan(1e-20);
});

test("of a model at its beginning heads attend evenly, and the measures say how far it is", () => {
  const { match, copiesPrevious, readsLazy, agreement } = beginning.effective;
  expect(match).toBeCloseTo(1e-4, 12);
  expect(Math.abs(copiesPrevious - 1 / 10)).toBeLessThan(0.01);
  expect(Math.abs(readsLazy - 1 / 9)).toBeLessThan(0.01);
  expect(agreement).toBeLessThan(0.2);
});

test("what positions bring adds up to what a head outputs, and attentions to 1", () => {
  for (const { lazyBrought, richBrought, lazy, rich, ...each } of [circuit, beginning]) {
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
    expect(sum(lazyBrought)).toBeCloseTo(lazy.output, 12);
    expect(sum(richBrought)).toBeCloseTo(rich.output, 12);
    for (const attention of [each.lazyAttention, each.richAttention, each.wantedAttention, each.copierLags]) {
      expect(sum(attention)).toBeCloseTo(1, 12);
    }
  }
});

test("layer 1's row at a position gives the y that the model has there", () => {
  for (const position of [1, 4, 11]) {
    const brought = copierAttentionAt(beginning, position).reduce(
      (sum, weight, lag) => sum + weight * tokens[position - 1 - lag],
      0,
    );
    expect(brought).toBeCloseTo(beginning.copied[position], 12);
  }
  expect(() => copierAttentionAt(beginning, 0)).toThrow("from the positions 1 to 11, not from 0");
});

test("the largest places come first, and the sentences name them", () => {
  const places = mostAttended(circuit, circuit.richAttention, 3);
  expect(places[0]).toMatchObject({ position: 4, token: -0.7 });
  expect(places[0].copied).toBeCloseTo(2, 10);
  expect(places.map(({ attention }) => attention)).toEqual(
    places.map(({ attention }) => attention).toSorted((one, other) => other - one),
  );
  const words = mixedCircuitSentences(circuit);
  expect(words[1]).toContain("100 % of its attention on x10 = −1.3");
  expect(words[2]).toContain("attends most to x5 (100 %), where 2 was brought, and copies −0.7 from there");
});

test("head B is said to prefer what goes furthest in the direction of x_L, not what is most like it", () => {
  // Behind 1, which x_12 = 1 is most like, stands −0.7; behind 3, which goes further, 0.1.
  const asking = (last: number, match: number) => {
    const all = Float64Array.of(0.3, -1.1, 0.2, 1, -0.7, 0.5, -0.4, 3, 0.1, -2.5, 0.6, last);
    const told = mixedCircuit(target, Float64Array.of(60, 60, 0.5, 0.5, match, 2), all);
    return mixedCircuitSentences(told)[2];
  };
  expect(asking(1, 2)).toContain(
    "k·q = 4 (the target has w*² = 4) and x12 = 1: the higher y, the more attention",
  );
  expect(asking(1, 2)).toContain("attends most to x9 (100 %), where 3 was brought");
  expect(asking(-1, 2)).toContain("the lower y, the more attention. It attends most to x11 (100 %)");
  expect(asking(1, -2)).toContain("the lower y, the more attention");
  expect(asking(1, 0)).toContain("none before another");
});

test.each([
  ["k·q is beyond any number", [60, 60, 0.5, 0.5, 1e200, 1e200], "k·q is no longer finite"],
  [
    "only the product with tokens is",
    [60, 60, 0.5, 0.5, 1e154, 1.7e154],
    "with k·q = 1.7e+308, is no longer finite",
  ],
])("where %s one sentence says that head B's attention cannot be computed", (_, parameters, words) => {
  const overflown = mixedCircuit(target, Float64Array.from(parameters), tokens);
  expect(mostAttended(overflown, overflown.richAttention, 5)).toEqual([]);
  const sentences = mixedCircuitSentences(overflown);
  expect(sentences).toHaveLength(1);
  expect(sentences[0]).toMatch(/^Head B's attention cannot be computed: /);
  expect(sentences[0]).toContain(words);
});

test("outputs and losses that are no longer finite are told in words, beside an attention that is", () => {
  const sentences = mixedCircuitSentences(
    mixedCircuit(target, Float64Array.of(60, -1e308, 1e200, 0.5, 2, 2), tokens),
  );
  expect(sentences).toHaveLength(5);
  expect(sentences.join(" ")).not.toMatch(/NaN|Infinity/);
  expect(sentences[1]).toContain("puts no known share of its attention on x10");
  const large = mixedCircuit(target, Float64Array.of(60, 60, 1e200, 0.5, 2, 2), tokens);
  expect(mixedCircuitSentences(large)[4]).toContain("L_G4 = ∞");
});
