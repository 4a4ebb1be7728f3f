/**
 * One trial step of the Dormand–Prince 5(4) pair along dθ/dt = −∇L(θ): the fifth-order solution and the difference
 * to the embedded fourth-order one. Whether to accept it and how far to go next is gradientFlow.ts.
 * Coefficients: Hairer, Nørsett, Wanner, Solving Ordinary Differential Equations I, table II.5.2.
 */
import type { Evaluate } from "./optimizer";

/** Row r gives stage r + 2; the last is the solution itself, so that its slope is the next step's first. */
const stages: readonly (readonly number[])[] = [
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
];

/** Fifth-order weights less the fourth-order ones. */
const errorWeights = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40];

/** The memory of trial steps; nothing in it outlives a step. */
export interface Trial {
  /** θ at the trial's end, the whole vector. */
  readonly parameters: Float64Array;
  /** ∇L there. */
  readonly gradient: Float64Array;
  /** Seven slopes −∇L, at the trained entries; the first is the caller's to fill. */
  readonly slopes: readonly Float64Array[];
  /** The estimated local error, at the trained entries. */
  readonly error: Float64Array;
}

export function newTrial(size: number, trained: number): Trial {
  return {
    parameters: new Float64Array(size),
    gradient: new Float64Array(size),
    slopes: Array.from({ length: 7 }, () => new Float64Array(trained)),
    error: new Float64Array(trained),
  };
}

/** Fills slope `which` from a gradient. */
export function setSlope(trial: Trial, which: number, gradient: Float64Array, trained: Int32Array): void {
  const slope = trial.slopes[which];
  for (let j = 0; j < trained.length; j++) slope[j] = -gradient[trained[j]];
}

/**
 * Six evaluations from `start` over a time of `step`; `trial` then holds where they lead.
 * @returns the loss there; as soon as one is not finite that one, with `trial` unfinished
 */
export async function tryStep(
  trial: Trial,
  start: Float64Array,
  step: number,
  trained: Int32Array,
  evaluate: Evaluate,
): Promise<number> {
  const { parameters, gradient, slopes, error } = trial;
  parameters.set(start);
  let loss = NaN;
  for (let stage = 0; stage < stages.length; stage++) {
    for (let j = 0; j < trained.length; j++) {
      parameters[trained[j]] = start[trained[j]] + step * combination(stages[stage], slopes, j);
    }
    loss = await evaluate(parameters, gradient);
    if (!Number.isFinite(loss)) return loss;
    setSlope(trial, stage + 1, gradient, trained);
  }
  for (let j = 0; j < trained.length; j++) error[j] = step * combination(errorWeights, slopes, j);
  return loss;
}

function combination(weights: readonly number[], slopes: readonly Float64Array[], entry: number): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += weights[k] * slopes[k][entry];
  return sum;
}
