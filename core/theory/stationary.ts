/**
 * The stationary law μ^π of a chain on its contexts (spec/theory.md): by elimination where they are few, else by
 * stepping until nothing changes. Chains without one, and those that take too long, are refused with the reason.
 */
import type { Contexts } from "./contexts";
import { eliminate } from "./elimination";
import { recurrenceOf, type Recurrence } from "./recurrence";
import { advance } from "./stepping";
import { TheoryError, type TheoryFault } from "./theoryError";

export interface StationaryOptions {
  /** Largest error of the law, summed over contexts. */
  readonly tolerance?: number;
  readonly maxIterations?: number;
}

export interface StationaryLaw {
  /** μ of every context, [count]; sums to 1. */
  readonly probabilities: Float64Array;
  /** Steps taken; 0 where it was solved by elimination. */
  readonly iterations: number;
}

/** Up to the first, elimination is quick; up to the second, possible where stepping takes too long. */
const quicklyEliminated = 256;
const mostEliminated = 1024;
/** Steps between two looks at how far the law has come, and between two forecasts of how long it will take. */
const stride = 16;
const patience = 1024;

/**
 * @param transitions π, [d^n, d] row-major, rows sum to 1; zeros are meant: see `withoutZeros`
 * @throws TheoryError (`reducible`, `periodic`, `slow`) where the chain does not mix
 */
export function stationaryLaw(
  contexts: Contexts,
  transitions: Float64Array,
  { tolerance = 1e-12, maxIterations = 10_000 }: StationaryOptions = {},
): StationaryLaw {
  const { count } = contexts;
  const recurrence = mixing(contexts, recurrenceOf(contexts, transitions, 0));
  if (count <= quicklyEliminated) {
    return { probabilities: eliminate(contexts, transitions, recurrence.members), iterations: 0 };
  }
  const { law, iterations } = iterate(contexts, transitions, tolerance, maxIterations);
  if (law) return { probabilities: normalized(law), iterations };
  if (count <= mostEliminated) {
    return { probabilities: eliminate(contexts, transitions, recurrence.members), iterations };
  }
  throw notMixing(contexts, "slow", iterations);
}

/** h = −Σ_z μ(z) Σ_e π(e|z) log π(e|z), in nats: the least mean log loss of anyone who knows π. */
export function entropyRate(contexts: Contexts, transitions: Float64Array, law: Float64Array): number {
  const { alphabetSize, rows } = contexts;
  let entropy = 0;
  for (let context = 0; context < law.length; context++) {
    const row = rows[context] * alphabetSize;
    for (let token = 0; token < alphabetSize; token++) {
      const probability = transitions[row + token];
      if (probability > 0) entropy -= law[context] * probability * Math.log(probability);
    }
  }
  return entropy;
}

/** μ of single tokens, [d]. */
export function tokenLaw({ alphabetSize }: Contexts, law: Float64Array): Float64Array {
  const tokens = new Float64Array(alphabetSize);
  for (let context = 0; context < law.length; context++) tokens[context % alphabetSize] += law[context];
  return tokens;
}

/**
 * Steps two laws that begin differently, spread evenly and in one place, until they agree. That one law hardly changes
 * any more would say little: a chain may rest in a part for longer than float64 can see it leave.
 */
function iterate(
  contexts: Contexts,
  transitions: Float64Array,
  tolerance: number,
  maxIterations: number,
): { readonly law: Float64Array | null; readonly iterations: number } {
  const { count } = contexts;
  let laws = new Float64Array(2 * count).fill(1 / count, 0, count);
  laws[count + Math.floor(0.618 * count)] = 1;
  let next = new Float64Array(2 * count);
  let before = Infinity;
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    advance(contexts, transitions, laws, next);
    [laws, next] = [next, laws];
    if (iteration % stride !== 0) continue;
    const apart = distance(laws.subarray(0, count), laws.subarray(count));
    if (apart <= tolerance) return { law: laws.slice(0, count), iterations: iteration };
    if (iteration % patience !== 0) continue;
    const stillToGo = (patience * Math.log(tolerance / apart)) / Math.log(apart / before);
    // Forecasts are rough: slow parts show late, and fast ones end.
    if (!(iteration + stillToGo <= 4 * maxIterations) || stillToGo < 0)
      return { law: null, iterations: iteration };
    before = apart;
  }
  return { law: null, iterations: maxIterations };
}

function mixing(contexts: Contexts, recurrence: Recurrence | null): Recurrence {
  if (!recurrence) throw notMixing(contexts, "reducible", 0);
  if (recurrence.period !== 1) throw notMixing(contexts, "periodic", 0, recurrence.period);
  return recurrence;
}

function notMixing({ count }: Contexts, fault: TheoryFault, iterations: number, period = 1): TheoryError {
  const reasons: Record<TheoryFault, string> = {
    reducible: "has several sets of contexts that it never leaves",
    periodic: `goes round in cycles of ${period} steps`,
    slow: `has not forgotten where it began after ${iterations.toLocaleString("en-US")} steps`,
    size: "is too large",
  };
  return new TheoryError(
    `The chain of ${count.toLocaleString("en-US")} contexts does not mix: it ${reasons[fault]}. ` +
      "Give every transition some probability (data.prior.floor).",
    fault,
    count,
    iterations,
  );
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += Math.abs(a[index] - b[index]);
  return sum;
}

function normalized(law: Float64Array): Float64Array {
  const total = law.reduce((sum, probability) => sum + probability, 0);
  return law.map((probability) => probability / total);
}
