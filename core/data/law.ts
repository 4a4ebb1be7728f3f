/** The law of n-gram Markov chains (spec/model.md §1), as plain data. */

export interface ChainLaw {
  /** d */
  readonly alphabetSize: number;
  /** Lags r_1 < … < r_n of the parents. */
  readonly parents: readonly number[];
  /** L, without the target. */
  readonly sequenceLength: number;
  /** Each row of π ~ Dirichlet(α·1_d), then π ← (1 − γd)π + γ with the floor γ. */
  readonly prior: { readonly alpha: number; readonly floor: number };
  /** The first r_n tokens: uniform, or from the stationary law of the sequence's own π. */
  readonly initial: "uniform" | "stationary";
  /**
   * What some tokens follow instead of their sequence's π, the target too; none if left out. The first tokens, up to
   * the largest parent of either, are then uniform: `initial` has to be so.
   */
  readonly global?: GlobalLaw;
}

/** An n-gram that all sequences of a seed have in common: train, validation and fresh ones. */
export interface GlobalLaw {
  /** β in 0..1, exclusive: probability that a token follows it. Drawn for every token anew. */
  readonly weight: number;
  /** Lags, ascending. */
  readonly parents: readonly number[];
  /** Its matrix is one draw of this prior, a function of the seed alone. */
  readonly prior: { readonly alpha: number; readonly floor: number };
}

/** Tokens at the beginning of a sequence that no matrix gives: as many as the largest parent reaches back. */
export function givenTokens({ parents, global }: Pick<ChainLaw, "parents" | "global">): number {
  return Math.max(...parents, ...(global?.parents ?? []));
}

/**
 * Which of the independent streams of a seed: sequences of different streams never share randomness. `online`
 * sequence i of step s is number s·batchSize + i.
 */
export type SequenceStream = "train" | "validation" | "online";
