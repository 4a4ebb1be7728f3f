/** Sequences drawn on a graphics processor follow the law; here on a driver that computes in software. */
import { describe, expect, test } from "vitest";
import { drawSequences, type ChainLaw, type TokenSet } from "../../../core/data";
import { whyNoWebgpu } from "../../webgpu";
import { laidOut } from "./experiments";
import { withWebgpu } from "./webgpu";
import type { Budget } from "../../../core/engine/webgpu/job";

const reason = await whyNoWebgpu();

const count = 20_000;

function lawOf(changes: Partial<ChainLaw>, alpha = 0.3, floor = 0): ChainLaw {
  return {
    alphabetSize: 3,
    parents: [2],
    sequenceLength: 6,
    prior: { alpha, floor },
    initial: "uniform",
    ...changes,
  };
}

async function drawn(
  law: ChainLaw,
  { seed = 5, step = 3, batchSize = count } = {},
  budget: Partial<Budget> = {},
) {
  const { alphabetSize } = law;
  const { model } = await laidOut({ name: "", shape: { alphabetSize, boundary: "truncate" } });
  const training = { kind: "online", law, seed, batchSize } as const;
  return withWebgpu({ model, training, validation: null }, (engine) => engine.batch(step), budget);
}

/** How often each value of `of` comes up among the sequences. */
function counts(
  data: TokenSet,
  of: (tokens: Uint8Array) => string | number | undefined,
): Map<string, number> {
  const row = data.sequenceLength + 1;
  const found = new Map<string, number>();
  for (let first = 0; first < data.tokens.length; first += row) {
    const value = of(data.tokens.subarray(first, first + row));
    if (value !== undefined) found.set(String(value), (found.get(String(value)) ?? 0) + 1);
  }
  return found;
}

/** Standard deviations between two samples' counts: Pearson's χ² for equal laws, as a normal deviate. */
function deviates(one: Map<string, number>, other: Map<string, number>): number {
  const total = (sample: Map<string, number>) => [...sample.values()].reduce((sum, n) => sum + n, 0);
  const [a, b] = [total(one), total(other)];
  const names = new Set([...one.keys(), ...other.keys()]);
  let chi2 = 0;
  for (const name of names) {
    const [n, m] = [one.get(name) ?? 0, other.get(name) ?? 0];
    chi2 += (n * Math.sqrt(b / a) - m * Math.sqrt(a / b)) ** 2 / (n + m);
  }
  const freedom = names.size - 1;
  return (chi2 - freedom) / Math.sqrt(2 * freedom);
}

describe.skipIf(reason)(`Sequences drawn on WebGPU${reason ? ` (skipped: ${reason})` : ""}`, () => {
  test.each([
    [0.01, 0],
    [0.3, 0],
    [0.3, 0.1],
    [1, 0.02],
    [20, 0],
  ])("α = %d, floor %d: rows of π have the moments of the Dirichlet law", async (alpha, floor) => {
    const data = await drawn(lawOf({}, alpha, floor));
    // Two draws from one row: where the first two tokens are equal, so are the rows of the next two.
    const pairs = counts(data, ([a, b, c, d]) => (a === b ? Number(c === d) : undefined));
    const [different, equal] = [pairs.get("0") ?? 0, pairs.get("1") ?? 0];
    const kept = 1 - 3 * floor;
    const square = (alpha + 1) / (3 * alpha + 1);
    const expected = kept * kept * square + 2 * kept * floor + 3 * floor * floor;
    const error = Math.sqrt((expected * (1 - expected)) / (different + equal));
    expect(Math.abs(equal / (different + equal) - expected)).toBeLessThan(3.5 * error);
  });

  test.each<readonly [string, ChainLaw]>([
    ["the paper's law", lawOf({ parents: [1, 2] }, 0.1)],
    ["one parent far back", lawOf({ parents: [3] })],
    ["parents apart", lawOf({ parents: [1, 3], alphabetSize: 2 }, 0.5, 0.05)],
    ["many rows, drawn when they are needed", lawOf({ parents: [1, 2, 3] })],
    ["a stationary start", lawOf({ parents: [1, 2], initial: "stationary" }, 0.5, 0.02)],
    [
      "a stationary start, parents apart",
      lawOf({ parents: [2, 3], alphabetSize: 2, initial: "stationary" }, 0.5),
    ],
  ])("%s: the sequences are distributed as those of the CPU", async (_, law) => {
    const [here, there] = [await drawn(law), await drawSequences(law, 5, "online", 0, count)];
    for (const part of [
      (tokens: Uint8Array) => tokens.subarray(0, 4).join(),
      (tokens: Uint8Array) => tokens.subarray(3, 7).join(),
      (tokens: Uint8Array) => [tokens[0], tokens[3], tokens[6]].join(),
    ]) {
      expect(Math.abs(deviates(counts(here, part), counts(there, part)))).toBeLessThan(3.5);
    }
  });

  test("a stationary start favours no token, even where chains hardly ever leave some states", async () => {
    const data = await drawn(lawOf({ parents: [1, 2], initial: "stationary" }, 0.01));
    const even = new Map(["0", "1", "2"].map((token) => [token, 1e9]));
    expect(
      Math.abs(
        deviates(
          counts(data, (tokens) => tokens[0]),
          even,
        ),
      ),
    ).toBeLessThan(3.5);
    expect(
      Math.abs(
        deviates(
          counts(data, (tokens) => tokens[6]),
          even,
        ),
      ),
    ).toBeLessThan(3.5);
  });

  test("twenty tokens: all are drawn equally often", async () => {
    const data = await drawn(lawOf({ alphabetSize: 20 }));
    const even = new Map(Array.from({ length: 20 }, (_, token) => [String(token), 1e9]));
    for (const at of [0, 1, 4, 6]) {
      expect(
        Math.abs(
          deviates(
            counts(data, (tokens) => tokens[at]),
            even,
          ),
        ),
      ).toBeLessThan(3.5);
    }
  });

  test("a sequence is a function of seed, step and its number alone", async () => {
    const law = lawOf({ parents: [1, 2], sequenceLength: 41 });
    const whole = await drawn(law, { batchSize: 100 });
    expect(await drawn(law, { batchSize: 100 })).toEqual(whole);
    expect((await drawn(law, { batchSize: 100 }, { groups: 8, bytes: 60_000 })).tokens).toEqual(whole.tokens);
    // Step 3 of a hundred a step is the second half of step 1 of two hundred.
    const twice = await drawn(law, { batchSize: 200, step: 1 });
    expect(twice.tokens.subarray(100 * 42)).toEqual(whole.tokens);
    expect((await drawn(law, { batchSize: 100, seed: 6 })).tokens).not.toEqual(whole.tokens);
    expect((await drawn(law, { batchSize: 100, step: 4 })).tokens).not.toEqual(whole.tokens);
  });

  test("rows that are drawn when they are needed are those that are drawn beforehand", async () => {
    const short = await drawn(lawOf({ parents: [1, 2, 3], sequenceLength: 6 }), { batchSize: 500 });
    const long = await drawn(lawOf({ parents: [1, 2, 3], sequenceLength: 60 }), { batchSize: 500 });
    for (let sequence = 0; sequence < 500; sequence++) {
      const beginning = long.tokens.subarray(sequence * 61, sequence * 61 + 7);
      expect(beginning).toEqual(short.tokens.subarray(sequence * 7, sequence * 7 + 7));
    }
  });
});
