/** Engines for losses that one can integrate by hand, and small parameter vectors for them. */
import type { StageConfig } from "../../../core/config";
import type { Engine } from "../../../core/engine";
import { layoutOf, disentangledModel, groupView, type GroupName } from "../../../core/model";

/** Two heads, two lags, two subsets. */
export const toyModel = disentangledModel({
  alphabetSize: 2,
  heads: 2,
  window: 2,
  maxDegree: 1,
  includeEmptySubset: false,
  lagMask: null,
  normalizeValues: "none",
  boundary: "skip",
  loss: "log",
  epsilon: 1e-6,
});
/** rpe [2, 2], coefficients [2], scale []. */
export const toyLayout = layoutOf(toyModel);

/** Writes the gradient of every parameter. @returns the loss */
export type ToyLoss = (parameters: Float64Array, gradient: Float64Array, step: number) => number;

/** An engine that keeps the contract: groups that are not trained get no gradient. */
export function toyEngine(loss: ToyLoss): Engine {
  let trained: readonly GroupName[] = [];
  return {
    description: { kind: "reference", threads: 1, path: "sequences", reason: "a toy" },
    prepare: (train) => (trained = train),
    gradient: (parameters, gradient, step) => {
      const value = loss(parameters, gradient, step);
      for (const { name } of toyLayout.groups) {
        if (!trained.includes(name)) groupView(gradient, toyLayout, name).fill(0);
      }
      return Promise.resolve(value);
    },
    validationLoss: () => Promise.resolve(NaN),
    kernel: () => Promise.reject(new RangeError("a toy attends to nothing")),
    dispose: () => Promise.resolve(),
  };
}

/** ½‖θ − target‖². */
export function bowl(target: number): ToyLoss {
  return (parameters, gradient) => {
    parameters.forEach((value, entry) => (gradient[entry] = value - target));
    return gradient.reduce((sum, slope) => sum + slope ** 2 / 2, 0);
  };
}

export function stage(settings: Partial<StageConfig>): StageConfig {
  return {
    name: "toy",
    train: ["rpe", "coefficients", "scale"],
    steps: 10,
    learningRate: 1,
    optimizer: { kind: "sgd" },
    ...settings,
  };
}
