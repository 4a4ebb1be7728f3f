/**
 * Gradient flow dθ/dt = −∇L(θ), integrated adaptively: Dormand–Prince 5(4) with first-same-as-last and Hairer's
 * stabilised step control (Solving Ordinary Differential Equations I, II.4 and IV.2). One accepted step is one step.
 */
import { newTrial, setSlope, tryStep, type Trial } from "./dormandPrince";
import type { Evaluate, Optimizer } from "./optimizer";

export interface FlowSettings {
  /**
   * Local error allowed a step: every trained entry's estimate stays below `tolerance` × the entry's magnitude, or
   * × its floor where that is larger.
   */
  readonly tolerance: number;
  /** Where the flow ends, exactly, in units of gradient-flow time. */
  readonly time?: number | undefined;
  /** The first step; chosen from the first two slopes if left out. */
  readonly initialStep?: number | undefined;
}

/** No step is small enough for the tolerance: the loss is not smooth there, or not finite nearby. */
export class StepSizeError extends Error {
  override readonly name = "StepSizeError";
}

const order = 5;
/** Weight of the error before in choosing a step, against oscillation of the step size. */
const damping = 0.04;
const safety = 0.9;
const strongestShrink = 0.2;
const strongestGrowth = 10;
/** So that a vanished gradient does not make the step infinite. */
const largestStep = 1e12;
const smallestStep = 1e-100;

export class GradientFlow implements Optimizer {
  readonly state = {
    time: new Float64Array(1),
    /** The step to try next; NaN before the first. */
    nextStep: Float64Array.of(NaN),
    lastStep: new Float64Array(1),
    /** Of the step before, as a share of what is allowed. */
    lastError: Float64Array.of(1),
    evaluations: new Float64Array(1),
    rejections: new Float64Array(1),
  };
  private readonly horizon: number;
  private readonly trial: Trial;

  /**
   * @param size of the parameter vector
   * @param floors for each trained entry, the magnitude below which its error counts absolutely; above 0
   */
  constructor(
    private readonly settings: FlowSettings,
    size: number,
    private readonly trained: Int32Array,
    private readonly floors: Float64Array,
  ) {
    this.horizon = settings.time ?? Infinity;
    this.trial = newTrial(size, trained.length);
  }

  get time(): number {
    return this.state.time[0];
  }

  get atHorizon(): boolean {
    return this.time >= this.horizon;
  }

  async step(parameters: Float64Array, gradient: Float64Array, evaluate: Evaluate): Promise<number> {
    const { state, trial, trained } = this;
    const counted: Evaluate = (at, into) => {
      state.evaluations[0]++;
      return evaluate(at, into);
    };
    setSlope(trial, 0, gradient, trained);
    if (Number.isNaN(state.nextStep[0])) {
      state.nextStep[0] = this.settings.initialStep ?? (await this.firstStep(parameters, counted));
    }
    for (let growth = strongestGrowth; ; growth = 1) {
      const step = this.clipped(state.nextStep[0]);
      const loss = await tryStep(trial, parameters, step, trained, counted);
      const error = Number.isFinite(loss) ? this.share(trial.error, parameters, trial.parameters) : Infinity;
      if (error <= 1) {
        this.accept(step, error, growth);
        parameters.set(trial.parameters);
        gradient.set(trial.gradient);
        return loss;
      }
      this.reject(step, error);
    }
  }

  measures() {
    const { lastStep, evaluations, rejections } = this.state;
    return { stepSize: lastStep[0], evaluations: evaluations[0], rejections: rejections[0] };
  }

  /** Reaches the horizon exactly, and not by a sliver of a last step. */
  private clipped(step: number): number {
    const left = this.horizon - this.time;
    return left <= 1.1 * step ? left : step;
  }

  private accept(step: number, error: number, growth: number): void {
    const { time, nextStep, lastStep, lastError } = this.state;
    const factor = safety * error ** (0.75 * damping - 1 / order) * lastError[0] ** damping;
    nextStep[0] = Math.min(largestStep, step * Math.min(growth, Math.max(strongestShrink, factor)));
    time[0] = step === this.horizon - time[0] ? this.horizon : time[0] + step;
    lastStep[0] = step;
    lastError[0] = Math.max(error, 1e-4);
  }

  private reject(step: number, error: number): void {
    const { time, nextStep, rejections } = this.state;
    rejections[0]++;
    nextStep[0] = step * Math.max(strongestShrink, safety * error ** (-1 / order));
    if (nextStep[0] > Math.max(smallestStep, Number.EPSILON * time[0])) return;
    throw new StepSizeError(
      `no integration step keeps the error below the tolerance ${this.settings.tolerance} at time ${time[0]}`,
    );
  }

  /** Hairer's guess, from the slope at the start and how it turns along a short Euler step. */
  private async firstStep(start: Float64Array, evaluate: Evaluate): Promise<number> {
    const { trial, trained } = this;
    const [slope, turned] = trial.slopes;
    const steepness = this.share(slope, start);
    const length = this.share(
      Float64Array.from(trained, (entry) => start[entry]),
      start,
    );
    const euler = steepness > 1e-5 && length > 1e-5 ? (0.01 * length) / steepness : 1e-6;
    trial.parameters.set(start);
    for (let j = 0; j < trained.length; j++) trial.parameters[trained[j]] += euler * slope[j];
    await evaluate(trial.parameters, trial.gradient);
    setSlope(trial, 1, trial.gradient, trained);
    const turning =
      this.share(
        turned.map((value, j) => value - slope[j]),
        start,
      ) / euler;
    const largest = Math.max(steepness, turning);
    const step = largest > 1e-15 ? (0.01 / largest) ** (1 / order) : Math.max(1e-6, euler * 1e-3);
    return Math.min(100 * euler, Number.isFinite(turning) ? step : euler);
  }

  /** The largest of `values` at the trained entries, in units of the error allowed between `start` and `end`. */
  private share(values: Float64Array, start: Float64Array, end = start): number {
    let largest = 0;
    for (let j = 0; j < values.length; j++) {
      const entry = this.trained[j];
      const magnitude = Math.max(this.floors[j], Math.abs(start[entry]), Math.abs(end[entry]));
      largest = Math.max(largest, Math.abs(values[j]) / (this.settings.tolerance * magnitude));
    }
    return Number.isNaN(largest) ? Infinity : largest;
  }
}
