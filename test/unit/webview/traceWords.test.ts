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
const trace = { model, context: new Uint8Array(50) } as unknown as Trace;
const agreement = (lags: readonly number[], counts: readonly number[], partly = 3): Agreement => {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return {
    ...{ heads: [0, 1], lags, partly, attention: 0.1 * total },
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
      "The output looks at 9 places whose last two tokens match; 8 of 9 say B.",
    );
    expect(said([1], [4, 0, 0])).toBe("The output looks at 4 places whose last token matches; 4 of 4 say A.");
    expect(said([1, 5], [0, 0, 1])).toBe(
      "The output looks at 1 place whose tokens 1 and 5 back match; it says C.",
    );
    expect(said([2, 3, 7], [0, 0, 2])).toContain("whose tokens 2, 3 and 7 back match");
    expect(said([3], [0, 0, 0])).toBe("No earlier place has the same token 3 back.");
    expect(said([], [0, 0, 0])).toContain("no place matches better than another");
  });

  test("are weighed", () => {
    expect(matchCounts(agreement([1, 2], [0, 8, 1], 21))).toBe("9 places match fully, 21 in part");
    expect(matchCounts(agreement([1], [1, 0, 0]))).toBe("1 place matches fully");
    expect(matchWeight(agreement([1, 2], [0, 8, 1]))).toBe("9 places × weight 0.100 on average = 0.900");
    expect(matchWeight(agreement([1, 2], [0, 0, 0]))).toBe("No place matches fully");
    expect(leadingWeight([0, 1], 0.9994)).toBe("Heads {1, 2} carry 99.9 % of the weight");
    expect(leadingWeight([0], 0.75)).toBe("Head 1 carries 75.0 % of the weight");
    expect(leadingWeight([0, 2], 0.25)).toBe("No subset has the most: {1, 3} leads with 25.0 %");
    expect(leadingWeight([], 0.5)).toBe("The empty subset carries 50.0 % of the weight");
    expect(leadingWeight([0], 0)).toBe("No subset carries any weight");
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
    expect(shortSequenceHint(5, { window: 5, boundary: "skip" })).toBe(
      "The window is 5 tokens: at least 6 are needed before a place can be predicted.",
    );
    expect(shortSequenceHint(6, { window: 5, boundary: "skip" })).toBe("");
  });
});
