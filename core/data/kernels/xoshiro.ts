/**
 * xoshiro128++ (Blackman and Vigna, ACM TOMS 2021), four streams in four lanes: the random words of tokens, which
 * are needed one after the other. Its state lies in memory, [4 words][4 lanes].
 */

/** The next word of each stream. */
// @ts-ignore: decorator
@inline
export function nextWords(state: usize): v128 {
  let s0 = v128.load(state);
  let s1 = v128.load(state, 16);
  let s2 = v128.load(state, 32);
  let s3 = v128.load(state, 48);
  const result = i32x4.add(rotated(i32x4.add(s0, s3), 7), s0);
  const t = i32x4.shl(s1, 9);
  s2 = v128.xor(s2, s0);
  s3 = v128.xor(s3, s1);
  s1 = v128.xor(s1, s2);
  s0 = v128.xor(s0, s3);
  v128.store(state, s0);
  v128.store(state, s1, 16);
  v128.store(state, v128.xor(s2, t), 32);
  v128.store(state, rotated(s3, 11), 48);
  return result;
}

// @ts-ignore: decorator
@inline
export function rotated(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(x, bits), i32x4.shr_u(x, 32 - bits));
}
