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

/**
 * The same for every subset of `lags`, in one pass: element m of the list has the lags whose bits are set in m, so that
 * the first is every key and the last that of all lags.
 */
export function matchesOfSubsets(set: TokenSet, lags: readonly number[]): Matches[] {
  const { tokens, count, sequenceLength, alphabetSize: d } = set;
  const subsets = Array.from({ length: 2 ** lags.length }, () => ({
    following: new Uint32Array(count * d),
    total: new Uint32Array(count),
  }));
  const following = new Uint32Array(subsets.length * d);
  for (let sequence = 0; sequence < count; sequence++) {
    const start = sequence * (sequenceLength + 1);
    following.fill(0);
    countExactly(tokens, start, start + sequenceLength, lags, following, d);
    addSupersets(following, lags.length, d);
    subsets.forEach((matches, subset) => {
      const ofSubset = following.subarray(subset * d, (subset + 1) * d);
      matches.following.set(ofSubset, sequence * d);
      matches.total[sequence] = ofSubset.reduce((sum, times) => sum + times, 0);
    });
  }
  return subsets;
}

/** Row of π that each target is drawn from, [count]: Σ_i x_{L+1−r_i} d^{i−1}. */
export function targetRows(set: TokenSet, parents: readonly number[]): Uint32Array {
  const { tokens, sequenceLength, alphabetSize } = set;
  return Uint32Array.from({ length: set.count }, (_, sequence) => {
    const target = sequence * (sequenceLength + 1) + sequenceLength;
    return rowAt(tokens, target, parents, alphabetSize);
  });
}

/** Row of π that the token at a place is drawn from. */
export function rowAt(tokens: Uint8Array, place: number, parents: readonly number[], d: number): number {
  let [row, power] = [0, 1];
  for (const lag of parents) {
    row += tokens[place - lag] * power;
    power *= d;
  }
  return row;
}

/** Whether the tokens at the lags before a key are those before the target. */
export function sameBefore(
  tokens: Uint8Array,
  key: number,
  target: number,
  lags: readonly number[],
): boolean {
  for (const lag of lags) if (tokens[key - lag] !== tokens[target - lag]) return false;
  return true;
}

/** Keys by exactly which of the lags match, and by their token: [2^lags, d]. */
function countExactly(
  tokens: Uint8Array,
  start: number,
  target: number,
  lags: readonly number[],
  following: Uint32Array,
  d: number,
): void {
  const wanted = lags.map((lag) => tokens[target - lag]);
  for (let key = start; key < target; key++) {
    let subset = 0;
    for (let index = 0; index < lags.length; index++) {
      const at = key - lags[index];
      if (at >= start && tokens[at] === wanted[index]) subset |= 1 << index;
    }
    following[subset * d + tokens[key]]++;
  }
}

/** Whatever matches at more lags matches at fewer. */
function addSupersets(following: Uint32Array, lags: number, d: number): void {
  for (let bit = 1; bit < 1 << lags; bit <<= 1) {
    for (let subset = 0; subset < 1 << lags; subset++) {
      if (subset & bit) continue;
      for (let token = 0; token < d; token++)
        following[subset * d + token] += following[(subset | bit) * d + token];
    }
  }
}
