/** Adam (Kingma and Ba, arXiv 1412.6980, algorithm 1) with bias correction. */
import type { Evaluate, Optimizer } from "./optimizer";

export interface AdamSettings {
  /** Decay of the mean gradient, per step, in [0, 1). */
  readonly beta1: number;
  /** Decay of the mean squared gradient, per step, in [0, 1). */
  readonly beta2: number;
  /** Added to the root of the mean squared gradient. */
  readonly epsilon: number;
}

export class Adam implements Optimizer {
  readonly state: {
    readonly steps: Float64Array;
    /** Of the trained entries, one behind the other, before bias correction. */
    readonly mean: Float64Array;
    readonly meanSquare: Float64Array;
  };
  readonly atHorizon = false;

  constructor(
    private readonly learningRate: number,
    private readonly settings: AdamSettings,
    private readonly trained: Int32Array,
  ) {
    this.state = {
      steps: new Float64Array(1),
      mean: new Float64Array(trained.length),
      meanSquare: new Float64Array(trained.length),
    };
  }

  get time(): number {
    return this.state.steps[0] * this.learningRate;
  }

  step(parameters: Float64Array, gradient: Float64Array, evaluate: Evaluate): Promise<number> {
    const { trained, learningRate } = this;
    const { beta1, beta2, epsilon } = this.settings;
    const { steps, mean, meanSquare } = this.state;
    const count = ++steps[0];
    const meanScale = 1 / (1 - beta1 ** count);
    const squareScale = 1 / (1 - beta2 ** count);
    for (let j = 0; j < trained.length; j++) {
      const slope = gradient[trained[j]];
      mean[j] = beta1 * mean[j] + (1 - beta1) * slope;
      meanSquare[j] = beta2 * meanSquare[j] + (1 - beta2) * slope * slope;
      const root = Math.sqrt(meanSquare[j] * squareScale);
      parameters[trained[j]] -= (learningRate * mean[j] * meanScale) / (root + epsilon);
    }
    return evaluate(parameters, gradient);
  }

  measures() {
    return { learningRate: this.learningRate };
  }
}
