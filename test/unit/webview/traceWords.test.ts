/** What a trace says in sentences. */
import { describe, expect, test } from "vitest";
import type { Agreement, Trace } from "../../../core/inspect";
import { disentangledModel } from "../../../core/model";
import {
  agreementSentence,
  leadingWeight,
  matchCounts,
  matchWeight,
  shortSequenceHint,
  typingError,
} from "../../../webview/words";

const model = disentangledModel({
  ...{ alphabetSize: 3, heads: 2, window: 5, maxDegree: 2, includeEmptySubset: false, lagMask: null },
  ...{ normalizeValues: "none", boundary: "truncate", loss: "log", epsilon: 0 },
});
// Sentences look at no more of a trace.
const traceOf = (context: number, ...subsetWeights: readonly number[]) =>
  ({
    ...{ model, context: new Uint8Array(context), firstKey: 0 },
    weights: { subsetWeights: Float64Array.from(subsetWeights) },
  }) as unknown as Trace;
const trace = traceOf(50, 1);
const agreement = (lags: readonly number[], counts: readonly number[], partly = 3): Agreement => {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return {
    ...{ heads: [0, 1], lags, partly, attention: Math.min(1, 0.1 * total) },
    matches: new Int32Array(),
    full: Array.from({ length: total }, (_, at) => at),
    counts: Int32Array.from(counts),
  };
};

describe("matches", () => {
  test("are counted, with what stands there", () => {
    const said = (lags: readonly number[], counts: readonly number[]) =>
      agreementSentence(trace, agreement(lags, counts));
    expect(said([1, 2], [0, 8, 1])).toBe(
      "The output gives 90.0 % of its attention to the 9 places whose last two tokens match; 8 of them say B.",
    );
    expect(said([1], [4, 0, 0])).toBe(
      "The output gives 40.0 % of its attention to the 4 places whose last token matches; all of them say A.",
    );
    expect(said([1, 5], [0, 0, 1])).toBe(
      "The output gives 10.0 % of its attention to the 1 place whose tokens 1 and 5 back match; it says C.",
    );
    expect(said([2, 3, 7], [0, 0, 2])).toContain("whose tokens 2, 3 and 7 back match");
    expect(said([3], [0, 0, 0])).toBe("No earlier place has the same token 3 back.");
    expect(said([], [0, 0, 0])).toContain("no place matches better than another");
    expect(agreementSentence(traceOf(50, 0, 0), { ...agreement([], [0, 0, 0]), heads: [] })).toBe(
      "No subset is left: no place matches better than another.",
    );
  });

  test("have all of the attention only where they are all places", () => {
    const matching = agreement([1], [10, 0, 0]);
    expect(agreementSentence(traceOf(10, 1), matching)).toContain("gives 100 % of its attention");
    expect(agreementSentence(traceOf(11, 1), matching)).toContain("gives more than 99.9 % of its attention");
  });

  test("are weighed", () => {
    expect(matchCounts(agreement([1, 2], [0, 8, 1], 21))).toBe("9 places match fully, 21 in part");
    expect(matchCounts(agreement([1], [1, 0, 0]))).toBe("1 place matches fully");
    expect(matchWeight(agreement([1, 2], [0, 8, 1]))).toBe(
      "9 matching places × weight 0.100 on average = 0.900",
    );
    expect(matchWeight(agreement([1, 2], [0, 0, 0]))).toBe("No place matches fully");
    expect(matchWeight(agreement([1, 2], [0, 1, 0]))).toBe("1 matching place × weight 0.100");
  });

  test("come from the subset that carries the weight", () => {
    const said = (...weights: readonly [readonly number[], number][]) =>
      leadingWeight(
        weights.map(([heads]) => heads),
        Float64Array.from(weights, ([, weight]) => weight),
      );
    expect(said([[0], 6e-4], [[0, 1], 0.9994])).toBe("Heads {1, 2} carry 99.9 % of the weight");
    expect(said([[0], 0.75], [[1], 0.25])).toBe("Head 1 carries 75.0 % of the weight");
    expect(said([[0, 2], 0.4], [[0], 0.3], [[1], 0.3])).toBe(
      "No subset has the most: {1, 3} leads with 40.0 %",
    );
    expect(said([[], 0.6], [[0], 0.4])).toBe("The empty subset carries 60.0 % of the weight");
    expect(said([[], 0.5], [[0], 0.5])).toBe("All 2 subsets weigh alike");
    expect(said([[0], 0], [[1], 0])).toBe("No subset carries any weight");
    expect(said([[0], 1], [[1], 1e-58])).toBe("Head 1 carries more than 99.9 % of the weight");
    expect(said([[0], 1], [[1], 0])).toBe("Head 1 carries 100 % of the weight");
  });
});

describe("typed tokens", () => {
  test("that are wrong are named, with what is allowed", () => {
    expect(typingError({ kind: "unknown", text: "x", place: 1204 }, 3)).toBe(
      "“x” at character 1,204 is no token. Allowed: letters from A to C, or numbers from 0 to 2, separated by spaces or commas.",
    );
    expect(typingError({ kind: "unknown", text: "x", place: 1 }, 64)).toContain(
      "Allowed: numbers from 0 to 63,",
    );
    expect(typingError({ kind: "tooLong", count: 70_000 }, 3)).toBe(
      "70,000 tokens are too many: a sequence has at most 65,535.",
    );
  });

  test("that are fewer than the heads see are told of", () => {
    expect(shortSequenceHint(4, model)).toBe("The window is 5 tokens: heads see only what is there.");
    expect(shortSequenceHint(5, model)).toBe("");
    expect(shortSequenceHint(5, { ...model, boundary: "skip" })).toBe(
      "The heads see 5 back: at least 6 tokens are needed before a place can be predicted.",
    );
    expect(shortSequenceHint(6, { ...model, boundary: "skip" })).toBe("");
  });
});
