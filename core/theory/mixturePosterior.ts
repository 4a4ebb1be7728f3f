/**
 * Bayes where tokens follow two laws: with probability β an n-gram that all sequences share, else the sequence's own
 * chain. It knows the n-gram, β, parents and prior, and learns the chain from the tokens before the target, of which
 * nobody says which law they followed. No predictor that does not know the chain has a smaller log loss, over all targets.
 *
 * Exact for up to `mostExactOfMixture` occurrences of the target's context (2 ms for as many). Beyond, by a saddle point:
 * then off by less than 1e-3 where a good part of the tokens follow the chain, by more where they are few (β = 0.9) and
 * say little. The first tokens of a sequence follow neither law and are no occurrences: as many as the largest parent of
 * either.
 */
import type { ChainLaw, TokenSet } from "../data";
import { rowAt, sameBefore } from "./matches";
import { nearPosteriorMean, posteriorMean, type Occurrences } from "./posteriorMean";
import type { Predictions } from "./predictors";

/** Occurrences of a context; what is exact costs their square. */
export const mostExactOfMixture = 1024;

/**
 * Laws of the targets, [count, d].
 * @param shared the n-gram, [d^m, d] row-major, as `drawGlobalTransitions` gives it
 * @throws RangeError for a law without one, and for a matrix of another size
 */
export function bayesOfMixture(
  set: TokenSet,
  law: Pick<ChainLaw, "parents" | "prior" | "global">,
  shared: Float64Array,
): Predictions {
  const mixture = mixtureOf(set, law, shared);
  const { alphabetSize: d, count, sequenceLength } = set;
  const predictions = new Float64Array(count * d);
  for (let sequence = 0; sequence < count; sequence++) {
    const start = sequence * (sequenceLength + 1);
    const target = start + sequenceLength;
    const own = ownLaw(occurrencesOf(set, mixture, start, target), mixture);
    const from = rowAt(set.tokens, target, mixture.sharedParents, d) * d;
    for (let token = 0; token < d; token++) {
      const { beta } = mixture;
      predictions[sequence * d + token] = (1 - beta) * own[token] + beta * shared[from + token];
    }
  }
  return predictions;
}

interface Mixture {
  readonly parents: readonly number[];
  readonly sharedParents: readonly number[];
  readonly shared: Float64Array;
  readonly beta: number;
  readonly alpha: number;
  readonly floor: number;
  /** Tokens at a sequence's beginning that follow neither. */
  readonly given: number;
}

function mixtureOf(
  { alphabetSize: d }: TokenSet,
  { parents, prior, global }: Pick<ChainLaw, "parents" | "prior" | "global">,
  shared: Float64Array,
): Mixture {
  if (!global) throw new RangeError("the law has no n-gram that all sequences have in common");
  const entries = d ** (global.parents.length + 1);
  if (shared.length !== entries)
    throw new RangeError(`the shared n-gram has ${shared.length} probabilities, not ${entries}`);
  const given = Math.max(...parents, ...global.parents);
  return { parents, sharedParents: global.parents, shared, beta: global.weight, ...prior, given };
}

/** Wherever the own chain's context was the target's: (1−β)(1−γd) q_e + (1−β)γ + β g_e, with g's context of that place. */
function occurrencesOf(
  { tokens, alphabetSize: d }: TokenSet,
  { parents, sharedParents, shared, beta, floor, given }: Mixture,
  start: number,
  target: number,
): Occurrences {
  const elsewhere = Array.from({ length: d }, (): number[] => []);
  for (let place = start + given; place < target; place++) {
    if (!sameBefore(tokens, place, target, parents)) continue;
    const token = tokens[place];
    const probability = shared[rowAt(tokens, place, sharedParents, d) * d + token];
    elsewhere[token].push((1 - beta) * floor + beta * probability);
  }
  return {
    elsewhere: elsewhere.map((each) => Float64Array.from(each)),
    weight: (1 - beta) * (1 - floor * d),
  };
}

function ownLaw(occurrences: Occurrences, { alpha, floor }: Mixture): Float64Array {
  const { elsewhere } = occurrences;
  const total = elsewhere.reduce((sum, { length }) => sum + length, 0);
  const means =
    total <= mostExactOfMixture
      ? posteriorMean(occurrences, alpha)
      : nearPosteriorMean(occurrences, alpha, mostExactOfMixture);
  const rest = 1 - floor * elsewhere.length;
  return means.map((mean) => rest * mean + floor);
}
