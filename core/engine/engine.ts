/**
 * What a training loop asks of a device: loss and gradients of one model on one data set.
 * Engines hold data and scratch; parameters belong to the caller and come in with every call.
 */
import type { GroupName } from "../model";

export interface Engine {
  readonly description: EngineDescription;
  /**
   * Says which groups the coming `gradient` calls need. What these leave constant is computed once and kept:
   * call it again whenever a parameter outside the named groups has changed.
   */
  prepare(train: readonly GroupName[], parameters: Float64Array): void;
  /**
   * Mean loss over the training set (or over the fresh batch of `step`, online) and its gradient.
   * `gradient` is overwritten: trained groups get ∂ℓ/∂θ, the others 0.
   * @returns the mean loss *before* any update.
   */
  gradient(parameters: Float64Array, gradient: Float64Array, step: number): Promise<number>;
  /** Mean loss over the validation set; NaN when there is none. */
  validationLoss(parameters: Float64Array): Promise<number>;
  /** Ends threads and frees memory; the engine is of no use afterwards. */
  dispose(): Promise<void>;
}

/** What ran, for `run.json`, `show` and the log. */
export interface EngineDescription {
  readonly kind: "reference" | "cpu";
  readonly threads: number;
  /** `sequences`: one by one (reference); `table`: window pairs; `direct`: position by position. */
  readonly path: "sequences" | "table" | "direct";
  /** Why this path, in words with the counts behind it. */
  readonly reason: string;
}
