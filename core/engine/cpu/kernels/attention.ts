/**
 * The second softmax without its normaliser: E = e^{a(k − 1)} for a > 0 and e^{a·k} else. Since 0 ≤ k ≤ 1 this
 * never overflows, and up to |a| = 50 it stays far above the least normaliser that losses.ts allows; beyond
 * ("sharp") each sequence has to be measured from its own largest logit.
 */
import { LOG2_E, exp2, held, madd, splat } from "../../../simd/kernels/arithmetic";
import { Plan } from "./plan";

// @ts-ignore: decorator
@inline
export function scaleOf(plan: Plan): f32 {
  return load<f32>(plan.scalars);
}

// @ts-ignore: decorator
@inline
export function isSharp(plan: Plan): bool {
  return abs(scaleOf(plan)) > 50;
}

/** The logit that E is measured from, when it is not sharp. */
// @ts-ignore: decorator
@inline
export function usualReference(plan: Plan): f32 {
  return max(scaleOf(plan), <f32>0);
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
