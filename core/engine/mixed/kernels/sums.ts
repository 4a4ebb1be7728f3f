/** From what four sequences came to, to the sums over all of them: in float64, where errors become small differences. */
import { Lane, MixedPlan, Sum } from "./plan";

/** @param left sequences from the first of the four on: of those beyond, nothing is added. */
export function addToSums(plan: MixedPlan, tokens: usize, left: u32): void {
  addTwo(plan, tokens, f64x2(1, left > 1 ? 1 : 0));
  if (left > 2) addTwo(plan, tokens, f64x2(1, left > 3 ? 1 : 0), 8);
}

/** Two of the four. @param half bytes from the first sequence's float32 to theirs @param weights 0 for one that is not there */
// @ts-ignore: decorator
@inline
function addTwo(plan: MixedPlan, tokens: usize, weights: v128, half: usize = 0): void {
  const lanes = plan.lanes + half;
  const last = tokens + ((<usize>plan.sequenceLength - 1) << 4) + half;
  const lazy = widened(lanes + Lane.lazy);
  const rich = widened(lanes + Lane.rich);
  const f1 = product(product(f64x2.splat(plan.lazyShare), widened(last - 32)), weights);
  const f2 = product(product(f64x2.splat(plan.richShare), widened(lanes + Lane.wanted)), weights);
  const lazyError = f64x2.sub(product(product(f64x2.splat(plan.value1), lazy), weights), f1);
  const richError = f64x2.sub(product(product(f64x2.splat(plan.value2), rich), weights), f2);
  const sums = plan.sums;
  addProduct(sums + Sum.lazyError, lazyError, lazyError);
  addProduct(sums + Sum.richError, richError, richError);
  addProduct(sums + Sum.lazyTarget, f1, f1);
  addProduct(sums + Sum.richTarget, f2, f2);
  addProduct(sums + Sum.value1, lazyError, lazy);
  addProduct(sums + Sum.rpe2, lazyError, widened(lanes + Lane.lazySlope));
  addProduct(sums + Sum.value2, richError, rich);
  if (!plan.wantsLogits) return;
  const byCopy = product(richError, widened(last));
  addProduct(sums + Sum.logit, byCopy, widened(lanes + Lane.logitSlope));
  addProduct(sums + Sum.rpe1, byCopy, widened(lanes + Lane.copySlope));
}

// @ts-ignore: decorator
@inline
function widened(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

// @ts-ignore: decorator
@inline
function product(a: v128, b: v128): v128 {
  return f64x2.mul(a, b);
}

// @ts-ignore: decorator
@inline
function addProduct(sum: usize, a: v128, b: v128): void {
  v128.store(sum, f64x2.add(v128.load(sum), product(a, b)));
}
