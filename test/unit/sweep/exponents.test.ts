/** The law of the plateau's length over a sweep: least squares against published numbers, and what of a hypothesis holds. */
import { expect, test } from "vitest";
import {
  fitPlateauLaw,
  missingPlateauLaw,
  plateauLawSentences,
  plateauPointsOf,
  type PlateauPoint,
} from "../../../core/inspect";
import { fitExponents } from "../../../core/theory";

test("line, spread and interval are those published for Anscombe's first set", () => {
  const x = Float64Array.of(10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5);
  const y = Float64Array.of(8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68);
  const fit = fitExponents(y, [x]);
  expect(fit?.constant).toBeCloseTo(3.0001, 4);
  expect(fit?.exponents[0].value).toBeCloseTo(0.5001, 4);
  // ± 2.262 standard errors of 0.1179.
  expect(fit?.exponents[0].interval[0]).toBeCloseTo(0.2334, 3);
  expect(fit?.exponents[0].interval[1]).toBeCloseTo(0.7668, 3);
  expect(fit?.spread).toBeCloseTo(1.2366, 4);
  expect(fit?.rSquared).toBeCloseTo(0.6665, 4);
});

test("there is no fit for a factor that goes with another, nor without a point to spare", () => {
  const x = Float64Array.of(1, 2, 3, 5);
  expect(fitExponents(Float64Array.of(1, 2, 4, 5), [x, x.map((value) => 3 - 2 * value)])).toBeNull();
  expect(fitExponents(Float64Array.of(1, 2), [x.subarray(0, 2)])).toBeNull();
});

const grid = [0.5, 1, 3].flatMap((mixing) =>
  [20, 40, 80].flatMap((sequenceLength) =>
    [0.001, 0.01, 0.05].flatMap((epsilon) =>
      [1, 2, 4].map((sharpness) => ({ mixing, sequenceLength, epsilon, sharpness })),
    ),
  ),
);

/** Three seeds a combination, by the hypothesis but for w*², around it by a few percent. */
function sweep(sharpnessExponent: number): readonly PlateauPoint[] {
  return grid.flatMap((factors, at) =>
    [0, 1, 2].map((seed) => {
      const { mixing, sequenceLength, epsilon, sharpness } = factors;
      const law = (1 + mixing) ** 2 * sequenceLength * Math.log(1 / epsilon) * sharpness ** sharpnessExponent;
      return { factors, time: 0.7 * law * (1 + 0.03 * Math.sin(12.9 * at + 78.2 * seed)) };
    }),
  );
}

test("finds the exponents, and says of which the hypothesis holds", () => {
  const law = fitPlateauLaw(sweep(-0.4));
  expect(law?.exponents.map(({ title, holds }) => [title, holds])).toEqual([
    ["1 + α*", true],
    ["L", true],
    ["log(1/ε)", true],
    ["w*²", false],
  ]);
  const found = law?.exponents.map(({ value }) => value) ?? [];
  [2, 1, 1, -0.4].forEach((value, at) => expect(Math.abs(found[at] - value)).toBeLessThan(0.02));
  expect(law).toMatchObject({ runs: 243, combinations: 81, leftOut: 0 });
  if (law)
    expect(plateauLawSentences(law).join(" ")).toMatch(
      /holds the hypothesis for 1 \+ α\*, L and log\(1\/ε\), not for w\*²\./,
    );
});

test("a combination of which one run did not leave its plateau is left out as a whole, and told", () => {
  const points = sweep(-1).map((point, at) => (at === 4 ? { ...point, time: null } : point));
  const law = fitPlateauLaw(points);
  expect(law).toMatchObject({ runs: 240, combinations: 80, leftOut: 1 });
  if (law)
    expect(plateauLawSentences(law).at(-1)).toMatch(/^1 combination is left out, as not all of its runs/);
});

test("only what varies is fitted, whichever fields a sweep has beside it", () => {
  const members = [20, 40, 80, 160].map((length) => ({ values: [3, length], time: 2 * length ** 0.9 }));
  const law = fitPlateauLaw(plateauPointsOf(["model.heads", "data.sequenceLength"], members));
  expect(law?.exponents).toHaveLength(1);
  expect(law?.exponents[0]).toMatchObject({
    factor: "sequenceLength",
    value: expect.closeTo(0.9, 8) as number,
  });
  expect(fitPlateauLaw(plateauPointsOf(["model.heads"], members))).toBeNull();
});

test("an ε of which log(1/ε) is not above 0 is left out and told, and does not take the law with it", () => {
  const one = grid.filter(({ epsilon }) => epsilon === 0.05).map((factors) => ({ ...factors, epsilon: 1 }));
  const points = [...sweep(-1), ...one.map((factors) => ({ factors, time: 12 }))];
  const law = fitPlateauLaw(points);
  expect(law).toMatchObject({ combinations: 81, leftOut: 0, beyond: 27 });
  expect(law?.exponents).toEqual(fitPlateauLaw(sweep(-1))?.exponents);
  if (law)
    expect(plateauLawSentences(law).at(-1)).toMatch(
      /^27 combinations with an ε of 0, or of 1 or more, left out/,
    );
  expect(missingPlateauLaw(points)).toBeNull();
});

const lengths = (...times: readonly (number | null)[]): readonly PlateauPoint[] =>
  times.map((time, at) => ({ factors: { sequenceLength: 20 * 2 ** at }, time }));

test("where no law can be fitted the reason is told, and nothing where nobody expects one", () => {
  expect(missingPlateauLaw(lengths(20, 40))).toBe(
    "No law of T_II by L: 2 of 2 combinations can be used (those with a T_II in every run, and with ε between 0 and 1); to tell " +
      "1 exponent with an interval takes at least 3.",
  );
  expect(missingPlateauLaw(lengths(20, null, null))).toMatch(
    / 1 of 3 combinations can be used .*, and among those L does not vary\.$/,
  );
  const together = [20, 40, 80, 160].map((time) => ({
    factors: { sequenceLength: time, sharpness: time },
    time,
  }));
  expect(missingPlateauLaw(together)).toMatch(/one factor goes with the others/);
  expect(missingPlateauLaw(lengths(20, 40, 80))).toBeNull();
  expect(missingPlateauLaw([{ factors: { epsilon: 0.1 }, time: 12 }])).toBeNull();
});
