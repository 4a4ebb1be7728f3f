/**
 * The two softmaxes over contents, the target's and head B's. Logits are x_L times what is matched, so the largest belongs
 * to the largest or the least of that: exponentials are measured from it, and are 1 at most.
 */
import { add, exp2, held, madd, mul, splat, sub } from "../../../simd/kernels/arithmetic";
import { Lane, MixedPlan } from "./plan";

/** One, and the least exponent: e^logit below 2^−60 of the largest is nothing, but products with it could be denormal. */
const NUMBERS = memory.data<f32>([1, -60]);

/** Exponentials of head B; what the target's induction head brings, and what head B does. */
export function match(plan: MixedPlan, tokens: usize): void {
  const lanes = plan.lanes;
  const copied = plan.copied;
  const exponentials = plan.exponentials;
  const end = ((<usize>plan.sequenceLength) << 4) - 16;
  const last = v128.load(tokens + end);
  const targetScale = mul(splat(plan.targetSharpness), last);
  const scale = mul(splat(plan.sharpness), last);
  const targetBest = best(targetScale, lanes + Lane.leastToken);
  const bestCopy = best(scale, lanes + Lane.leastCopy);
  let targetTotal = splat(0);
  let wanted = splat(0);
  let total = splat(0);
  let rich = splat(0);
  let before = v128.load(tokens);
  let at: usize = 16;
  do {
    const here = v128.load(tokens + at);
    const target = exponential(mul(targetScale, sub(before, targetBest)));
    const own = exponential(mul(scale, sub(v128.load(copied + at), bestCopy)));
    v128.store(exponentials + at, own);
    targetTotal = add(targetTotal, target);
    wanted = madd(target, here, wanted);
    total = add(total, own);
    rich = madd(own, here, rich);
    before = here;
    at += 16;
  } while (at < end);
  const inverse = f32x4.div(held(NUMBERS, 0), total);
  v128.store(lanes + Lane.wanted, f32x4.div(wanted, targetTotal));
  v128.store(lanes + Lane.rich, mul(rich, inverse));
  v128.store(lanes + Lane.inverse, inverse);
}

/** ∂(B/v2) by logits: attention times (x_s − B/v2), of which the sums against y_s and its slope are kept. */
export function matchBackward(plan: MixedPlan, tokens: usize): void {
  if (plan.wantsSlopes) backward(plan, tokens, true);
  else backward(plan, tokens, false);
}

// @ts-ignore: decorator
@inline
function backward(plan: MixedPlan, tokens: usize, withSlopes: bool): void {
  const lanes = plan.lanes;
  const copied = plan.copied;
  const slopes = plan.slopes;
  const exponentials = plan.exponentials;
  const end = ((<usize>plan.sequenceLength) << 4) - 16;
  const scale = mul(splat(plan.sharpness), v128.load(tokens + end));
  // The sum is the same wherever y is measured from; from where attention is largest, little of it is rounded away.
  const bestCopy = best(scale, lanes + Lane.leastCopy);
  const rich = v128.load(lanes + Lane.rich);
  const inverse = v128.load(lanes + Lane.inverse);
  let logitSlope = splat(0);
  let copySlope = splat(0);
  let at: usize = 16;
  do {
    const byLogit = mul(v128.load(exponentials + at), sub(v128.load(tokens + at), rich));
    logitSlope = madd(byLogit, sub(v128.load(copied + at), bestCopy), logitSlope);
    if (withSlopes) copySlope = madd(byLogit, v128.load(slopes + at), copySlope);
    at += 16;
  } while (at < end);
  v128.store(lanes + Lane.logitSlope, mul(logitSlope, inverse));
  v128.store(lanes + Lane.copySlope, mul(copySlope, inverse));
}

/** Of what lies between the least and the largest, at `range`: where scale·x is largest. */
// @ts-ignore: decorator
@inline
function best(scale: v128, range: usize): v128 {
  return v128.bitselect(v128.load(range), v128.load(range, 16), f32x4.lt(scale, splat(0)));
}

/** 2^x of what is 0 at most. */
// @ts-ignore: decorator
@inline
function exponential(exponent: v128): v128 {
  return exp2(v128.pmax<f32>(held(NUMBERS, 1), exponent));
}
