/** All reference predictors of spec/theory.md on one set of sequences, in the order of what they know. */
import type { ChainLaw, TokenSet } from "../data";
import { headSubsets } from "../model";
import type { LagSet } from "./lagSets";
import { bayes } from "./posterior";
import {
  inductionHead,
  maximumLikelihood,
  oracle,
  uniform,
  type KeyRule,
  type Predictions,
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

export interface ReferenceRequest {
  readonly set: TokenSet;
  readonly law: Pick<ChainLaw, "parents" | "prior">;
  /** S* of GIH. */
  readonly selected: LagSet;
  /** Scales a of GIH; Infinity for its limit. */
  readonly scales: readonly number[];
  readonly keys: KeyRule;
  /** π of a sequence of the set; null leaves the oracle out. */
  readonly transitionsOf: ((sequence: number) => Float64Array | Promise<Float64Array>) | null;
}

export async function referencesOn(request: ReferenceRequest): Promise<Reference[]> {
  const { set, law, selected, scales, keys, transitionsOf } = request;
  const { parents } = law;
  const without = { lags: [], scale: null };
  const subsets = headSubsets(parents.length, parents.length, false);
  const known = transitionsOf ? await oracle(set, parents, transitionsOf) : null;
  return [
    { kind: "uniform", ...without, predictions: uniform(set) },
    { kind: "unigram", ...without, predictions: maximumLikelihood(set, []) },
    ...subsets.map((subset): Reference => {
      const lags = subset.map((index) => parents[index]);
      return { kind: "maximumLikelihood", lags, scale: null, predictions: maximumLikelihood(set, lags) };
    }),
    ...scales.map((scale): Reference => {
      const predictions = inductionHead(set, selected, scale, keys);
      return { kind: "inductionHead", lags: selected, scale, predictions };
    }),
    { kind: "bayes", lags: parents, scale: null, predictions: bayes(set, law) },
    ...(known ? [{ kind: "oracle", lags: parents, scale: null, predictions: known } as const] : []),
  ];
}
