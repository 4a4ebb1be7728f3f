/**
 * Rows of π from Dirichlet(α·1_d), exact for every α > 0: gamma variates by Marsaglia and Tsang (ACM TOMS 2000), for
 * α < 1 with their boost G_α = G_{α+1} U^{1/α}, all in logarithms, so that α = 0.01 loses nothing to underflow.
 */
import { add, exp2, log, madd, mul, splat, sub, LOG2_E } from "../../simd/kernels/arithmetic";
import { philox } from "./philox";
import { SamplerPlan, thresholdBytes, thresholdsAt } from "./plan";

/** Draws row `row` of a sequence into its thresholds; `words` is room for 64 bytes. */
export function drawRow(plan: SamplerPlan, low: u32, high: u32, row: u32, base: usize, words: usize): void {
  const thresholds = thresholdsAt(plan, base) + <usize>row * thresholdBytes(plan);
  const d = plan.alphabetSize;
  let largest = -f32.MAX_VALUE;
  for (let first: u32 = 0; first < d; first += 4) {
    const logs = logGammas(plan, low, high, row * d + first, words);
    v128.store(thresholds + (<usize>first << 2), logs);
    for (let token = first; token < min(first + 4, d); token++) {
      largest = max(largest, load<f32>(thresholds + (<usize>token << 2)));
    }
  }
  const shift = splat(-largest * LOG2_E);
  let sum: f32 = 0;
  for (let first: u32 = 0; first < d; first += 4) {
    const at = thresholds + (<usize>first << 2);
    v128.store(at, exp2(madd(v128.load(at), splat(LOG2_E), shift)));
    for (let token = first; token < min(first + 4, d); token++) sum += load<f32>(thresholds + (<usize>token << 2));
  }
  accumulate(plan, thresholds, sum);
}

/** Weights → cumulative probabilities × 2^31, with the floor mixed in. */
// @ts-ignore: decorator
@inline
function accumulate(plan: SamplerPlan, thresholds: usize, sum: f32): void {
  const floor = load<f32>(plan.prior, 4);
  const share: f32 = (1 - floor * <f32>plan.alphabetSize) / sum;
  let total: f32 = 0;
  for (let at = thresholds, end = thresholds + (<usize>plan.alphabetSize << 2); at < end; at += 4) {
    total += load<f32>(at) * share + floor;
    store<i32>(at, <i32>min<f64>(<f64>total * 2147483648, 2147483647));
  }
}

/** log Gamma(α) variates number `index` … `index + 3` of a sequence. */
// @ts-ignore: decorator
@inline
function logGammas(plan: SamplerPlan, low: u32, high: u32, index: u32, words: usize): v128 {
  const alpha = load<f32>(plan.prior);
  const shape: f32 = alpha < 1 ? alpha + 1 : alpha;
  const d: f32 = shape - <f32>(1.0 / 3.0);
  const c: f32 = 1 / sqrt<f32>(9 * d);
  const logD = splat(f32x4.extract_lane(log(splat(d)), 0));
  let result = splat(0);
  let missing = i32x4.splat(-1);
  for (let attempt: u32 = 0; v128.any_true(missing); attempt++) {
    const counter = i32x4.add(i32x4.splat(index), i32x4(0, 1, 2, 3));
    philox(i32x4.splat(low), i32x4.splat(high), counter, i32x4.splat(attempt), plan.seed, plan.stream, words);
    const x = normal(v128.load(words, 16), v128.load(words, 32));
    const root = madd(splat(c), x, splat(1));
    const logV = mul(splat(3), log(f32x4.max(root, splat(1e-30))));
    const v = mul(root, mul(root, root));
    // log u < x²/2 + d − d·v + d·log v
    const bound = madd(mul(x, x), splat(0.5), mul(splat(d), add(sub(splat(1), v), logV)));
    const accepted = v128.and(
      v128.and(f32x4.gt(root, splat(0)), f32x4.lt(log(uniform(v128.load(words, 48))), bound)),
      missing,
    );
    let logGamma = add(logD, logV);
    if (alpha < 1) logGamma = madd(log(uniform(v128.load(words))), splat(1 / alpha), logGamma);
    result = v128.bitselect(logGamma, result, accepted);
    missing = v128.andnot(missing, accepted);
  }
  return result;
}

/** (k + ½)·2^−23 for the upper 23 bits k: in (0, 1), exact in float32. */
// @ts-ignore: decorator
@inline
function uniform(words: v128): v128 {
  return mul(add(f32x4.convert_i32x4_s(i32x4.shr_u(words, 9)), splat(0.5)), splat(1.1920928955078125e-7));
}

/** Box–Muller: √(−2 log u) sin φ with φ uniform in (−π/2, π/2), where sin is its Taylor polynomial (error 6e−8). */
// @ts-ignore: decorator
@inline
function normal(first: v128, second: v128): v128 {
  const radius = f32x4.sqrt(mul(splat(-2), log(uniform(first))));
  const angle = mul(sub(uniform(second), splat(0.5)), splat(3.141592653589793));
  const square = mul(angle, angle);
  let sine = splat(-2.505210838544172e-8);
  sine = madd(sine, square, splat(2.7557319223985893e-6));
  sine = madd(sine, square, splat(-1.984126984126984e-4));
  sine = madd(sine, square, splat(8.333333333333333e-3));
  sine = madd(sine, square, splat(-0.16666666666666666));
  sine = madd(sine, square, splat(1));
  return mul(radius, mul(angle, sine));
}
