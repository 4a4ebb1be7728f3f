/**
 * Bayes: the posterior predictive law of the target, parents and prior known (spec/theory.md). Exact for the Dirichlet
 * prior; with a floor exact up to `mostExact` occurrences of the context, beyond them by a saddle point, whose
 * probabilities are then off by less than 1e-3. The law of the first r_n tokens is taken to tell nothing, which is
 * exact for `initial: "uniform"`; from a stationary start a little could be learned.
 */
import type { ChainLaw, TokenSet } from "../data";
import { matchesOf, type Matches } from "./matches";
import { posteriorMean } from "./posteriorMean";
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

/** π_e = (1 − γd) q_e + γ with q Dirichlet: each of the n_e tokens came from q or from the floor. */
function exactWithFloor(counts: Uint32Array, alpha: number, floor: number): Float64Array {
  const rest = 1 - floor * counts.length;
  const elsewhere = Array.from(counts, (n) => new Float64Array(n).fill(floor));
  return posteriorMean({ elsewhere, weight: rest }, alpha).map((mean) => floor + rest * mean);
}

/**
 * As q is Gamma variables over their sum, tokens are independent given that sum. Here it stands still where the evidence,
 * an integral over it, is largest (its saddle point), which is right up to terms of order 1/n.
 */
function approximateWithFloor(counts: Uint32Array, alpha: number, floor: number): Float64Array {
  const d = counts.length;
  const rest = 1 - floor * d;
  const total = saddlePoint(counts, alpha, floor);
  const ofPrior = Float64Array.from(counts, (n) => meanShare(n, alpha, rest / floor / total));
  return ofPrior.map((n) => floor + (rest * (n + alpha)) / total);
}

/** dα and how many tokens came from q, at the sum that is its own consequence. */
function saddlePoint(counts: Uint32Array, alpha: number, floor: number): number {
  const d = counts.length;
  let total = counts.reduce((sum, n) => sum + n, d * alpha);
  for (let round = 0, moved = Infinity; round < 200 && moved > 1e-10 * total; round++) {
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
