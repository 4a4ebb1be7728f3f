/**
 * Drawing the tokens of the mixed target (spec/mixed-target.md §1): independent standard normal scalars, four sequences
 * in four lanes. Like a chain's tokens, sequence number i of a stream is a function of (seed, stream, i) alone: Philox
 * seeds a xoshiro128++ of its own, two words of which become two scalars by Box and Muller (Ann. Math. Stat. 1958).
 */
import { add, held, log, madd, mul, sub } from "../../simd/kernels/arithmetic";
import { seedFour } from "./philox";
import { rotated } from "./xoshiro";

/** Marks the counters that seed streams of scalars among those of rows and of tokens. */
const SCALARS: u32 = 0xc0000000;

/** ½, 2^−31, −2, π/4·2^−31, 1. */
const NUMBERS = memory.data<f32>([0.5, 4.656612873077393e-10, -2, 3.6572952035136766e-10, 1]);
const SIGN = memory.data<i32>([-2147483648]);
/** sin x = x + x³·(…) and cos x = 1 − x²/2 + x⁴·(…) for |x| ≤ π/4, in x² from the last (Cephes `sinf`). */
const SINE = memory.data<f32>([-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1]);
const COSINE = memory.data<f32>([2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2]);

/**
 * Draws 4·groups sequences, `first` … of the stream, to f32 [groups][length][4] at `to`: groups of four sequences, a
 * scalar of each beside the others'. Lengths are at least 4.
 */
export function scalars(
  seed: u32,
  stream: u32,
  first: f64,
  groups: u32,
  sequenceLength: u32,
  to: usize,
): void {
  let number = <u64>first;
  for (let group: u32 = 0; group < groups; group++) {
    // The seeds lie for a moment where the scalars will.
    seedFour(SCALARS, seed, stream, number, to);
    to = drawFour(to, sequenceLength);
    number += 4;
  }
}

/** Four sequences from the states at `to`, in place. @returns where they end */
function drawFour(to: usize, sequenceLength: u32): usize {
  const end = to + ((<usize>sequenceLength) << 4);
  let s0 = v128.load(to);
  let s1 = v128.load(to, 16);
  let s2 = v128.load(to, 32);
  let s3 = v128.load(to, 48);
  // xoshiro128++ twice, as in nextWords, its state in registers.
  do {
    const first = i32x4.add(rotated(i32x4.add(s0, s3), 7), s0);
    let shifted = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, shifted);
    s3 = rotated(s3, 11);
    const second = i32x4.add(rotated(i32x4.add(s0, s3), 7), s0);
    shifted = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, shifted);
    s3 = rotated(s3, 11);
    to = storeNormals(first, second, to, end);
  } while (to < end);
  return to;
}

/**
 * √(−2 log u)·(cos φ, sin φ). u = (k + ½)·2^−31 of 31 bits k reaches 6.6 standard deviations. φ is an angle within ±π/4,
 * whose two lowest bits, too low to be seen in float32, turn it into one of the other three quarters.
 */
// @ts-ignore: decorator
@inline
function storeNormals(first: v128, second: v128, to: usize, end: usize): usize {
  const u = mul(add(f32x4.convert_i32x4_s(i32x4.shr_u(first, 1)), held(NUMBERS, 0)), held(NUMBERS, 1));
  const sign = v128.and(i32x4.shl(second, 30), held(SIGN, 0));
  const radius = v128.xor(f32x4.sqrt(mul(held(NUMBERS, 2), log(u))), sign);
  const angle = mul(f32x4.convert_i32x4_s(second), held(NUMBERS, 3));
  const square = mul(angle, angle);
  let sine = madd(held(SINE, 0), square, held(SINE, 1));
  sine = madd(sine, square, held(SINE, 2));
  sine = madd(mul(sine, square), angle, angle);
  let cosine = madd(held(COSINE, 0), square, held(COSINE, 1));
  cosine = madd(cosine, square, held(COSINE, 2));
  cosine = mul(cosine, mul(square, square));
  cosine = add(sub(cosine, mul(held(NUMBERS, 0), square)), held(NUMBERS, 4));
  const turned = i32x4.shr_s(i32x4.shl(second, 31), 31);
  v128.store(to, mul(radius, v128.bitselect(sine, cosine, turned)));
  to += 16;
  if (to == end) return to;
  v128.store(to, mul(radius, v128.bitselect(cosine, sine, turned)));
  return to + 16;
}
