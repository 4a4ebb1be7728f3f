/**
 * What is known of a Dirichlet law q when each occurrence of a token came from q or from elsewhere: the likelihood is a
 * product of a·q_e + b, every occurrence with a b of its own. Expanded by how many occurrences of each token came from
 * q, which makes it a mixture of Dirichlet laws. What a, b and q stand for is the affair of posterior and
 * mixturePosterior.
 */

export interface Occurrences {
  /** b of every occurrence, by token: d lists, empty for a token that did not occur; b ≥ 0. */
  readonly elsewhere: readonly Float64Array[];
  /** a > 0. */
  readonly weight: number;
}

/**
 * E[q | occurrences] under Dirichlet(α·1_d), [d]; exact. For n occurrences of m tokens it costs n² or so, whatever m is.
 * All terms are positive and none is computed as a difference.
 */
export function posteriorMean({ elsewhere, weight }: Occurrences, alpha: number): Float64Array {
  const point = pointOf({ elsewhere, weight }, alpha);
  const seen = elsewhere.flatMap((each, token) => (each.length > 0 ? [token] : []));
  const shares = seen.map((token) =>
    exponentials(logShares(elsewhere[token], weight, alpha, point.means[token], point.total)),
  );
  // How many of the tokens before each came from q.
  const before: Float64Array[] = [Float64Array.of(1)];
  shares.forEach((share, index) => before.push(convolution(before[index], share)));
  const whole = before[shares.length];
  // A sum over all of a product is linear in each factor: what multiplies it is carried back from the last to the first.
  let behind = overTotals(whole.length, elsewhere.length * alpha, point.total);
  const evidence = sumOf(whole, (term, k) => term * behind[k] * (elsewhere.length * alpha + k));
  const unseen = (alpha * sumOf(whole, (term, k) => term * behind[k])) / evidence;
  const means = new Float64Array(elsewhere.length).fill(unseen);
  for (let index = seen.length - 1; index >= 0; index--) {
    const factors = correlation(behind, before[index]);
    means[seen[index]] = sumOf(shares[index], (share, k) => share * (alpha + k) * factors[k]) / evidence;
    behind = correlation(behind, shares[index]);
  }
  return means;
}

/**
 * The same for many occurrences: q is Gamma variables over their sum, which here stands still where it is its own
 * consequence, so that tokens are independent; right up to terms of order 1/n.
 * @param mostOfOne tokens of more occurrences have their Gamma variable stand still too
 */
export function nearPosteriorMean(
  { elsewhere, weight }: Occurrences,
  alpha: number,
  mostOfOne: number,
): Float64Array {
  const { means, total: first } = pointOf({ elsewhere, weight }, alpha);
  const shares = elsewhere.map((each, token) =>
    each.length > mostOfOne ? null : logShares(each, weight, alpha, means[token], first),
  );
  let total = first;
  let found = means;
  for (let round = 0, moved = Infinity; round < mostRounds && moved > 1e-9 * total; round++) {
    const tilt = Math.log(total / first);
    const came = elsewhere.map((each, token) => {
      const share = shares[token];
      return share ? meanUnder(share, tilt) : expected(each, weight, found[token]);
    });
    const sum = came.reduce((all, each) => all + each, elsewhere.length * alpha);
    found = Float64Array.from(came, (each) => (alpha + each) / sum);
    moved = Math.abs(sum - total);
    total = sum;
  }
  return found;
}

const mostRounds = 200;

interface Point {
  /** About where q is, [d]. */
  readonly means: Float64Array;
  /** dα and how many occurrences then came from q. */
  readonly total: number;
}

/** Where all of q stands still. Only scales are taken from it, which cancel: it need not be more than near. */
function pointOf({ elsewhere, weight }: Occurrences, alpha: number): Point {
  const prior = elsewhere.length * alpha;
  const all = elsewhere.reduce((sum, { length }) => sum + length, prior);
  let [means, total] = [Float64Array.from(elsewhere, ({ length }) => (alpha + length) / all), all];
  for (let round = 0, moved = Infinity; round < mostRounds && moved > 1e-2 * total; round++) {
    const came = elsewhere.map((each, token) => expected(each, weight, means[token]));
    const sum = came.reduce((before, each) => before + each, prior);
    means = Float64Array.from(came, (each) => (alpha + each) / sum);
    moved = Math.abs(sum - total);
    total = sum;
  }
  return { means, total };
}

/** How many of a token's occurrences came from q, given q of it. */
function expected(elsewhere: Float64Array, weight: number, mean: number): number {
  return sumOf(elsewhere, (other) => (weight * mean) / (weight * mean + other));
}

/**
 * Logs of c_k α (α+1) … (α+k−1) / total^k for k = 0..n, where Π (a q + b_i) = Σ c_k q^k, up to a factor. With q in units
 * of its mean the coefficients are the law of how many of n coins fall on one side, which nothing can make overflow.
 */
function logShares(
  elsewhere: Float64Array,
  weight: number,
  alpha: number,
  mean: number,
  total: number,
): Float64Array {
  const law = new Float64Array(elsewhere.length + 1);
  law[0] = 1;
  elsewhere.forEach((other, index) => {
    const whole = weight * mean + other;
    const [yes, no] = [(weight * mean) / whole, other / whole];
    for (let k = index + 1; k > 0; k--) law[k] = law[k] * no + law[k - 1] * yes;
    law[0] *= no;
  });
  let rising = 0;
  return law.map((probability, k) => {
    const share = Math.log(probability) + rising;
    rising += Math.log((alpha + k) / (mean * total));
    return share;
  });
}

/** total^k / (prior (prior+1) … (prior+k)) for k below `count`, the largest 1. */
function overTotals(count: number, prior: number, total: number): Float64Array {
  let rising = 0;
  return exponentials(
    Float64Array.from({ length: count }, (_, k) => {
      rising -= Math.log(prior + k);
      const term = rising;
      rising += Math.log(total);
      return term;
    }),
  );
}

/** The largest becomes 1: what is lost below the smallest float64 is nothing beside it. */
function exponentials(logs: Float64Array): Float64Array {
  const largest = logs.reduce((most, value) => Math.max(most, value), -Infinity);
  return logs.map((value) => Math.exp(value - largest));
}

/** Mean of k under weights of these logs, divided by e^(tilt k). */
function meanUnder(logs: Float64Array, tilt: number): number {
  const weights = exponentials(logs.map((value, k) => value - tilt * k));
  return sumOf(weights, (each, k) => each * k) / sumOf(weights, (each) => each);
}

function convolution(a: Float64Array, b: Float64Array): Float64Array {
  const sums = new Float64Array(a.length + b.length - 1);
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) sums[i + j] += a[i] * b[j];
  }
  return sums;
}

/** Σ_j by[j] of[i + j], for every i that leaves room for all of `by`. */
function correlation(of: Float64Array, by: Float64Array): Float64Array {
  const sums = new Float64Array(of.length - by.length + 1);
  for (let j = 0; j < by.length; j++) {
    for (let i = 0; i < sums.length; i++) sums[i] += by[j] * of[i + j];
  }
  return sums;
}

function sumOf(values: Float64Array, term: (value: number, index: number) => number): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += term(values[index], index);
  return sum;
}
