import { expect, test } from "vitest";
import { relativeError } from "../../../core/cli/verify/compute";
import { misplacedTokens, misshapen, wrongSubsets } from "../../../core/cli/verify/shapes";

test("an error counts relative to the largest entry of its tensor", () => {
  expect(relativeError(Float64Array.of(1, -8), Float64Array.of(1.5, -8))).toBe(0.5 / 8);
  expect(relativeError(Float64Array.of(0.25, 0), Float64Array.of(0, 0))).toBe(0.25);
});

test("NaN and missing entries never count as agreement", () => {
  expect(relativeError(Float64Array.of(NaN, 1), Float64Array.of(1, 1))).toBeNaN();
  expect(relativeError(Float64Array.of(1), Float64Array.of(1, 1))).toBeNaN();
});

test("lists of the wrong length are named with their place and what they count", () => {
  const sides = [["heads", 2] as const, ["window", 3] as const];
  expect([...misshapen(["rpe"], [[1, 2, 3], [1]], sides)]).toEqual([
    { path: ["rpe", 1], message: "1 entries, expected 3 (window)" },
  ]);
  expect([...misshapen(["rpe"], undefined, sides)]).toEqual([]);
});

test("ragged sequences and tokens beyond the alphabet are found", () => {
  const messages = [
    ...misplacedTokens(
      [
        [0, 1, 2],
        [0, 1],
        [0, 3, 1],
      ],
      3,
      1,
    ),
  ].map(({ message }) => message);
  expect(messages).toEqual([
    "2 tokens, but the first sequence has 3",
    "token 3 is not below the alphabet's 3",
  ]);
  expect([...misplacedTokens([[0, 1, 2]], 3, 2)]).toHaveLength(1);
});

test("subsets must be the model's, each once", () => {
  const messages = [...wrongSubsets([[0], [1, 0], [0], [2]], [[0], [1], [0, 1]])].map(
    ({ message }) => message,
  );
  expect(messages).toEqual([
    "[0] is given twice",
    "[2] is no subset of these heads up to this degree",
    "[1] is missing",
  ]);
});
