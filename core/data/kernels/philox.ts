/**
 * Philox4x32-10 (Salmon, Moraes, Dror, Shaw, SC 2011), four counters at a time. Counter-based: every random word is a
 * function of what it is for, so sequences, rows and threads can be drawn in any order and only when needed.
 */

const MULTIPLIER_0: u32 = 0xd2511f53;
const MULTIPLIER_1: u32 = 0xcd9e8d57;
const WEYL_0: u32 = 0x9e3779b9;
const WEYL_1: u32 = 0xbb67ae85;

/** Writes the 16 words of four counters to `to`: vector w holds word w of each counter. */
// @ts-ignore: decorator
@inline
export function philox(c0: v128, c1: v128, c2: v128, c3: v128, key0: u32, key1: u32, to: usize): void {
  const m0 = i32x4.splat(MULTIPLIER_0);
  const m1 = i32x4.splat(MULTIPLIER_1);
  let k0 = i32x4.splat(key0);
  let k1 = i32x4.splat(key1);
  let round = 10;
  do {
    const low0 = i64x2.extmul_low_i32x4_u(c0, m0);
    const high0 = i64x2.extmul_high_i32x4_u(c0, m0);
    const low1 = i64x2.extmul_low_i32x4_u(c2, m1);
    const high1 = i64x2.extmul_high_i32x4_u(c2, m1);
    c0 = v128.xor(v128.xor(odd(low1, high1), c1), k0);
    c2 = v128.xor(v128.xor(odd(low0, high0), c3), k1);
    c1 = even(low1, high1);
    c3 = even(low0, high0);
    k0 = i32x4.add(k0, i32x4.splat(WEYL_0));
    k1 = i32x4.add(k1, i32x4.splat(WEYL_1));
  } while (--round);
  v128.store(to, c0);
  v128.store(to, c1, 16);
  v128.store(to, c2, 32);
  v128.store(to, c3, 48);
}

/** Seeds the streams of sequences `a` … `a + 3` by their numbers, as `philox` writes; `mark` says what they are for. */
export function seedFour(mark: u32, seed: u32, stream: u32, a: u64, to: usize): void {
  const b = a + 1;
  const c = a + 2;
  const d = a + 3;
  const low = i32x4(<i32>a, <i32>b, <i32>c, <i32>d);
  const high = i32x4(<i32>(a >> 32), <i32>(b >> 32), <i32>(c >> 32), <i32>(d >> 32));
  philox(low, high, i32x4.splat(0), i32x4.splat(mark), seed, stream, to);
}

/** Low words of four products. */
// @ts-ignore: decorator
@inline
function even(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(low, high, 0, 2, 4, 6);
}

/** High words of four products. */
// @ts-ignore: decorator
@inline
function odd(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(low, high, 1, 3, 5, 7);
}
