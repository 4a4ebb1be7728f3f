/** Reference predictors against plain re-implementations, the model itself, and each other. */
import { expect, test } from "vitest";
import { drawSequences, type TokenSet } from "../../../core/data";
import {
  fitScale,
  headKeys,
  inductionHead,
  inductionHeadOf,
  lossesOf,
  maximumLikelihood,
  uniform,
  type KeyRule,
} from "../../../core/theory";
import { layoutOf, disentangledModel, forwardSequence, groupView, weightsOf } from "../../../core/model";
import { lawWith } from "./chains";

const law = { ...lawWith(3, [1, 2]), sequenceLength: 40 };
const drawn = (count = 60): Promise<TokenSet> => drawSequences(law, 5, "validation", 0, count);

/** Tokens of each sequence, the target last. */
function rowsOf({ tokens, count, sequenceLength }: TokenSet): number[][] {
  return Array.from({ length: count }, (_, i) =>
    Array.from(tokens.subarray(i * (sequenceLength + 1), (i + 1) * (sequenceLength + 1))),
  );
}

/** Positions (0-based) before the target whose tokens at the lags are those before the target. */
function matching(row: readonly number[], lags: readonly number[]): number[] {
  const target = row.length - 1;
  return Array.from(row.keys()).filter(
    (at) => at < target && lags.every((lag) => at >= lag && row[at - lag] === row[target - lag]),
  );
}

const close = (found: Float64Array, expected: readonly number[]) => {
  expect(found).toHaveLength(expected.length);
  expect(Math.max(...found.map((value, index) => Math.abs(value - expected[index])))).toBeLessThan(1e-12);
};

test("uniform knows nothing", async () => {
  close(uniform(await drawn()), Array<number>(180).fill(1 / 3));
});

test.each([[[]], [[1]], [[2]], [[1, 2]], [[1, 3, 4]]])(
  "frequencies after the tokens at lags %j",
  async (lags) => {
    const set = await drawn();
    let unseen = 0;
    const expected = rowsOf(set).flatMap((row) => {
      const keys = matching(row, lags);
      if (keys.length === 0) unseen++;
      return [0, 1, 2].map((token) =>
        keys.length === 0 ? 1 / 3 : keys.filter((key) => row[key] === token).length / keys.length,
      );
    });
    close(maximumLikelihood(set, lags), expected);
    if (lags.length === 3) expect(unseen).toBeGreaterThan(0);
  },
);

test.each([
  { scale: 0, keys: { boundary: "truncate", window: 5 } },
  { scale: 3.5, keys: { boundary: "truncate", window: 5 } },
  { scale: 3.5, keys: { boundary: "skip", window: 5 } },
  { scale: -2, keys: { boundary: "skip", window: 3 } },
] as const)("GIH is a softmax over keys: %j", async ({ scale, keys }) => {
  const set = await drawn();
  const expected = rowsOf(set).flatMap((row) => {
    const matches = new Set(matching(row, [1, 2]));
    const first = keys.boundary === "skip" ? keys.window : 0;
    const weights = row.slice(0, -1).map((_, at) => (at < first ? 0 : Math.exp(matches.has(at) ? scale : 0)));
    const sum = weights.reduce((a, b) => a + b);
    return [0, 1, 2].map((token) => weights.reduce((y, w, at) => (row[at] === token ? y + w / sum : y), 0));
  });
  close(inductionHead(set, [1, 2], scale, keys), expected);
});

test("GIH is what the model computes whose heads copy one lag each and whose selector takes them all", async () => {
  const set = await drawn();
  const model = disentangledModel({
    alphabetSize: 3,
    heads: 2,
    window: 4,
    maxDegree: 2,
    includeEmptySubset: false,
    lagMask: null,
    normalizeValues: "none",
    boundary: "skip",
    loss: "log",
    epsilon: 1e-6,
  });
  const parameters = new Float64Array(layoutOf(model).size);
  const layout = layoutOf(model);
  groupView(parameters, layout, "rpe").set([0, 800, 0, 0, 0, 0, 0, 800]);
  groupView(parameters, layout, "coefficients").set([0, 0, 1]);
  groupView(parameters, layout, "scale").set([4.2]);
  const weights = weightsOf(model, parameters);
  const expected = rowsOf(set).flatMap((row) => [
    ...forwardSequence(model, weights, Uint8Array.from(row)).output,
  ]);
  close(inductionHead(set, [2, 4], 4.2, model), expected);
});

test("large scales come to the limit, where matches decide alone and all keys without a match", async () => {
  const set = await drawn(400);
  const keys: KeyRule = { boundary: "truncate", window: 5 };
  const limit = inductionHead(set, [1, 2], Infinity, keys);
  close(inductionHead(set, [1, 2], 50, keys), [...limit]);
  close(inductionHead(set, [1, 2], 1e6, keys), [...limit]);
  const rows = rowsOf(set);
  const unmatched = rows.findIndex((row) => matching(row, [1, 2]).length === 0);
  expect(unmatched).toBeGreaterThanOrEqual(0);
  const all = maximumLikelihood(set, []);
  expect(limit.slice(unmatched * 3, unmatched * 3 + 3)).toEqual(all.slice(unmatched * 3, unmatched * 3 + 3));
});

test("the fitted scale is the best of a fine grid", async () => {
  const set = await drawSequences(lawWith(3, [1, 2], { alpha: 1, floor: 0 }), 5, "validation", 0, 300);
  const keys = headKeys(set, [1, 2], { boundary: "skip", window: 5 });
  const rule = { loss: "log", epsilon: 1e-6 } as const;
  const lossAt = (scale: number) =>
    lossesOf(inductionHeadOf(keys, 3, scale), set, rule).reduce((sum, loss) => sum + loss, 0);
  const fitted = fitScale(set, keys, rule);
  expect(fitted).toBeLessThan(10);
  for (let scale = 0; scale < 12; scale += 0.05) expect(lossAt(fitted)).toBeLessThan(lossAt(scale) + 1e-4);
});

test("where nothing but the limit is best, the fitted scale is infinite", () => {
  // 0 1 follows 0 1 for ever.
  const set = {
    tokens: Uint8Array.of(0, 1, 0, 1, 0, 1, 0, 1, 0),
    count: 1,
    sequenceLength: 8,
    alphabetSize: 2,
  };
  const keys = headKeys(set, [1], { boundary: "truncate", window: 1 });
  expect(fitScale(set, keys, { loss: "log", epsilon: 1e-6 })).toBe(Infinity);
});

test("a window that leaves no keys is refused", async () => {
  const set = await drawn();
  expect(() => inductionHead(set, [1], 1, { boundary: "skip", window: 40 })).toThrow(RangeError);
});

test("no predictor looks at the target", async () => {
  const set = await drawn();
  const row = set.sequenceLength + 1;
  const turned = {
    ...set,
    tokens: set.tokens.map((token, at) => (at % row === row - 1 ? (token + 1) % 3 : token)),
  };
  const keys: KeyRule = { boundary: "truncate", window: 5 };
  expect(maximumLikelihood(turned, [1])).toEqual(maximumLikelihood(set, [1]));
  expect(inductionHead(turned, [1, 2], 2, keys)).toEqual(inductionHead(set, [1, 2], 2, keys));
});
