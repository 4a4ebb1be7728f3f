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
}

/**
 * Which of the independent streams of a seed: sequences of different streams never share randomness. `online`
 * sequence i of step s is number s·batchSize + i.
 */
export type SequenceStream = "train" | "validation" | "online";
