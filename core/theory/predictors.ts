/**
 * Predictors of the target that learn nothing (spec/theory.md), to hold a trained model against. Each takes a set of
 * sequences and gives a distribution over tokens for each, [count, d] row-major, never looking at the targets.
 */
import type { TokenSet } from "../data";
import type { Model } from "../model";
import { matchesOf, targetRows, type Matches } from "./matches";

/** y of every sequence, [count, d]. */
export type Predictions = Float64Array;

/** Which positions a model takes for keys. */
export type KeyRule = Pick<Model, "boundary" | "window">;

export function uniform({ count, alphabetSize }: TokenSet): Predictions {
  return new Float64Array(count * alphabetSize).fill(1 / alphabetSize);
}

/**
 * In-context maximum likelihood given the tokens at `lags`: how often each token followed them. None: how often each
 * occurs (unigram). Where the context never occurred before, any law is as likely, and the uniform one is taken.
 */
export function maximumLikelihood(set: TokenSet, lags: readonly number[]): Predictions {
  return maximumLikelihoodOf(matchesOf(set, lags), set.alphabetSize);
}

export function maximumLikelihoodOf({ following, total }: Matches, d: number): Predictions {
  return Float64Array.from(following, (times, index) => {
    const all = total[Math.floor(index / d)];
    return all === 0 ? 1 / d : times / all;
  });
}

/**
 * GIH(S, a): y = Σ_l softmax_l(a · 1[the tokens at the lags S match]) x_l over the model's keys. A key that lacks one
 * of the lags does not match.
 * @param scale a; Infinity is its limit: the mean of the matching keys, of all keys where none matches
 */
export function inductionHead(
  set: TokenSet,
  lags: readonly number[],
  scale: number,
  keys: KeyRule,
): Predictions {
  return inductionHeadOf(headKeys(set, lags, keys), set.alphabetSize, scale);
}

/** What GIH sees of a set: counts, whatever its scale. */
export interface HeadKeys {
  readonly matching: Matches;
  readonly all: Matches;
}

/** @throws RangeError when the window leaves no keys */
export function headKeys(set: TokenSet, lags: readonly number[], { boundary, window }: KeyRule): HeadKeys {
  const from = boundary === "skip" ? window : 0;
  if (from >= set.sequenceLength)
    throw new RangeError(`no key in ${set.sequenceLength} tokens behind a window of ${from}`);
  return { matching: matchesOf(set, lags, from), all: matchesOf(set, [], from) };
}

export function inductionHeadOf(
  { matching, all }: HeadKeys,
  alphabetSize: number,
  scale: number,
): Predictions {
  // Weights relative to a matching key's, so that large scales do not overflow.
  const [match, other] = scale >= 0 ? [1, Math.exp(-scale)] : [Math.exp(scale), 1];
  return Float64Array.from(all.following, (times, index) => {
    const sequence = Math.floor(index / alphabetSize);
    const [matched, total] = [matching.total[sequence], all.total[sequence]];
    if (matched === 0) return times / total;
    const found = matching.following[index];
    return (match * found + other * (times - found)) / (match * matched + other * (total - matched));
  });
}

/**
 * Rows of π by their numbers, one for each sequence of a set: [count] to [count, d]. A row's number is
 * Σ_i x_{L+1−r_i} d^{i−1}.
 */
export type TransitionRows = (rows: Uint32Array) => Float64Array | Promise<Float64Array>;

/** The predictions of one who knows π: its row for each target. */
export async function oracle(
  set: TokenSet,
  parents: readonly number[],
  transitionsOf: TransitionRows,
): Promise<Predictions> {
  return transitionsOf(targetRows(set, parents));
}
