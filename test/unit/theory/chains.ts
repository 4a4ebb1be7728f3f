/** Chains for tests, and informations by summing over all strings: slow, plain, and written without core/theory. */
import type { ChainLaw } from "../../../core/data";

export function lawWith(
  alphabetSize: number,
  parents: readonly number[],
  prior: ChainLaw["prior"] = { alpha: 0.1, floor: 0 },
): ChainLaw {
  return { alphabetSize, parents, sequenceLength: 100, prior, initial: "uniform" };
}

/** Pseudo-random π, [d^n, d], all entries positive. */
export function someTransitions(
  alphabetSize: number,
  parents: readonly number[],
  seed: number,
): Float64Array {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const rows = Array.from({ length: alphabetSize ** parents.length }, () => {
    const weights = Array.from({ length: alphabetSize }, () => 0.02 + next() ** 3);
    const sum = weights.reduce((a, b) => a + b);
    return weights.map((weight) => weight / sum);
  });
  return Float64Array.from(rows.flat());
}

/** π that copies the token at `parents[0]`, but with probability `noise` draws any. */
export function copying(alphabetSize: number, noise: number): Float64Array {
  return Float64Array.from({ length: alphabetSize ** 2 }, (_, at) =>
    at % (alphabetSize + 1) === 0 ? 1 - noise + noise / alphabetSize : noise / alphabetSize,
  );
}

/** I and Ĩ of one set: the law of R tokens by stepping, strings of `length` tokens one by one. */
export function bySumming(
  alphabetSize: number,
  parents: readonly number[],
  transitions: Float64Array,
  lags: readonly number[],
): { readonly chi2: number; readonly modifiedChi2: number } {
  const span = Math.max(...parents);
  const before = Math.max(span, ...lags);
  let law = new Map<string, number>(
    [...strings(alphabetSize, span)].map((text) => [text, alphabetSize ** -span]),
  );
  const step = (from: ReadonlyMap<string, number>, keep: number) => {
    const to = new Map<string, number>();
    for (const [text, mass] of from) {
      const tokens = Array.from(text, Number);
      const row = parents.reduce((sum, lag, i) => sum + tokens[tokens.length - lag] * alphabetSize ** i, 0);
      for (let token = 0; token < alphabetSize; token++) {
        const next = `${text}${token}`.slice(-keep);
        to.set(next, (to.get(next) ?? 0) + mass * transitions[row * alphabetSize + token]);
      }
    }
    return to;
  };
  for (let round = 0; round < 2000; round++) law = step(law, span);
  while ([...law.keys()][0].length <= before) law = step(law, before + 1);
  const joint = new Map<string, number[]>();
  const tokenLaw = new Array<number>(alphabetSize).fill(0);
  for (const [text, mass] of law) {
    const known = lags.map((lag) => text[before - lag]).join();
    const masses = joint.get(known) ?? new Array<number>(alphabetSize).fill(0);
    masses[Number(text[before])] += mass;
    tokenLaw[Number(text[before])] += mass;
    joint.set(known, masses);
  }
  let [chi2, modifiedChi2] = [0, 0];
  for (const masses of joint.values()) {
    const mass = masses.reduce((a, b) => a + b);
    const divergence = masses.reduce((sum, m, token) => sum + (m / mass) ** 2 / tokenLaw[token], -1);
    chi2 += mass * divergence;
    modifiedChi2 += mass ** 2 * divergence;
  }
  return { chi2, modifiedChi2 };
}

function* strings(alphabetSize: number, length: number): Generator<string> {
  if (length === 0) yield "";
  else
    for (const text of strings(alphabetSize, length - 1))
      for (let token = 0; token < alphabetSize; token++) yield `${text}${token}`;
}
