/**
 * Bayes: the posterior predictive law of the target, parents and prior known (spec/theory.md). Exact for the Dirichlet
 * prior; with a floor exact up to `mostExact` occurrences of the context, beyond them by a saddle point, whose
 * probabilities are then off by less than 1e-3. The law of the first r_n tokens is taken to tell nothing, which is
 * exact for `initial: "uniform"`; from a stationary start a little could be learned.
 */
import type { ChainLaw, TokenSet } from "../data";
import { matchesOf } from "./matches";
import type { Predictions } from "./predictors";

/** Occurrences of a context; the exact mixture costs their square. */
export const mostExact = 192;

export function bayes(set: TokenSet, { parents, prior }: Pick<ChainLaw, "parents" | "prior">): Predictions {
  const d = set.alphabetSize;
  const { following, total } = matchesOf(set, parents);
  const predictions = new Float64Array(set.count * d);
  const known = new Map<string, Float64Array>();
  for (let sequence = 0; sequence < set.count; sequence++) {
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
  const evidence = logEvidence(counts, alpha, floor);
  const more = Uint32Array.from(counts);
  // Tokens of equal counts are equally probable.
  const known = new Map<number, number>();
  return Float64Array.from(counts, (n, token) => {
    more[token] = n + 1;
    const probability = known.get(n) ?? Math.exp(logEvidence(more, alpha, floor) - evidence);
    more[token] = n;
    known.set(n, probability);
    return probability;
  });
}

function logEvidence(counts: Uint32Array, alpha: number, floor: number): number {
  const d = counts.length;
  let sums: Float64Array = Float64Array.of(0);
  for (const n of counts) if (n > 0) sums = logConvolution(sums, logShares(n, alpha, floor, d));
  let rising = 0;
  const terms = sums.map((sum, ofPrior) => {
    const term = sum - rising;
    rising += Math.log(d * alpha + ofPrior);
    return term;
  });
  return logSum(terms);
}

/** log of C(n, k) (1 − γd)^k γ^(n−k) · α (α+1) … (α+k−1), for k = 0..n. */
function logShares(n: number, alpha: number, floor: number, d: number): Float64Array {
  const odds = Math.log((1 - floor * d) / floor);
  const shares = new Float64Array(n + 1);
  shares[0] = n * Math.log(floor);
  for (let k = 0; k < n; k++) shares[k + 1] = shares[k] + odds + Math.log(((n - k) / (k + 1)) * (alpha + k));
  return shares;
}

function logConvolution(a: Float64Array, b: Float64Array): Float64Array {
  return Float64Array.from({ length: a.length + b.length - 1 }, (_, index) => {
    const first = Math.max(0, index - b.length + 1);
    const last = Math.min(index, a.length - 1);
    let largest = -Infinity;
    for (let i = first; i <= last; i++) largest = Math.max(largest, a[i] + b[index - i]);
    let sum = 0;
    for (let i = first; i <= last; i++) sum += Math.exp(a[i] + b[index - i] - largest);
    return largest + Math.log(sum);
  });
}

function logSum(terms: Float64Array): number {
  const largest = terms.reduce((most, term) => Math.max(most, term), -Infinity);
  return largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0));
}

/**
 * As q is Gamma variables over their sum, tokens are independent given that sum. Here it stands still where the evidence,
 * an integral over it, is largest (its saddle point), which is right up to terms of order 1/n.
 */
function approximateWithFloor(counts: Uint32Array, alpha: number, floor: number): Float64Array {
  const d = counts.length;
  const rest = 1 - floor * d;
  let ofPrior: Float64Array = Float64Array.from(counts);
  let total = ofPrior.reduce((sum, n) => sum + n, d * alpha);
  for (let round = 0, moved = Infinity; round < 200 && moved > 1e-10 * total; round++) {
    const odds = rest / floor / total;
    ofPrior = Float64Array.from(counts, (n) => meanShare(n, alpha, odds));
    const found = ofPrior.reduce((sum, n) => sum + n, d * alpha);
    moved = Math.abs(found - total);
    total = found;
  }
  return ofPrior.map((n) => floor + (rest * (n + alpha)) / total);
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
