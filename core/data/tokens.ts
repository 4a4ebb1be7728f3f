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
  /** [count]: whether the target follows the n-gram that all sequences share (1) or its own chain (0), where there are both. */
  readonly sources?: Uint8Array;
}

/** Sequences `from` (inclusive) to `to` (exclusive), sharing the memory of `set`. */
export function sliceTokens(set: TokenSet, from: number, to: number): TokenSet {
  const row = set.sequenceLength + 1;
  const tokens = set.tokens.subarray(from * row, to * row);
  const sources = set.sources?.subarray(from, to);
  return { ...set, tokens, count: to - from, ...(sources && { sources }) };
}

/** The sequences whose targets follow `source`, in their order; none where the set knows of no sources. */
export function ofSource(set: TokenSet, source: 0 | 1): TokenSet {
  const row = set.sequenceLength + 1;
  const chosen = Array.from(set.sources ?? []).flatMap((each, index) => (each === source ? [index] : []));
  const tokens = new Uint8Array(chosen.length * row);
  chosen.forEach((from, at) => tokens.set(set.tokens.subarray(from * row, (from + 1) * row), at * row));
  const { sequenceLength, alphabetSize } = set;
  return { tokens, count: chosen.length, sequenceLength, alphabetSize };
}
