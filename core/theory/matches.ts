/** What followed, within a sequence, wherever the tokens at given lags were those before the target. */
import type { TokenSet } from "../data";

export interface Matches {
  /** Keys l whose tokens at the lags match, by x_l: [count, d]. */
  readonly following: Uint32Array;
  /** All matching keys of a sequence, [count]. */
  readonly total: Uint32Array;
}

/**
 * @param lags none: every key matches
 * @param from first position (0-based) that may be a key; keys have all their lags within the sequence
 */
export function matchesOf(set: TokenSet, lags: readonly number[], from = 0): Matches {
  const { tokens, count, sequenceLength, alphabetSize } = set;
  const following = new Uint32Array(count * alphabetSize);
  const total = new Uint32Array(count);
  const first = Math.max(from, ...lags);
  for (let sequence = 0; sequence < count; sequence++) {
    const start = sequence * (sequenceLength + 1);
    const target = start + sequenceLength;
    for (let key = start + first; key < target; key++) {
      if (!sameBefore(tokens, key, target, lags)) continue;
      following[sequence * alphabetSize + tokens[key]]++;
      total[sequence]++;
    }
  }
  return { following, total };
}

/** Row of π that each target is drawn from, [count]: Σ_i x_{L+1−r_i} d^{i−1}. */
export function targetRows(set: TokenSet, parents: readonly number[]): Uint32Array {
  const { tokens, sequenceLength, alphabetSize } = set;
  return Uint32Array.from({ length: set.count }, (_, sequence) => {
    const target = sequence * (sequenceLength + 1) + sequenceLength;
    return parents.reduce((row, lag, index) => row + tokens[target - lag] * alphabetSize ** index, 0);
  });
}

function sameBefore(tokens: Uint8Array, key: number, target: number, lags: readonly number[]): boolean {
  for (const lag of lags) if (tokens[key - lag] !== tokens[target - lag]) return false;
  return true;
}
