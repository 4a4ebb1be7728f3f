/** Gradient descent, θ ← θ − η∇L: with a fixed data set the full-batch descent of the paper, otherwise stochastic. */
import type { Evaluate, Optimizer } from "./optimizer";

export class GradientDescent implements Optimizer {
  readonly state = { steps: new Float64Array(1) };
  readonly atHorizon = false;

  constructor(
    private readonly learningRate: number,
    private readonly trained: Int32Array,
  ) {}

  get time(): number {
    return this.state.steps[0] * this.learningRate;
  }

  step(parameters: Float64Array, gradient: Float64Array, evaluate: Evaluate): Promise<number> {
    for (const entry of this.trained) parameters[entry] -= this.learningRate * gradient[entry];
    this.state.steps[0]++;
    return evaluate(parameters, gradient);
  }

  measures() {
    return { learningRate: this.learningRate };
  }
}
