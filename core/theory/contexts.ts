/**
 * The states of a chain: its last R tokens, R = r_n the largest parent. A state is a number in base d, the nearest
 * token its lowest digit, so that a step of the chain appends a digit and drops the highest.
 */
import type { ChainLaw } from "../data";
import { TheoryError } from "./theoryError";

export interface Contexts {
  /** d */
  readonly alphabetSize: number;
  /** R, tokens in a context. */
  readonly span: number;
  /** d^R */
  readonly count: number;
  /** d^(R−1): contexts that agree modulo this number differ in their oldest token alone. */
  readonly older: number;
  /** Row of π that a context selects, [count]. */
  readonly rows: Uint32Array;
}

export const mostContexts = 1e6;

/** @throws TheoryError (`size`) beyond `mostContexts` */
export function contextsOf({ alphabetSize, parents }: Pick<ChainLaw, "alphabetSize" | "parents">): Contexts {
  const span = parents[parents.length - 1];
  const count = alphabetSize ** span;
  if (!(count <= mostContexts)) throw tooMany(alphabetSize, span, count);
  const rows = new Uint32Array(count);
  for (const [index, lag] of parents.entries()) {
    const digit = alphabetSize ** (lag - 1);
    const power = alphabetSize ** index;
    for (let context = 0; context < count; context++) {
      rows[context] += (Math.floor(context / digit) % alphabetSize) * power;
    }
  }
  return { alphabetSize, span, count, older: count / alphabetSize, rows };
}

/**
 * π of a prior draw without zeros: under the prior none has probability 0, rounding to multiples of 2^−31 made them.
 * They become 1e−12 · 2^−31, as where the sampler starts chains from their stationary law.
 */
export function withoutZeros(transitions: Float64Array): Float64Array {
  return transitions.map((probability) => Math.max(probability, 1e-12 / 2 ** 31));
}

function tooMany(alphabetSize: number, span: number, count: number): TheoryError {
  const size = Number.isSafeInteger(count) ? count.toLocaleString("en-US") : "too many";
  return new TheoryError(
    `The chain has ${alphabetSize}^${span} states, contexts of ${span} tokens (${size}); its stationary law is computed ` +
      `for at most ${mostContexts.toLocaleString("en-US")}. Use a smaller largest parent or a smaller alphabet.`,
    "size",
    count,
  );
}
