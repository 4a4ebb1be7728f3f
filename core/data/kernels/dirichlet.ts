/**
 * Rows of π from Dirichlet(α·1_d), four rows at a time, exact for every α > 0: in logarithms throughout, so that
 * α = 0.01 loses nothing to underflow. Small α by Jöhnk's rejection (all U_i^{1/α} at once, kept if they sum to at
 * most 1); else gamma variates by Marsaglia and Tsang (ACM TOMS 2000), with their boost G_α = G_{α+1} U^{1/α}.
 */
import { add, exp2, held, log, madd, mul, splat, sub } from "../../simd/kernels/arithmetic";
import { philox } from "./philox";
import { SamplerPlan, thresholdBytes, thresholdsAt } from "./plan";

/** Marks the counters of gamma variates among those of joint draws. */
const GAMMA: u32 = 0x40000000;

const LANES = memory.data<u32>([0, 1, 2, 3]);
/** 2^−23, ½, 1, −2, π, 1e−30, 3, 2^31, the largest float32 below 2^31, log₂e. */
const NUMBERS = memory.data<f32>([
  1.1920928955078125e-7, 0.5, 1, -2, 3.141592653589793, 1e-30, 3, 2147483648, 2147483520, 1.4426950408889634,
]);
/** Taylor coefficients of sin x / x in x², from the last. */
const SINE = memory.data<f32>([
  -2.505210838544172e-8, 2.7557319223985893e-6, -1.984126984126984e-4, 8.333333333333333e-3,
  -0.16666666666666666,
]);

/** Draws rows 4·group … 4·group + 3 of sequence (low, high) into its thresholds. */
export function drawRows(plan: SamplerPlan, low: u32, high: u32, group: u32, base: usize): void {
  if (load<f32>(plan.prior) * <f32>plan.alphabetSize <= 1) jointLogs(plan, low, high, group);
  else gammaLogs(plan, low, high, group);
  toThresholds(plan, thresholdsAt(plan, base) + <usize>(group << 2) * thresholdBytes(plan));
}

/** Log weights (base 2) of four rows by Jöhnk's rejection: accepted more than half the time while dα ≤ 1. */
function jointLogs(plan: SamplerPlan, low: u32, high: u32, group: u32): void {
  const d = plan.alphabetSize;
  const words = plan.words;
  const rows = i32x4.add(i32x4.splat(group << 2), v128.load(LANES));
  const slope = splat(<f32>1.4426950408889634 / load<f32>(plan.prior));
  let missing = i32x4.splat(-1);
  for (let attempt: u32 = 0; v128.any_true(missing); attempt++) {
    let sum = splat(0);
    for (let token: u32 = 0; token < d; token++) {
      if ((token & 3) == 0) {
        const purpose = i32x4.splat((attempt << 6) | (token >> 2));
        philox(i32x4.splat(low), i32x4.splat(high), rows, purpose, plan.seed, plan.stream, words);
      }
      const power = mul(log(uniform(v128.load(words + ((<usize>(token & 3)) << 4)))), slope);
      const at = plan.logs + ((<usize>token) << 4);
      v128.store(at, v128.bitselect(power, v128.load(at), missing));
      sum = add(sum, exp2(power));
    }
    missing = v128.andnot(missing, f32x4.le(sum, held(NUMBERS, 2)));
  }
}

