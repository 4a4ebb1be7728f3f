/** All reference predictors of spec/theory.md on one set of sequences, in the order of what they know. */
import type { ChainLaw, TokenSet } from "../data";
import { headSubsets } from "../model";
import type { LagSet } from "./lagSets";
import { matchesOfSubsets } from "./matches";
import { bayesOf } from "./posterior";
import {
  headKeys,
  inductionHeadOf,
  maximumLikelihoodOf,
  oracle,
  uniform,
  type KeyRule,
  type Predictions,
  type TransitionRows,
} from "./predictors";

export interface Reference {
  readonly kind: ReferenceKind;
  /** The lags it looks at: of the parents, or S*; none for uniform and unigram. */
  readonly lags: LagSet;
  /** GIH's a, Infinity for its limit; null for all others. */
  readonly scale: number | null;
  readonly predictions: Predictions;
}

export type ReferenceKind =
  /** Every token is as probable. */
  | "uniform"
  /** How often each token occurs in the sequence. */
  | "unigram"
  /** How often each token followed the tokens at these lags. */
  | "maximumLikelihood"
  | "inductionHead"
  /** Knows prior and parents. */
  | "bayes"
  /** Knows π. */
  | "oracle";

/** What those who only read the sequences have to be told. */
export interface ReaderRequest {
  readonly set: TokenSet;
  readonly law: Pick<ChainLaw, "parents" | "prior">;
  /** S* of GIH. */
  readonly selected: LagSet;
  /** Scales a of GIH; Infinity for its limit. */
  readonly scales: readonly number[];
  readonly keys: KeyRule;
}

export interface ReferenceRequest extends ReaderRequest {
  /** Rows of the π of the set's sequences; null leaves the oracle out. */
  readonly transitionsOf: TransitionRows | null;
}

export async function referencesOn(request: ReferenceRequest): Promise<Reference[]> {
  const { set, law, transitionsOf } = request;
  const readers = readersOn(request);
  if (!transitionsOf) return readers;
  const predictions = await oracle(set, law.parents, transitionsOf);
  return [...readers, { kind: "oracle", lags: law.parents, scale: null, predictions }];
}

/**
 * All but the oracle, for the target of one sequence: what they are told by it is what a page can know.
 * @param tokens x_1 … x_L and the target, which nobody looks at
 * @throws RangeError when the window leaves no keys
 */
export function referencesOfSequence(
  tokens: Uint8Array,
  alphabetSize: number,
  request: Omit<ReaderRequest, "set">,
): Reference[] {
  const set = { tokens, count: 1, sequenceLength: tokens.length - 1, alphabetSize };
  return readersOn({ ...request, set });
}

function readersOn({ set, law, selected, scales, keys }: ReaderRequest): Reference[] {
  const { parents, prior } = law;
  const d = set.alphabetSize;
  const without = { lags: [], scale: null };
  const matches = matchesOfSubsets(set, parents);
  const heads = scales.length > 0 ? headKeys(set, selected, keys) : null;
  return [
    { kind: "uniform", ...without, predictions: uniform(set) },
    { kind: "unigram", ...without, predictions: maximumLikelihoodOf(matches[0], d) },
    ...headSubsets(parents.length, parents.length, false).map((subset): Reference => {
      const bits = subset.reduce((sum, index) => sum + 2 ** index, 0);
      return {
        kind: "maximumLikelihood",
        lags: subset.map((index) => parents[index]),
        scale: null,
        predictions: maximumLikelihoodOf(matches[bits], d),
      };
    }),
    ...(heads === null
      ? []
      : scales.map((scale): Reference => {
          const predictions = inductionHeadOf(heads, d, scale);
          return { kind: "inductionHead", lags: selected, scale, predictions };
        })),
    {
      kind: "bayes",
      lags: parents,
      scale: null,
      predictions: bayesOf(matches[matches.length - 1], d, prior),
    },
  ];
}
