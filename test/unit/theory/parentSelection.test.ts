/** What the data law selects by itself: S*, the gap and their errors. */
import { expect, test } from "vitest";
import { drawTransitions } from "../../../core/data";
import { selectParents, type ParentSelection } from "../../../core/theory";
import { copying, lawWith, someTransitions } from "./chains";

function selectionOf(
  parents: readonly number[],
  draws: number,
  floor = 0,
  { alphabetSize = 3, window = 5, degree = 2 } = {},
): Promise<ParentSelection> {
  const law = lawWith(alphabetSize, parents, { alpha: 0.1, floor });
  const transitionsOf = (draw: number) => drawTransitions(law, 0, "train", draw);
  return selectParents({ law, window, degree, draws, transitionsOf });
}

test("the paper's law selects its parents {1, 2}, with and without a floor, well beyond the errors", async () => {
  for (const floor of [0, 0.01]) {
    const { sets, selected, runnerUp, gap } = await selectionOf([1, 2], 400, floor);
    expect(sets[selected].lags).toEqual([1, 2]);
    expect(sets).toHaveLength(15);
    const difference = sets[selected].modifiedChi2.mean - sets[runnerUp ?? NaN].modifiedChi2.mean;
    expect(gap?.mean).toBeCloseTo(difference, 12);
    expect(gap?.mean).toBeGreaterThan(3 * (gap?.standardError ?? NaN));
    // On the same chains the sets' informations go together: the gap is known better than each of the two.
    const { standardError } = sets[selected].modifiedChi2;
    expect(gap?.standardError).toBeLessThan(
      Math.hypot(standardError, sets[runnerUp ?? NaN].modifiedChi2.standardError),
    );
  }
});

test("four times the draws halve the errors, and the means agree within them", async () => {
  const [few, many] = [await selectionOf([1, 2], 100), await selectionOf([1, 2], 400)];
  few.sets.forEach(({ modifiedChi2: { mean, standardError } }, index) => {
    const other = many.sets[index].modifiedChi2;
    expect(standardError / other.standardError).toBeGreaterThan(1.6);
    expect(standardError / other.standardError).toBeLessThan(2.5);
    expect(Math.abs(mean - other.mean)).toBeLessThan(4 * standardError);
  });
});

test("given π, the same every time, there is no error", async () => {
  const transitions = someTransitions(3, [1, 2], 4);
  const plan = { law: lawWith(3, [1, 2]), window: 3, degree: 2, draws: 5, transitionsOf: () => transitions };
  for (const { chi2, modifiedChi2 } of (await selectParents(plan)).sets) {
    expect([chi2.standardError, modifiedChi2.standardError]).toEqual([0, 0]);
  }
});

test("a single set has no runner-up", async () => {
  const plan = { law: lawWith(3, [1]), window: 1, degree: 1, draws: 2, transitionsOf: () => copying(3, 0.5) };
  expect(await selectParents(plan)).toMatchObject({ selected: 0, runnerUp: null, gap: null });
});

/** A chain of 2,048 contexts that takes for ever where `noise` is next to nothing. */
const slowLaw = lawWith(2, [11]);

test("draws that do not mix are left out and counted: the means are those of the others", async () => {
  const plan = { law: slowLaw, window: 3, degree: 1 };
  const noiseOf = (draw: number) => 0.3 + draw / 20;
  const some = await selectParents({
    ...plan,
    draws: 5,
    transitionsOf: (draw) => copying(2, draw === 1 || draw === 3 ? 1e-9 : noiseOf(draw)),
  });
  expect(some).toMatchObject({ draws: 3, leftOut: 2 });
  const others = await selectParents({
    ...plan,
    draws: 3,
    transitionsOf: (draw) => copying(2, noiseOf(2 * draw)),
  });
  expect({ ...some, leftOut: 0 }).toEqual(others);
});

test("where most draws do not mix, there is no table, and the reason is told", async () => {
  const transitionsOf = (draw: number) => copying(2, draw === 0 ? 0.5 : 1e-9);
  await expect(
    selectParents({ law: slowLaw, window: 3, degree: 1, draws: 3, transitionsOf }),
  ).rejects.toThrow(
    /^2 of the first 3 of 3 draws of the prior do not mix.* The chain of 2,048 contexts does not mix: it has not forgotten/,
  );
});

test("more draws than can be kept are refused with how many can", async () => {
  const plan = { law: lawWith(3, [1, 2]), window: 200, degree: 2, transitionsOf: () => copying(3, 0.5) };
  await expect(selectParents({ ...plan, draws: 10_000 })).rejects.toThrow("draw at most 834");
});

test("large alphabets and many parents are within reach", async () => {
  const wide = await selectionOf([1, 2], 5, 0, { alphabetSize: 20 });
  expect(wide.sets[wide.selected].lags.length).toBeGreaterThan(0);
  const long = await selectionOf([1, 2, 3, 4], 20, 0.01, { degree: 4 });
  const most = long.sets.toSorted((a, b) => b.chi2.mean - a.chi2.mean)[0];
  expect(most.lags).toEqual([1, 2, 3, 4]);
});
