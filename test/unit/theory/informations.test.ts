/** Informations of sets of lags: against reference values, closed forms and summing over all strings. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { informationErrors } from "../../../core/cli/verify/informations";
import { informationSchema } from "../../../core/cli/verify/informationFormat";
import { contextsOf, planInformations, stationaryLaw, TheoryError } from "../../../core/theory";
import { bySumming, copying, lawWith, someTransitions } from "./chains";

function informationsOf(
  alphabetSize: number,
  parents: readonly number[],
  transitions: Float64Array,
  window: number,
  degree: number,
) {
  const contexts = contextsOf(lawWith(alphabetSize, parents));
  const plan = planInformations(contexts, window, degree);
  const found = plan.of(transitions, stationaryLaw(contexts, transitions).probabilities);
  return plan.sets.map((lags, index) => ({
    lags,
    chi2: found.chi2[index],
    modifiedChi2: found.modifiedChi2[index],
  }));
}

test("agree with an independent program's values to 1e-9", () => {
  const text = readFileSync(new URL("../../vectors/chi2.json", import.meta.url), "utf8");
  const errors = informationErrors(informationSchema.parse(JSON.parse(text)));
  expect([...errors.keys()]).toEqual(["stationaryToken", "chi2", "modifiedChi2"]);
  for (const error of errors.values()) expect(error).toBeLessThan(1e-9);
});

test.each([
  { d: 2, parents: [2, 3], window: 6, degree: 3 },
  { d: 3, parents: [1, 2], window: 5, degree: 4 },
  { d: 2, parents: [1, 4], window: 3, degree: 2 },
  { d: 3, parents: [2], window: 5, degree: 1 },
  { d: 2, parents: [1], window: 6, degree: 6 },
])("sums over all strings say the same: $d tokens, parents $parents, window $window", (law) => {
  const { d, parents, window, degree } = law;
  const transitions = someTransitions(d, parents, 7);
  const found = informationsOf(d, parents, transitions, window, degree);
  expect(new Set(found.map(({ lags }) => lags.join())).size).toBe(found.length);
  for (const { lags, chi2, modifiedChi2 } of found) {
    const expected = bySumming(d, parents, transitions, lags);
    expect(chi2).toBeCloseTo(expected.chi2, 10);
    expect(modifiedChi2).toBeCloseTo(expected.modifiedChi2, 10);
  }
});

test("tokens that depend on nothing have no information", () => {
  const transitions = new Float64Array(27);
  for (const [token, probability] of [0.2, 0.5, 0.3].entries()) {
    for (let row = 0; row < 9; row++) transitions[row * 3 + token] = probability;
  }
  for (const set of informationsOf(3, [1, 2], transitions, 5, 3)) {
    expect(set.chi2).toBeLessThan(1e-24);
    expect(set.modifiedChi2).toBeLessThan(1e-24);
  }
});

test("a noisy copy of lag 2 tells (d − 1)(1 − noise)² at lag 2, its square's share at 4, nothing in between", () => {
  const [d, noise] = [4, 0.3];
  const kept = (1 - noise) ** 2;
  const found = informationsOf(d, [2], copying(d, noise), 4, 2);
  const of = (...lags: number[]) => found.find((set) => set.lags.join() === lags.join());
  expect(of(2)?.chi2).toBeCloseTo((d - 1) * kept, 12);
  expect(of(2)?.modifiedChi2).toBeCloseTo(((d - 1) * kept) / d, 12);
  expect(of(4)?.chi2).toBeCloseTo((d - 1) * kept ** 2, 12);
  expect(of(1)?.chi2).toBeLessThan(1e-24);
  expect(of(3)?.chi2).toBeLessThan(1e-24);
  // One more lag adds nothing to χ², and costs a factor of the modified one.
  expect(of(2, 4)?.chi2).toBeCloseTo((d - 1) * kept, 12);
  expect(of(2, 4)?.modifiedChi2).toBeLessThan(((d - 1) * kept) / d);
});

test("the true parents have all the χ² information there is, whatever is added to them", () => {
  const found = informationsOf(3, [1, 3], someTransitions(3, [1, 3], 5), 5, 4);
  const all = found.find(({ lags }) => lags.join() === "1,3")?.chi2 ?? NaN;
  for (const { lags, chi2 } of found) {
    expect(chi2).toBeLessThan(all + 1e-12);
    if (lags.includes(1) && lags.includes(3)) expect(chi2).toBeCloseTo(all, 10);
  }
});

test("wide windows cost memory by the context, not by the window", () => {
  const found = informationsOf(3, [1, 2], someTransitions(3, [1, 2], 3), 60, 2);
  expect(found).toHaveLength(60 + (60 * 59) / 2);
  expect(found.find(({ lags }) => lags.join() === "60")?.chi2).toBeLessThan(1e-6);
});

test("what would not fit into memory is refused with its size", () => {
  const plan = (alphabetSize: number, parents: readonly number[], window: number, degree: number) => () =>
    planInformations(contextsOf(lawWith(alphabetSize, parents)), window, degree);
  expect(plan(20, [1, 2, 3, 4], 8, 3)).toThrow(/take \d+\.\d GiB of memory/);
  expect(plan(3, [1, 2], 255, 4)).toThrow(/There are 174,825,280 sets/);
  expect(plan(3, [1, 20], 5, 2)).toThrow(/3\^20 states/);
  expect(plan(3, [1, 20], 5, 2)).toThrow(TheoryError);
  expect(plan(20, [1, 2, 3, 4], 5, 2)).not.toThrow();
});
