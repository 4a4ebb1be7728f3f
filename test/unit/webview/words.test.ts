import { describe, expect, test } from "vitest";
import type { HeadDescription, SubsetDescription } from "../../../core/inspect";
import {
  classifierCaption,
  copierCaption,
  decimal,
  duration,
  grouped,
  lossCaption,
  rate,
  selectorCaption,
  share,
  shortShare,
  tick,
} from "../../../webview/words";

const head = (index: number, lag: number | null, attention: number): HeadDescription => ({
  ...{ head: index, lag, attention, lagAttention: new Float64Array() },
});
const subset = (heads: readonly number[], weight: number): SubsetDescription => ({
  ...{ heads, weight, coefficient: 1 },
  name: `{${heads.map((index) => `head ${index + 1} · lag ${index + 1}`).join(", ")}}`,
});

describe("numbers", () => {
  test("have the digits that their size asks for, and a real minus", () => {
    expect([0.65461, 0, -1.5, 1e-9, 123_456, NaN, -Infinity].map(decimal)).toEqual([
      ...["0.6546", "0.0000", "−1.5000", "1.000e−9", "1.235e5", "–", "−∞"],
    ]);
    expect([1, 0.9931, 0.001, 0.00042, 9e-58, 0, NaN].map(share)).toEqual([
      ...["1.000", "0.993", "0.001", "4e−4", "9e−58", "0", "–"],
    ]);
    expect([9999, 4.543251728e74, Infinity, -2e5].map(share)).toEqual(["9999.000", "4.5e74", "∞", "−2.0e5"]);
    expect([0.934, 1, 0.0049, NaN].map(shortShare)).toEqual([".93", "1.00", "·", "–"]);
    expect([0.4217, 1832.4, NaN].map(rate)).toEqual(["0.42", "1,832", "–"]);
    expect(grouped(1_234_567)).toBe("1,234,567");
  });

  test("times are told in the units that matter", () => {
    expect([0.04, 9.96, 200, 7500, 400_000, NaN, Infinity].map(duration)).toEqual([
      ...["0.0 s", "10 s", "3 min 20 s", "2 h 5 min", "4 days", "–", "–"],
    ]);
  });

  test("labels of one axis have the same digits", () => {
    expect([0, 0.5, 1].map((value) => tick(value, 0.5))).toEqual(["0.0", "0.5", "1.0"]);
    expect([-0, 20, 1000].map((value) => tick(value, 20))).toEqual(["0", "20", "1,000"]);
    expect([0, 500_000, 1e6, 1.5e6].map((value) => tick(value, 500_000))).toEqual([
      ...["0", "500,000", "1.0e6", "1.5e6"],
    ]);
    expect([-2e73, 4e73, 1.2e74].map((value) => tick(value, 2e73))).toEqual(["−2e73", "4e73", "1.2e74"]);
    expect(tick(0.0003, 0.0001)).toBe("0.0003");
    expect([0, 5e-17, 1e-16].map((value) => tick(value, 5e-17))).toEqual(["0", "5e−17", "1.0e−16"]);
    expect([-1.5e-9, 1e-9].map((value) => tick(value, 5e-10))).toEqual(["−1.5e−9", "1.0e−9"]);
  });
});

describe("captions name the numbers that they rest on", () => {
  test("copier", () => {
    expect(copierCaption([head(0, 1, 0.934), head(1, 2, 0.94)], [0, 1])).toBe(
      "Head 1 reads 1 back (0.93), head 2 reads 2 back (0.94).",
    );
    expect(copierCaption([head(0, 3, 0.34), head(1, null, 0)], [])).toBe(
      "Head 1 reads several lags, 3 back the most (0.34), head 2 may read no lag.",
    );
  });

  test("of many heads the ones that the selector keeps are told of, or else the most decided", () => {
    const heads = [0, 1, 2, 3, 4, 5].map((index) => head(index, index + 1, index / 10 + 0.4));
    expect(copierCaption(heads, [4, 1])).toBe(
      "Head 2 reads 2 back (0.50), head 5 reads 5 back (0.80). The other 4 heads are below.",
    );
    expect(copierCaption(heads.slice(0, 5), [])).toMatch(/ The other head is below\.$/);
    expect(copierCaption(heads, [])).toMatch(/^Head 3 .*head 6 reads 6 back \(0\.90\)\. The other 2 heads/);
  });

  test("selector", () => {
    expect(selectorCaption([subset([0], 0.008), subset([0, 1], 0.992)])).toBe(
      "The selector keeps {head 1 · lag 1, head 2 · lag 2}: 99.2 % of the weight.",
    );
    expect(selectorCaption([subset([0], 0.4), subset([1], 0.35), subset([0, 1], 0.25)])).toBe(
      "The selector is undecided: {head 1 · lag 1} leads with 40.0 % of the weight.",
    );
    expect(selectorCaption([subset([0], 1 / 3), subset([1], 1 / 3), subset([2], 1 / 3)])).toBe(
      "The selector weighs all 3 subsets of heads alike.",
    );
    const many = Array.from({ length: 1200 }, (_, head) =>
      subset([head], head === 7 ? 1.5 / 1200 : 1 / 1200),
    );
    expect(selectorCaption(many)).toMatch(/undecided: \{head 8 · lag 8\} leads/);
    expect(selectorCaption([subset([], 0.9), subset([1], 0.1)])).toMatch(/keeps no head: 90\.0 %/);
  });

  test("what is not quite all of the weight is not called all", () => {
    expect(selectorCaption([subset([0], 1 - 1e-6), subset([1], 1e-6)])).toMatch(/more than 99\.9 %/);
    expect(selectorCaption([subset([0], 1), subset([1], 1e-58)])).toMatch(/: more than 99\.9 %/);
    expect(selectorCaption([subset([0], 1), { ...subset([1], 0), coefficient: 0 }])).toMatch(/: 100 %/);
  });

  test("classifier", () => {
    expect(classifierCaption(7.2411)).toBe(
      "a = 7.2411: a full match (k = 1) weighs 1,400 times as much as none (k = 0).",
    );
    expect(classifierCaption(0.01)).toBe("a = 0.0100: every place weighs about alike.");
    expect(classifierCaption(-2)).toMatch(/^a = −2\.0000: .* weighs less than/);
  });

  test("losses, as far as they are known", () => {
    expect(lossCaption(0.8941, 0.6445, 0.6412)).toBe("Loss 0.8941 → 0.6445, validation 0.6412.");
    expect(lossCaption(NaN, 0.6445, NaN)).toBe("Loss 0.6445.");
    expect(lossCaption(NaN, NaN, NaN)).toBe("No loss is known yet.");
  });
});
