import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { drawSequences, drawTransitionRows, drawTransitions, type ChainLaw } from "../../../core/data";

const paper: ChainLaw = {
  alphabetSize: 3,
  parents: [1, 2],
  sequenceLength: 100,
  prior: { alpha: 0.1, floor: 0 },
  initial: "uniform",
};

/** Row of π that stands before position `at` of a sequence. */
function rowAt(tokens: Uint8Array, at: number, { parents, alphabetSize }: ChainLaw): number {
  return parents.reduce((row, lag, i) => row + tokens[at - lag] * alphabetSize ** i, 0);
}

test("Philox4x32-10 gives the words published with Random123", async () => {
  const bytes = readFileSync(new URL("../../../core/data/kernels.wasm", import.meta.url));
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  const block = instance.exports.philoxBlock as (...words: number[]) => void;
  const words = (...input: number[]): number[] => {
    block(...input, 4096);
    return [...new Uint32Array(memory.buffer, 4096, 4)];
  };
  expect(words(0, 0, 0, 0, 0, 0)).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
  const ones = 0xffffffff;
  expect(words(ones, ones, ones, ones, ones, ones)).toEqual([0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
  expect(words(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0)).toEqual([
    0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1,
  ]);
});

test("any part of a set, drawn alone, is the same as within the whole", async () => {
  const whole = await drawSequences(paper, 5, "train", 0, 103);
  for (const [first, count] of [
    [0, 1],
    [1, 5],
    [50, 53],
    [102, 1],
  ]) {
    const part = await drawSequences(paper, 5, "train", first, count);
    expect(part.tokens).toEqual(whole.tokens.slice(first * 101, (first + count) * 101));
  }
});

test("seeds and streams are different data, and numbers beyond 2^32 are too", async () => {
  const draw = async (seed: number, stream: "train" | "validation", first: number): Promise<string> =>
    (await drawSequences(paper, seed, stream, first, 8)).tokens.join("");
  const drawn = [
    await draw(1, "train", 0),
    await draw(2, "train", 0),
    await draw(1, "validation", 0),
    await draw(1, "train", 2 ** 32),
  ];
  expect(new Set(drawn).size).toBe(4);
  expect(await draw(1, "train", 0)).toBe(drawn[0]);
});

test.each([
  { ...paper, prior: { alpha: 1, floor: 0 } },
  { ...paper, parents: [2, 5], prior: { alpha: 0.5, floor: 0.02 } },
  { ...paper, alphabetSize: 5, parents: [1], prior: { alpha: 10, floor: 0 } },
  { ...paper, alphabetSize: 2, parents: [1, 3, 4], prior: { alpha: 0.3, floor: 0 } },
])("tokens follow their sequence's own π: $parents, d = $alphabetSize, $prior", async (law) => {
  const long = { ...law, sequenceLength: 20_000 };
  const [{ tokens }, transitions] = await Promise.all([
    drawSequences(long, 3, "train", 7, 1),
    drawTransitions(long, 3, "train", 7),
  ]);
  const d = law.alphabetSize;
  const counts = new Float64Array(transitions.length);
  for (let at = law.parents[law.parents.length - 1]; at <= long.sequenceLength; at++) {
    counts[rowAt(tokens, at, law) * d + tokens[at]]++;
  }
  for (let row = 0; row < transitions.length; row += d) {
    const total = counts.subarray(row, row + d).reduce((sum, n) => sum + n, 0);
    for (let token = 0; token < d; token++) {
      const p = transitions[row + token];
      const deviation = Math.sqrt(total * p * (1 - p)) + 1;
      expect(Math.abs(counts[row + token] - total * p)).toBeLessThan(5 * deviation);
    }
  }
});

/** E over Dirichlet(α·1_d): E p_1 = 1/d, E p_1² = (α + 1)/(d(dα + 1)), E p_1 p_2 = α/(d(dα + 1)). */
test.each([
  [3, 0.01],
  [3, 0.1],
  [3, 1],
  [3, 10],
  [2, 0.3],
  [5, 0.15],
  [5, 0.4],
  [20, 0.01],
])("rows of π have the moments of the Dirichlet law: d = %i, α = %f", async (d, alpha) => {
  const law: ChainLaw = { ...paper, alphabetSize: d, parents: [1], prior: { alpha, floor: 0 } };
  const sequences = Math.ceil(30_000 / d);
  let n = 0;
  const sums = { p: 0, pp: 0, pq: 0, log: 0 };
  for (let sequence = 0; sequence < sequences; sequence++) {
    const pi = await drawTransitions(law, 11, "train", sequence);
    for (let row = 0; row < pi.length; row += d, n++) {
      sums.p += pi[row];
      sums.pp += pi[row] ** 2;
      sums.pq += pi[row] * pi[row + 1];
    }
  }
  const expected = { p: 1 / d, pp: (alpha + 1) / (d * (d * alpha + 1)), pq: alpha / (d * (d * alpha + 1)) };
  // Five standard errors of a mean of numbers in [0, 1] with that second moment.
  const error = (moment: number): number => 5 * Math.sqrt(moment / n) + 1e-6;
  expect(Math.abs(sums.p / n - expected.p)).toBeLessThan(error(expected.pp));
  expect(Math.abs(sums.pp / n - expected.pp)).toBeLessThan(error(expected.pp));
  expect(Math.abs(sums.pq / n - expected.pq)).toBeLessThan(error(expected.pq));
});

test("a floor bounds every probability from below", async () => {
  const law = { ...paper, prior: { alpha: 0.01, floor: 0.05 } };
  for (let sequence = 0; sequence < 50; sequence++) {
    const pi = await drawTransitions(law, 2, "train", sequence);
    expect(Math.min(...pi)).toBeGreaterThan(0.05 - 1e-6);
    for (let row = 0; row < 27; row += 3) expect(pi[row] + pi[row + 1] + pi[row + 2]).toBeCloseTo(1, 9);
  }
});

test("with a stationary start the first tokens are spread like later ones, with a uniform start they are not", async () => {
  const count = 40_000;
  const row = 61;
  const repeats = async (initial: "uniform" | "stationary", at: number): Promise<number> => {
    const law: ChainLaw = {
      ...paper,
      parents: [1, 3],
      sequenceLength: 60,
      prior: { alpha: 0.2, floor: 0.02 },
      initial,
    };
    const { tokens } = await drawSequences(law, 4, "train", 0, count);
    let equal = 0;
    for (let first = at; first < tokens.length; first += row)
      equal += tokens[first] === tokens[first + 1] ? 1 : 0;
    return equal / count;
  };
  const error = 5 * Math.sqrt(0.5 / count);
  expect(Math.abs((await repeats("stationary", 0)) - (await repeats("stationary", 58)))).toBeLessThan(error);
  expect(Math.abs((await repeats("uniform", 0)) - 1 / 3)).toBeLessThan(error);
  expect(Math.abs((await repeats("uniform", 58)) - 1 / 3)).toBeGreaterThan(4 * error);
});

test.each([
  ["the paper's law", paper],
  ["gamma variates and a floor", { ...paper, prior: { alpha: 2, floor: 0.05 } }],
  ["many rows", { ...paper, alphabetSize: 7, parents: [1, 3, 4] }],
  ["a stationary start", { ...paper, parents: [2], initial: "stationary" }],
] as const)("rows of π drawn one by one are the same bits as among all: %s", async (_, law) => {
  const first = 2 ** 32 - 3;
  const count = 9;
  const rowCount = law.alphabetSize ** law.parents.length;
  const rows = Uint32Array.from({ length: count }, (__, index) => (index * 131 + rowCount - 1) % rowCount);
  const drawn = await drawTransitionRows(law, 11, "validation", first, rows);
  expect(drawn).toHaveLength(count * law.alphabetSize);
  for (let index = 0; index < count; index++) {
    const whole = await drawTransitions(law, 11, "validation", first + index);
    const [from, to] = [rows[index] * law.alphabetSize, (rows[index] + 1) * law.alphabetSize];
    const at = index * law.alphabetSize;
    expect(drawn.slice(at, at + law.alphabetSize)).toEqual(whole.slice(from, to));
  }
});

test("rows are drawn where all of them would not fit into memory", async () => {
  const law: ChainLaw = { ...paper, alphabetSize: 40, parents: [1, 2, 3, 4, 5, 6] };
  const row = await drawTransitionRows(law, 1, "validation", 0, Uint32Array.of(4_000_000_000));
  expect(row.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 12);
});
