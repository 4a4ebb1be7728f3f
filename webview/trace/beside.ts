/**
 * What predictors that learn nothing make of the traced place, to stand beside the votes. Who knows the law of the data
 * but not this sequence's π is told the parents; nobody looks at the truth.
 */
import { t } from "@vscode/l10n";
import {
  bayes,
  headKeys,
  inductionHeadOf,
  lagSetName,
  maximumLikelihood,
  type HeadKeys,
  type Predictions,
} from "../../core/theory";
import { firstKeyOf, type Model } from "../../core/model";
import { decimal } from "../words";

export interface Beside {
  readonly name: string;
  /** What it is, in a sentence. */
  readonly title: string;
  /** By token, [d]. */
  readonly predictions: Predictions;
}

/** What a page knows of the law of a run's data. */
export interface KnownLaw {
  readonly parents: readonly number[];
  readonly prior: { readonly alpha: number; readonly floor: number };
}

/** All that does not change while a is trained. */
export interface Readers {
  readonly heads: HeadKeys;
  /** S* of GIH. */
  readonly selected: readonly number[];
  readonly alphabetSize: number;
  readonly others: readonly Beside[];
}

/**
 * @param position 0-based: predicted from the tokens before it
 * @returns null where too little stands before it for all to say something
 */
export function readersOf(
  tokens: Uint8Array,
  position: number,
  model: Model,
  { parents, prior }: KnownLaw,
  selected: readonly number[],
): Readers | null {
  if (position <= Math.max(firstKeyOf(model), ...parents, ...selected)) return null;
  const { alphabetSize } = model;
  // The target's place is there, and nobody reads it.
  const context = new Uint8Array(position + 1);
  context.set(tokens.subarray(0, position));
  const set = { tokens: context, count: 1, sequenceLength: position, alphabetSize };
  return {
    ...{ selected, alphabetSize, heads: headKeys(set, selected, model) },
    others: [
      {
        name: t("frequencies"),
        title: t("How often each token followed the tokens at the lags {0} before.", lagSetName(parents)),
        predictions: maximumLikelihood(set, parents),
      },
      {
        name: t("Bayes"),
        title: t("The posterior predictive law of one who knows prior and parents."),
        predictions: bayes(set, { parents, prior }),
      },
    ],
  };
}

/** @param scale a of GIH */
export function besideVotes(
  { heads, selected, alphabetSize, others }: Readers,
  scale: number,
): readonly Beside[] {
  const head: Beside = {
    name: t("GIH"),
    title: t("The generalised induction head on {0} with a = {1}.", lagSetName(selected), decimal(scale)),
    predictions: inductionHeadOf(heads, alphabetSize, scale),
  };
  return [head, ...others];
}
