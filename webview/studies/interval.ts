/** How far off a mean may be: 95 % intervals, as figures of studies draw them and as words tell them. */
import { halfWidth, type Estimate } from "../../core/theory";
import { decimal } from "../words";

/** Ends of a mean's 95 % interval; NaN where its error is unknown. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** @param count of how few values it is the mean, for Student's t; by the normal approximation if left out */
export function intervalOf(estimate: Estimate, count?: number): Interval {
  const half = halfWidth(estimate, count);
  return { low: estimate.mean - half, high: estimate.mean + half };
}

/** `0.6512 (95 %: 0.6451 … 0.6573)`. */
export function withInterval(mean: number, { low, high }: Interval): string {
  return Number.isNaN(low) ? decimal(mean) : `${decimal(mean)} (95 %: ${decimal(low)} … ${decimal(high)})`;
}
