/** Token sequences in memory: one byte a token, the target behind its context. */

/** N sequences of one length. */
export interface TokenSet {
  /** [count, sequenceLength + 1] row-major, each in 0..alphabetSize−1; the last of a row is the target x_{L+1}. */
  readonly tokens: Uint8Array;
  readonly count: number;
  /** L, without the target. */
  readonly sequenceLength: number;
  /** d, at most 256. */
  readonly alphabetSize: number;
}

/** Sequences `from` (inclusive) to `to` (exclusive), sharing the memory of `set`. */
export function sliceTokens(set: TokenSet, from: number, to: number): TokenSet {
  const row = set.sequenceLength + 1;
  return { ...set, tokens: set.tokens.subarray(from * row, to * row), count: to - from };
}
