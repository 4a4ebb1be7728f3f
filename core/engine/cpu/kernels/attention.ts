/**
 * The second softmax without its normaliser: E = e^{a(k − 1)} for a > 0 and e^{a·k} else. Since 0 ≤ k ≤ 1 this
 * never overflows, and up to |a| = 50 it stays far above the least normaliser that losses.ts allows; beyond
 * ("sharp") each sequence has to be measured from its own largest logit. Of values that the host gives k may be any
 * number: there E is measured from the largest logit of the query's keys, and sharp is what spreads over more than 50.
 */
import { LOG2_E, exp2, held, madd, mul, splat } from "../../../simd/kernels/arithmetic";
import { Plan } from "./plan";

// @ts-ignore: decorator
@inline
export function scaleOf(plan: Plan): f32 {
  return load<f32>(plan.scalars);
}

/** Logits that may lie below the one that E is measured from, at most. */
const MOST_BELOW: f32 = 50;

// @ts-ignore: decorator
@inline
export function isSharp(plan: Plan): bool {
  return abs(scaleOf(plan)) > MOST_BELOW;
}

/** The logit that E is measured from, when it is not sharp. */
// @ts-ignore: decorator
@inline
export function usualReference(plan: Plan): f32 {
  return max(scaleOf(plan), <f32>0);
}

/** E of one query's `count` keys (a multiple of 4). @returns whether they are sharp; then there is no E yet */
export function attend(plan: Plan, count: u32): bool {
  if (!plan.valuesGiven) {
    if (isSharp(plan)) return true;
    exponentials(plan, plan.kernel, plan.exponentials, count, usualReference(plan));
    return false;
  }
  const scale = splat(scaleOf(plan));
  let least = splat(f32.MAX_VALUE);
  let largest = splat(-f32.MAX_VALUE);
  let kernel = plan.kernel;
  const end = kernel + ((<usize>count) << 2);
  do {
    const logit = mul(scale, v128.load(kernel));
    least = f32x4.min(least, logit);
    largest = f32x4.max(largest, logit);
    kernel += 16;
  } while (kernel < end);
  const reference = largestLane(largest);
  if (reference + largestLane(f32x4.neg(least)) > MOST_BELOW) return true;
  exponentials(plan, plan.kernel, plan.exponentials, count, reference);
  return false;
}

// @ts-ignore: decorator
@inline
function largestLane(v: v128): f32 {
  return max(
    max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}

/** E of `count` keys (a multiple of 4), from the logit `reference`; larger logits count as the reference. */
export function exponentials(plan: Plan, kernel: usize, to: usize, count: u32, reference: f32): void {
  const line = plan.line;
  store<f32>(line, scaleOf(plan) * LOG2_E);
  store<f32>(line, -reference * LOG2_E, 4);
  const end = kernel + ((<usize>count) << 2);
  do {
    const exponent = madd(held(line, 0), v128.load(kernel), held(line, 1));
    v128.store(to, exp2(v128.pmin<f32>(splat(0), exponent)));
    to += 16;
    kernel += 16;
  } while (kernel < end);
}
