/**
 * The loss of each sequence from its tally (y·Z by token), and what it means for the tally's entries:
 * c_x = (g_x − g·y)·weight/Z with g = ∂ℓ/∂y, so that ∂ℓ/∂(a k_l) = E_l·c_{x_l} (spec §2).
 * Tallies become their c in place.
 */
import {
  LOG2_E,
  add,
  exp2,
  held,
  laneSum,
  log,
  madd,
  mul,
  splat,
  sub,
} from "../../../simd/kernels/arithmetic";
import { Plan } from "./plan";

const TOKENS = memory.data<i32>([0, 1, 2, 3]);
/** Least normaliser, one, log₂e. */
const NUMBERS = memory.data<f32>([1e-30, 1, 1.4426950408889634]);

/** Floats a tally takes: d rounded up to whole vectors. */
// @ts-ignore: decorator
@inline
export function tallyBytes(plan: Plan): usize {
  return ((<usize>plan.alphabetSize + 3) >> 2) << 4;
}

/** `count` tallies (a multiple of 4). @returns the weighted sum of losses. */
export function losses(plan: Plan, tallies: usize, targets: usize, weights: usize, count: u32): f64 {
  let sum: f64 = 0;
  for (let index: usize = 0; index < <usize>count; index += 4) {
    const target = targets + (index << 2);
    const weight = weights + (index << 2);
    if (plan.alphabetSize <= 4) {
      const tally = tallies + (index << 4);
      if (plan.softmaxLoss) sum += softmaxOfFour(plan, tally, v128.load(target), v128.load(weight));
      else sum += logOfFour(plan, tally, v128.load(target), v128.load(weight));
    } else {
      for (let one: usize = 0; one < 4; one++) {
        const tally = tallies + (index + one) * tallyBytes(plan);
        sum += lossOfOne(plan, tally, load<u32>(target + (one << 2)), load<f32>(weight + (one << 2)));
      }
    }
  }
  return sum;
}

/** Four sequences over at most four tokens, −log(y_target + ε): one lane a sequence. */
// @ts-ignore: decorator
@inline
function logOfFour(plan: Plan, tally: usize, target: v128, weight: v128): f64 {
  const t0 = v128.load(tally);
  const t1 = v128.load(tally, 16);
  const t2 = v128.load(tally, 32);
  const t3 = v128.load(tally, 48);
  const a = v128.shuffle<f32>(t0, t1, 0, 4, 1, 5);
  const b = v128.shuffle<f32>(t2, t3, 0, 4, 1, 5);
  const c = v128.shuffle<f32>(t0, t1, 2, 6, 3, 7);
  const d = v128.shuffle<f32>(t2, t3, 2, 6, 3, 7);
  const y0 = v128.shuffle<f64>(a, b, 0, 2);
  const y1 = v128.shuffle<f64>(a, b, 1, 3);
  const y2 = v128.shuffle<f64>(c, d, 0, 2);
  const y3 = v128.shuffle<f64>(c, d, 1, 3);
  const is0 = i32x4.eq(target, held(TOKENS, 0));
  const is1 = i32x4.eq(target, held(TOKENS, 1));
  const is2 = i32x4.eq(target, held(TOKENS, 2));
  const is3 = i32x4.eq(target, held(TOKENS, 3));
  // Fillers have an empty tally: the largest keeps 0/0 away, their weight is 0.
  const scale = f32x4.div(held(NUMBERS, 1), f32x4.max(add(add(y0, y1), add(y2, y3)), held(NUMBERS, 0)));
  const hit = v128.or(
    v128.or(v128.and(y0, is0), v128.and(y1, is1)),
    v128.or(v128.and(y2, is2), v128.and(y3, is3)),
  );
  const y = mul(hit, scale);
  const shifted = add(y, v128.load32_splat(plan.scalars, 4));
  if (plan.wantsGradient) {
    const miss = f32x4.div(mul(weight, scale), shifted);
    const all = mul(miss, y);
    storeTransposed(
      tally,
      sub(all, v128.and(miss, is0)),
      sub(all, v128.and(miss, is1)),
      sub(all, v128.and(miss, is2)),
      sub(all, v128.and(miss, is3)),
    );
  }
  return -(<f64>laneSum(mul(weight, log(shifted))));
}

