/**
 * What moves the parameters: one interface for all optimisers. An optimiser knows no model and no data, only a vector,
 * the entries it may move, and how to ask for a gradient.
 */

/** Numbers by name, as checkpoints keep them. */
export type NamedArrays = Readonly<Record<string, Float64Array>>;

/** Writes ∇L(parameters) into `gradient`, both as long as the whole parameter vector. @returns the loss. */
export type Evaluate = (parameters: Float64Array, gradient: Float64Array) => Promise<number>;

export interface Optimizer {
  /** All that the next steps depend on, live: copying these arrays saves the optimiser, overwriting restores it. */
  readonly state: NamedArrays;
  /** Gradient-flow time passed in this stage: what was integrated, or the learning rates of all steps together. */
  readonly time: number;
  /** Whether `time` has come to the stage's horizon, if it has one. */
  readonly atHorizon: boolean;
  /**
   * Moves `parameters` one step. `gradient` holds ∇L there when it is called and at the new parameters when the
   * promise is kept; parameters that are not trained stay as they are.
   * @returns the loss at the new parameters
   * @throws StepSizeError when an adaptive step cannot be made small enough
   */
  step(parameters: Float64Array, gradient: Float64Array, evaluate: Evaluate): Promise<number>;
  /** What the metrics should tell of the last step, for example `learningRate`. */
  measures(): Readonly<Record<string, number>>;
}