/** Log weights (base 2) of four rows as logarithms of gamma variates. */
function gammaLogs(plan: SamplerPlan, low: u32, high: u32, group: u32): void {
  const rows = i32x4.add(i32x4.splat(group << 2), v128.load(LANES));
  const alpha = load<f32>(plan.prior);
  const shape: f32 = alpha < 1 ? alpha + 1 : alpha;
  const d: f32 = shape - <f32>(1.0 / 3.0);
  const c: f32 = 1 / sqrt<f32>(9 * d);
  const logD = log(splat(d));
  const words = plan.words;
  for (let token: u32 = 0; token < plan.alphabetSize; token++) {
    let result = splat(0);
    let missing = i32x4.splat(-1);
    for (let attempt: u32 = 0; v128.any_true(missing); attempt++) {
      const purpose = i32x4.splat(GAMMA | (attempt << 8) | token);
      philox(i32x4.splat(low), i32x4.splat(high), rows, purpose, plan.seed, plan.stream, words);
      const x = normal(v128.load(words, 16), v128.load(words, 32));
      const root = madd(splat(c), x, held(NUMBERS, 2));
      const logV = mul(held(NUMBERS, 6), log(f32x4.max(root, held(NUMBERS, 5))));
      const v = mul(root, mul(root, root));
      // log u < x²/2 + d − d·v + d·log v
      const rest = mul(splat(d), add(sub(held(NUMBERS, 2), v), logV));
      const bound = madd(mul(x, x), held(NUMBERS, 1), rest);
      const below = f32x4.lt(log(uniform(v128.load(words, 48))), bound);
      const accepted = v128.and(v128.and(f32x4.gt(root, splat(0)), below), missing);
      let logGamma = add(logD, logV);
      if (alpha < 1) logGamma = madd(log(uniform(v128.load(words))), splat(1 / alpha), logGamma);
      result = v128.bitselect(logGamma, result, accepted);
      missing = v128.andnot(missing, accepted);
    }
    v128.store(plan.logs + ((<usize>token) << 4), mul(result, held(NUMBERS, 9)));
  }
}

/** From log weights to cumulative probabilities × 2^31, with the floor mixed in, row by row. */
// @ts-ignore: decorator
@inline
function toThresholds(plan: SamplerPlan, thresholds: usize): void {
  const end = plan.logs + ((<usize>plan.alphabetSize) << 4);
  const stride = thresholdBytes(plan);
  const floor = v128.load32_splat(plan.prior, 4);
  let largest = v128.load(plan.logs);
  for (let at = plan.logs + 16; at < end; at += 16) largest = f32x4.pmax(largest, v128.load(at));
  let sum = splat(0);
  for (let at = plan.logs; at < end; at += 16) {
    const weight = exp2(sub(v128.load(at), largest));
    v128.store(at, weight);
    sum = add(sum, weight);
  }
  const kept = sub(held(NUMBERS, 2), mul(floor, splat(<f32>plan.alphabetSize)));
  const share = f32x4.div(kept, sum);
  let total = splat(0);
  for (let at = plan.logs; at < end; at += 16) {
    total = add(total, madd(v128.load(at), share, floor));
    const scaled = f32x4.pmin(mul(total, held(NUMBERS, 7)), held(NUMBERS, 8));
    const bounds = i32x4.trunc_sat_f32x4_s(scaled);
    store<i32>(thresholds, i32x4.extract_lane(bounds, 0));
    store<i32>(thresholds + stride, i32x4.extract_lane(bounds, 1));
    store<i32>(thresholds + 2 * stride, i32x4.extract_lane(bounds, 2));
    store<i32>(thresholds + 3 * stride, i32x4.extract_lane(bounds, 3));
    thresholds += 4;
  }
}

/** (k + ½)·2^−23 for the upper 23 bits k: in (0, 1), exact in float32. */
// @ts-ignore: decorator
@inline
function uniform(words: v128): v128 {
  return mul(add(f32x4.convert_i32x4_s(i32x4.shr_u(words, 9)), held(NUMBERS, 1)), held(NUMBERS, 0));
}

/** Box–Muller: √(−2 log u) sin φ with φ uniform in (−π/2, π/2), where sin is its Taylor polynomial (error 6e−8). */
// @ts-ignore: decorator
@inline
function normal(first: v128, second: v128): v128 {
  const radius = f32x4.sqrt(mul(held(NUMBERS, 3), log(uniform(first))));
  const angle = mul(sub(uniform(second), held(NUMBERS, 1)), held(NUMBERS, 4));
  const square = mul(angle, angle);
  let sine = held(SINE, 0);
  sine = madd(sine, square, held(SINE, 1));
  sine = madd(sine, square, held(SINE, 2));
  sine = madd(sine, square, held(SINE, 3));
  sine = madd(sine, square, held(SINE, 4));
  sine = madd(sine, square, held(NUMBERS, 2));
  return mul(radius, mul(angle, sine));
}