/** Four sequences over at most four tokens, cross-entropy of softmax(y). */
// @ts-ignore: decorator
@inline
function softmaxOfFour(plan: Plan, tally: usize, target: v128, weight: v128): f64 {
  const t0 = v128.load(tally);
  const t1 = v128.load(tally, 16);
  const t2 = v128.load(tally, 32);
  const t3 = v128.load(tally, 48);
  const a = v128.shuffle<f32>(t0, t1, 0, 4, 1, 5);
  const b = v128.shuffle<f32>(t2, t3, 0, 4, 1, 5);
  const c = v128.shuffle<f32>(t0, t1, 2, 6, 3, 7);
  const d = v128.shuffle<f32>(t2, t3, 2, 6, 3, 7);
  let y0 = v128.shuffle<f64>(a, b, 0, 2);
  let y1 = v128.shuffle<f64>(a, b, 1, 3);
  let y2 = v128.shuffle<f64>(c, d, 0, 2);
  let y3 = v128.shuffle<f64>(c, d, 1, 3);
  const scale = f32x4.div(held(NUMBERS, 1), f32x4.max(add(add(y0, y1), add(y2, y3)), held(NUMBERS, 0)));
  y0 = mul(y0, scale);
  y1 = mul(y1, scale);
  y2 = mul(y2, scale);
  y3 = mul(y3, scale);
  const log2e = held(NUMBERS, 2);
  const e0 = exp2(mul(y0, log2e));
  const e1 = exp2(mul(y1, log2e));
  const e2 = plan.alphabetSize > 2 ? exp2(mul(y2, log2e)) : splat(0);
  const e3 = plan.alphabetSize > 3 ? exp2(mul(y3, log2e)) : splat(0);
  const total = add(add(e0, e1), add(e2, e3));
  const is0 = i32x4.eq(target, held(TOKENS, 0));
  const is1 = i32x4.eq(target, held(TOKENS, 1));
  const is2 = i32x4.eq(target, held(TOKENS, 2));
  const is3 = i32x4.eq(target, held(TOKENS, 3));
  const hit = v128.or(
    v128.or(v128.and(y0, is0), v128.and(y1, is1)),
    v128.or(v128.and(y2, is2), v128.and(y3, is3)),
  );
  if (plan.wantsGradient) {
    const inverse = f32x4.div(held(NUMBERS, 1), total);
    const one = held(NUMBERS, 1);
    const g0 = sub(mul(e0, inverse), v128.and(one, is0));
    const g1 = sub(mul(e1, inverse), v128.and(one, is1));
    const g2 = sub(mul(e2, inverse), v128.and(one, is2));
    const g3 = sub(mul(e3, inverse), v128.and(one, is3));
    const along = madd(g3, y3, madd(g2, y2, madd(g1, y1, mul(g0, y0))));
    const factor = mul(weight, scale);
    storeTransposed(
      tally,
      mul(factor, sub(g0, along)),
      mul(factor, sub(g1, along)),
      mul(factor, sub(g2, along)),
      mul(factor, sub(g3, along)),
    );
  }
  return <f64>laneSum(mul(weight, sub(log(total), hit)));
}

// @ts-ignore: decorator
@inline
function storeTransposed(at: usize, r0: v128, r1: v128, r2: v128, r3: v128): void {
  const a = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const b = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const c = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const d = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(at, v128.shuffle<f64>(a, b, 0, 2));
  v128.store(at, v128.shuffle<f64>(a, b, 1, 3), 16);
  v128.store(at, v128.shuffle<f64>(c, d, 0, 2), 32);
  v128.store(at, v128.shuffle<f64>(c, d, 1, 3), 48);
}

/** One sequence over any alphabet. */
function lossOfOne(plan: Plan, tally: usize, target: u32, weight: f32): f64 {
  const bytes = (<usize>plan.alphabetSize) << 2;
  const hit = tally + ((<usize>target) << 2);
  let z: f32 = 0;
  for (let at: usize = 0; at < bytes; at += 4) z += load<f32>(tally + at);
  const scale: f32 = 1 / max(z, <f32>1e-30);
  const y = load<f32>(hit) * scale;
  if (!plan.softmaxLoss) {
    const shifted = y + load<f32>(plan.scalars, 4);
    const miss = (weight * scale) / shifted;
    for (let at: usize = 0; at < bytes; at += 4) store<f32>(tally + at, miss * y);
    store<f32>(hit, miss * y - miss);
    return -(<f64>(weight * logOf(shifted)));
  }
  let total: f32 = 0;
  let along: f32 = -y;
  for (let at: usize = 0; at < bytes; at += 4) total += exponential(load<f32>(tally + at) * scale);
  for (let at: usize = 0; at < bytes; at += 4) {
    const share = load<f32>(tally + at) * scale;
    along += (exponential(share) / total) * share;
  }
  for (let at: usize = 0; at < bytes; at += 4) {
    const g = exponential(load<f32>(tally + at) * scale) / total - (tally + at == hit ? <f32>1 : <f32>0);
    store<f32>(tally + at, weight * scale * (g - along));
  }
  return <f64>(weight * (logOf(total) - y));
}

// @ts-ignore: decorator
@inline
function exponential(x: f32): f32 {
  return f32x4.extract_lane(exp2(splat(x * LOG2_E)), 0);
}

// @ts-ignore: decorator
@inline
function logOf(x: f32): f32 {
  return f32x4.extract_lane(log(splat(x)), 0);
}
