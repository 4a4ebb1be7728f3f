/**
 * Four float32 lanes at a time: the arithmetic the kernels are written in.
 * Only plain IEEE operations (no relaxed SIMD), so that every machine computes the same bits.
 */

export const LOG2_E: f32 = 1.4426950408889634;
/** Bytes of a vector. */
export const VECTOR: usize = 16;

// @ts-ignore: decorator
@inline
export function add(a: v128, b: v128): v128 {
  return f32x4.add(a, b);
}

// @ts-ignore: decorator
@inline
export function sub(a: v128, b: v128): v128 {
  return f32x4.sub(a, b);
}

// @ts-ignore: decorator
@inline
export function mul(a: v128, b: v128): v128 {
  return f32x4.mul(a, b);
}

/** a·b + c, rounded twice (see above). */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(f32x4.mul(a, b), c);
}

// @ts-ignore: decorator
@inline
export function splat(x: f32): v128 {
  return f32x4.splat(x);
}

/** Clears a few vectors; `memory.fill` is a call, and pays only for many. */
// @ts-ignore: decorator
@inline
export function clear(at: usize, bytes: usize): void {
  for (const end = at + bytes; at < end; at += VECTOR) v128.store(at, splat(0));
}

/** Sum of the four lanes. */
// @ts-ignore: decorator
@inline
export function laneSum(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

/**
 * Element `index` of a table of 32-bit constants, in all lanes. V8 builds a vector constant anew, in three
 * instructions, wherever it cannot move it out of a loop; from memory it takes one.
 */
// @ts-ignore: decorator
@inline
export function held(table: usize, index: usize): v128 {
  return v128.load32_splat(table + (index << 2));
}

/** 2^x for x ≤ 127; below −126 the result is 2^−126. Relative error under 2e−7. */
// @ts-ignore: decorator
@inline
export function exp2(x: v128): v128 {
  x = v128.pmax<f32>(splat(-126), x);
  // Adding 1.5·2^23 rounds to the nearest whole number and leaves it in the low bits, ready to shift into the exponent.
  const rounder = splat(12582912);
  const rounded = add(x, rounder);
  const f = sub(x, sub(rounded, rounder));
  const f2 = mul(f, f);
  const p01 = madd(f, splat(0.6931469775984707), splat(1));
  const p23 = madd(f, splat(0.05550733744245029), splat(0.24022242084919196));
  const p45 = madd(f, splat(0.0013264726898862718), splat(0.00967151266056325));
  return i32x4.add(madd(f2, madd(f2, p45, p23), p01), i32x4.shl(rounded, 23));
}

const LOG = memory.data<f32>([
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1, -2.1219444e-4, 0.5, 0.693359375, 1, 1.41421356,
]);
const LOG_BITS = memory.data<i32>([127, 0x7fffff]);

/** Natural logarithm of positive normal numbers (Cephes `logf`). Relative error under 2e−7. */
// @ts-ignore: decorator
@inline
export function log(x: v128): v128 {
  let exponent = i32x4.sub(i32x4.shr_u(x, 23), held(LOG_BITS, 0));
  let m = v128.or(v128.and(x, held(LOG_BITS, 1)), held(LOG, 12));
  const large = f32x4.gt(m, held(LOG, 13));
  // Halving the large ones keeps m within √½ … √2: one less in the exponent (their mask is −1), m·½ = m − m·½.
  m = sub(m, v128.and(large, mul(m, held(LOG, 10))));
  exponent = i32x4.sub(exponent, large);
  const e = f32x4.convert_i32x4_s(exponent);
  const f = sub(m, held(LOG, 12));
  const z = mul(f, f);
  let y = held(LOG, 0);
  y = madd(y, f, held(LOG, 1));
  y = madd(y, f, held(LOG, 2));
  y = madd(y, f, held(LOG, 3));
  y = madd(y, f, held(LOG, 4));
  y = madd(y, f, held(LOG, 5));
  y = madd(y, f, held(LOG, 6));
  y = madd(y, f, held(LOG, 7));
  y = madd(y, f, held(LOG, 8));
  y = mul(mul(y, f), z);
  y = madd(e, held(LOG, 9), y);
  y = sub(y, mul(z, held(LOG, 10)));
  return madd(e, held(LOG, 11), add(f, y));
}

/** Transposes the 4×4 block of floats whose rows are `stride` bytes apart, in place. */
// @ts-ignore: decorator
@inline
export function transposeInPlace(at: usize, stride: usize): void {
  const r0 = v128.load(at);
  const r1 = v128.load(at + stride);
  const r2 = v128.load(at + 2 * stride);
  const r3 = v128.load(at + 3 * stride);
  const a = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const b = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const c = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const d = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(at, v128.shuffle<f64>(a, b, 0, 2));
  v128.store(at + stride, v128.shuffle<f64>(a, b, 1, 3));
  v128.store(at + 2 * stride, v128.shuffle<f64>(c, d, 0, 2));
  v128.store(at + 3 * stride, v128.shuffle<f64>(c, d, 1, 3));
}

/** Lane i: the sum of the four lanes of the vector at `at + 16·i`. */
// @ts-ignore: decorator
@inline
export function rowSums(at: usize): v128 {
  return rowSumsOf(v128.load(at), v128.load(at, 16), v128.load(at, 32), v128.load(at, 48));
}

/** Lane i: the sum of the four lanes of `ri`. */
// @ts-ignore: decorator
@inline
export function rowSumsOf(r0: v128, r1: v128, r2: v128, r3: v128): v128 {
  const a = add(v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), v128.shuffle<f32>(r0, r1, 2, 6, 3, 7));
  const b = add(v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), v128.shuffle<f32>(r2, r3, 2, 6, 3, 7));
  return add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3));
}

/** Adds the four lanes at `vector` to the float64 at `total`, and clears them. */
// @ts-ignore: decorator
@inline
export function drain(vector: usize, total: usize): void {
  store<f64>(total, load<f64>(total) + <f64>laneSum(v128.load(vector)));
  v128.store(vector, splat(0));
}
