/** What tests of the columns ask of a page: to stand on a step, and the exact numbers that it tells. */
import { expect } from "vitest";
import type { Locator } from "playwright-core";
import type { Inspector } from "./inspectorPage";

/** As the page's own parts ask for it; null: the newest. */
export async function standOn(inspector: Inspector, step: number | null): Promise<void> {
  await inspector.page.locator("induction-inspector").evaluate((page, chosen) => {
    page.dispatchEvent(new CustomEvent("look", { detail: { chosen } }));
  }, step);
  await inspector.send();
}

/** Of all `data` elements inside, in full. */
export function exactNumbers(within: Locator): Promise<number[]> {
  return within.locator("data").evaluateAll((all) => all.map((one) => Number(one.getAttribute("value"))));
}

/** The same up to the last bits: the browser's exponential is not always Node's. */
export function expectAlike(
  actual: readonly number[],
  expected: readonly number[],
  precision: "single" | "double" = "double",
): void {
  expect(actual).toHaveLength(expected.length);
  const slack = precision === "single" ? 2e-7 : 1e-14;
  actual.forEach((value, index) => {
    const difference = Math.abs(value - expected[index]);
    // Differences of numbers of order one have lost their last digits.
    const most = slack * Math.abs(expected[index]) + 1e-15;
    expect(difference, `${value} for ${expected[index]}`).toBeLessThanOrEqual(most);
  });
}

/** Pixels that the page is wider than its window. */
export function overflowOf({ page }: Inspector): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** As many heads, lags and subsets as the page is made for. */
export const wideExperiment = {
  name: "wide",
  data: { trainSequences: 200, validationSequences: 40, parents: [2, 9] },
  model: { heads: 8, window: 50, maxDegree: 3, boundary: "skip" },
  training: { stages: [{ train: ["rpe", "coefficients", "scale"], steps: 20 }] },
};
