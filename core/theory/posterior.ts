/**
 * Bayes: the posterior predictive law of the target, parents and prior known (spec/theory.md). Exact for the Dirichlet
 * prior; with a floor exact up to `mostExact` occurrences of the context, beyond them by a saddle point, whose
 * probabilities are then off by less than 1e-3. The law of the first r_n tokens is taken to tell nothing, which is
 * exact for `initial: "uniform"`; from a stationary start a little could be learned.
 */
import type { ChainLaw, TokenSet } from "../data";
import { matchesOf, type Matches } from "./matches";
import type { Predictions } from "./predictors";

/** Occurrences of a context; the exact mixture costs their square. */
export const mostExact = 192;

export function bayes(set: TokenSet, { parents, prior }: Pick<ChainLaw, "parents" | "prior">): Predictions {
  return bayesOf(matchesOf(set, parents), set.alphabetSize, prior);
}

/** @param matches of the parents */
export function bayesOf({ following, total }: Matches, d: number, prior: ChainLaw["prior"]): Predictions {
  const predictions = new Float64Array(following.length);
  const known = new Map<string, Float64Array>();
  for (let sequence = 0; sequence < total.length; sequence++) {
    const counts = following.subarray(sequence * d, (sequence + 1) * d);
    const key = counts.join();
    const law = known.get(key) ?? posteriorPredictive(counts, total[sequence], prior);
    known.set(key, law);
    predictions.set(law, sequence * d);
  }
  return predictions;
}

/** @param counts how often each token followed the context, [d] */
export function posteriorPredictive(
  counts: Uint32Array,
  total: number,
  { alpha, floor }: ChainLaw["prior"],
): Float64Array {
  const d = counts.length;
  if (floor === 0) return Float64Array.from(counts, (n) => (n + alpha) / (total + d * alpha));
  return total <= mostExact
    ? exactWithFloor(counts, alpha, floor)
    : approximateWithFloor(counts, alpha, floor);
}

/**
 * π_e = (1 − γd) q_e + γ with q Dirichlet: each of the n_e tokens came from q or from the floor. The evidence of counts
 * sums over how many came from q, and the predictive probability of e is how much one more e multiplies it.
 */
function exactWithFloor(counts: Uint32Array, alpha: number, floor: number): Float64Array {
  const tilt = saddlePoint(counts, alpha, floor, 1e-2);
  const evidence = logEvidence(counts, alpha, floor, tilt);
  const more = Uint32Array.from(counts);
  // Tokens of equal counts are equally probable.
  const known = new Map<number, number>();
  return Float64Array.from(counts, (n, token) => {
    more[token] = n + 1;
    const probability = known.get(n) ?? Math.exp(logEvidence(more, alpha, floor, tilt) - evidence);
    more[token] = n;
    known.set(n, probability);
    return probability;
  });
}

/**
 * Sums over how many came from q in all, tokens convolved one after the other.
 * @param tilt divides every share by tilt^k and gives it back in the end: near the saddle point all that matters is
 *   then of order one, and what is lost below the smallest float64 is nothing
 */
function logEvidence(counts: Uint32Array, alpha: number, floor: number, tilt: number): number {
  const d = counts.length;
  let sums: Float64Array = Float64Array.of(1);
  let scale = 0;
  for (const n of counts) {
    if (n === 0) continue;
    const shares = logShares(n, alpha, (1 - floor * d) / floor / tilt);
    const largest = largestOf(shares);
    sums = convolution(
      sums,
      shares.map((share) => Math.exp(share - largest)),
    );
    scale += n * Math.log(floor) + largest;
  }
  const logTilt = Math.log(tilt);
  let rising = 0;
  const terms = sums.map((sum, ofPrior) => {
    const term = Math.log(sum) + ofPrior * logTilt - rising;
    rising += Math.log(d * alpha + ofPrior);
    return term;
  });
  return scale + logSum(terms);
}

/** log of C(n, k) odds^k · α (α+1) … (α+k−1), for k = 0..n. */
function logShares(n: number, alpha: number, odds: number): Float64Array {
  const shares = new Float64Array(n + 1);
  for (let k = 0; k < n; k++) shares[k + 1] = shares[k] + Math.log(odds * ((n - k) / (k + 1)) * (alpha + k));
  return shares;
}

function convolution(a: Float64Array, b: Float64Array): Float64Array {
  const sums = new Float64Array(a.length + b.length - 1);
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) sums[i + j] += a[i] * b[j];
  }
  return sums;
}

function logSum(terms: Float64Array): number {
  const largest = largestOf(terms);
  return largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0));
}

function largestOf(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), -Infinity);
}

/**
 * As q is Gamma variables over their sum, tokens are independent given that sum. Here it stands still where the evidence,
 * an integral over it, is largest (its saddle point), which is right up to terms of order 1/n.
 */
function approximateWithFloor(counts: Uint32Array, alpha: number, floor: number): Float64Array {
  const d = counts.length;
  const rest = 1 - floor * d;
  const total = saddlePoint(counts, alpha, floor, 1e-10);
  const ofPrior = Float64Array.from(counts, (n) => meanShare(n, alpha, rest / floor / total));
  return ofPrior.map((n) => floor + (rest * (n + alpha)) / total);
}

/** dα and how many tokens came from q, at the sum that is its own consequence. @param tolerance relative */
function saddlePoint(counts: Uint32Array, alpha: number, floor: number, tolerance: number): number {
  const d = counts.length;
  let total = counts.reduce((sum, n) => sum + n, d * alpha);
  for (let round = 0, moved = Infinity; round < 200 && moved > tolerance * total; round++) {
    const odds = (1 - floor * d) / floor / total;
    const found = counts.reduce((sum, n) => sum + meanShare(n, alpha, odds), d * alpha);
    moved = Math.abs(found - total);
    total = found;
  }
  return total;
}

/** Mean of k under weights C(n, k) odds^k α (α+1) … (α+k−1). */
function meanShare(n: number, alpha: number, odds: number): number {
  const largest = 1e200;
  let [weight, sum, moment] = [1, 1, 0];
  for (let k = 0; k < n; k++) {
    weight *= (odds * (n - k) * (alpha + k)) / (k + 1);
    sum += weight;
    moment += weight * (k + 1);
    if (sum < largest) continue;
    weight /= largest;
    sum /= largest;
    moment /= largest;
  }
  return moment / sum;
}
