/** The scale a at which GIH does best on given sequences: what a model that selects the same lags can hope for. */
import type { TokenSet } from "../data";
import { inductionHeadOf, type HeadKeys } from "./predictors";
import { lossesOf, type LossRule } from "./scores";

/** Beyond, a non-matching key weighs less than 1e−17 of a matching one: GIH is at its limit. */
export const largestScale = 40;

const golden = (Math.sqrt(5) - 1) / 2;

/**
 * In 0..`largestScale`, to 1e−3: the best of all whole numbers, then refined between its neighbours. Infinity where
 * none does better than the limit.
 */
export function fitScale(set: TokenSet, keys: HeadKeys, rule: LossRule): number {
  const lossAt = (scale: number): number =>
    lossesOf(inductionHeadOf(keys, set.alphabetSize, scale), set, rule).reduce((sum, loss) => sum + loss, 0);
  const losses = Array.from({ length: largestScale + 1 }, (_, scale) => lossAt(scale));
  const best = losses.indexOf(Math.min(...losses));
  const refined = minimum(lossAt, Math.max(0, best - 1), Math.min(largestScale, best + 1));
  const roundingError = 1e-12 * Math.abs(losses[best]);
  return lossAt(refined) < lossAt(Infinity) - roundingError ? refined : Infinity;
}

function minimum(f: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)];
  let [atLeft, atRight] = [f(left), f(right)];
  while (high - low > 1e-3) {
    if (atLeft <= atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - golden * (high - low);
      atLeft = f(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + golden * (high - low);
      atRight = f(right);
    }
  }
  return (low + high) / 2;
}
