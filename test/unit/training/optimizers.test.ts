import { expect, test } from "vitest";
import { Adam } from "../../../core/training/adam";
import { newTrial, tryStep } from "../../../core/training/dormandPrince";
import { GradientDescent } from "../../../core/training/gradientDescent";
import { GradientFlow, StepSizeError, type FlowSettings } from "../../../core/training/gradientFlow";
import type { Evaluate, Optimizer } from "../../../core/training/optimizer";
import { createOptimizer } from "../../../core/training/stageOptimizer";
import { stage, toyLayout } from "./toyEngine";

/** dθ/dt = −θ²: θ(t) = 1/(1/θ(0) + t) for every entry. */
const cubic: Evaluate = (parameters, gradient) => {
  parameters.forEach((value, entry) => (gradient[entry] = value ** 2));
  return Promise.resolve(parameters.reduce((sum, value) => sum + value ** 3 / 3, 0));
};

const exact = (start: number, time: number): number => 1 / (1 / start + time);

/** Steps from `start` until the horizon, or so many steps. */
async function integrate(optimizer: Optimizer, start: Float64Array, evaluate: Evaluate, steps = Infinity) {
  const parameters = start.slice();
  const gradient = new Float64Array(start.length);
  let loss = await evaluate(parameters, gradient);
  for (let step = 0; step < steps && !optimizer.atHorizon; step++) {
    loss = await optimizer.step(parameters, gradient, evaluate);
  }
  return { parameters, gradient, loss };
}

function flow(settings: FlowSettings, size = 1): GradientFlow {
  return new GradientFlow(
    settings,
    size,
    Int32Array.from({ length: size }, (_, i) => i),
    new Float64Array(size).fill(1),
  );
}

test("gradient descent moves the trained entries by the learning rate times their gradient", async () => {
  const optimizer = new GradientDescent(0.5, Int32Array.of(0, 2));
  const { parameters, gradient, loss } = await integrate(optimizer, Float64Array.of(1, 1, 2), cubic, 1);
  expect(Array.from(parameters)).toEqual([0.5, 1, 0]);
  expect(Array.from(gradient)).toEqual([0.25, 1, 0]);
  expect(loss).toBeCloseTo((0.5 ** 3 + 1) / 3, 15);
  expect(optimizer.time).toBe(0.5);
});

test("Adam follows its published algorithm, with both bias corrections", async () => {
  const slopes = [2, -1, 0];
  let step = 0;
  const evaluate: Evaluate = (_, gradient) => {
    gradient[1] = slopes[step++];
    return Promise.resolve(0);
  };
  const settings = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8 };
  const optimizer = new Adam(0.1, settings, Int32Array.of(1));
  const { parameters } = await integrate(optimizer, Float64Array.of(7, 1), evaluate, 2);
  // m̂ = 2, v̂ = 4; then m = 0.08, v = 0.0496, m̂ = 0.08/0.19, v̂ = 0.0496/0.0199.
  const first = 1 - (0.1 * 2) / (2 + 1e-8);
  const second = first - (0.1 * (0.08 / 0.19)) / (Math.sqrt(0.0496 / 0.0199) + 1e-8);
  expect(parameters[0]).toBe(7);
  expect(parameters[1]).toBeCloseTo(second, 14);
  expect(optimizer.state.mean[0]).toBeCloseTo(0.08, 15);
  expect(optimizer.state.meanSquare[0]).toBeCloseTo(0.0496, 15);
});

test("a Dormand–Prince step is of fifth order: half the step, a 32nd of the error", async () => {
  // dθ/dt = −sin θ: tan(θ/2) falls exponentially.
  const pendulum: Evaluate = (parameters, gradient) => {
    gradient[0] = Math.sin(parameters[0]);
    return Promise.resolve(-Math.cos(parameters[0]));
  };
  const trained = Int32Array.of(0);
  const errorWith = async (steps: number): Promise<number> => {
    const trial = newTrial(1, 1);
    const parameters = Float64Array.of(3);
    for (let step = 0; step < steps; step++) {
      trial.slopes[0][0] = -Math.sin(parameters[0]);
      await tryStep(trial, parameters, 4 / steps, trained, pendulum);
      parameters.set(trial.parameters);
    }
    return Math.abs(parameters[0] - 2 * Math.atan(Math.tan(1.5) * Math.exp(-4)));
  };
  const order = Math.log2((await errorWith(32)) / (await errorWith(64)));
  expect(order).toBeGreaterThan(4.8);
  expect(order).toBeLessThan(5.2);
});

test.each([1e-3, 1e-6, 1e-9, 1e-12])(
  "the flow keeps to the exact solution with tolerance %d",
  async (tolerance) => {
    const start = Float64Array.of(2, 0.5, 0.01);
    const optimizer = flow({ tolerance, time: 10 }, 3);
    const { parameters, gradient } = await integrate(optimizer, start, cubic);
    expect(optimizer.time).toBe(10);
    parameters.forEach((value, entry) => {
      expect(Math.abs(value - exact(start[entry], 10))).toBeLessThan(tolerance);
      expect(gradient[entry]).toBe(value ** 2);
    });
  },
);

test("a tolerance ten times finer costs the flow a fifth root of ten more steps, of six evaluations each", async () => {
  const evaluationsWith = async (tolerance: number): Promise<number> => {
    const optimizer = flow({ tolerance, time: 100 });
    await integrate(optimizer, Float64Array.of(2), cubic);
    return optimizer.state.evaluations[0];
  };
  const ratio = (await evaluationsWith(1e-11)) / (await evaluationsWith(1e-6));
  expect(ratio).toBeGreaterThan(5);
  expect(ratio).toBeLessThan(15);

  const optimizer = flow({ tolerance: 1e-6, time: 5 });
  let steps = 0;
  const parameters = Float64Array.of(2);
  const gradient = Float64Array.of(4);
  for (; !optimizer.atHorizon; steps++) await optimizer.step(parameters, gradient, cubic);
  const { evaluations, rejections } = optimizer.measures();
  // One more for the size of the first step.
  expect(evaluations).toBe(6 * (steps + rejections) + 1);
});

test("the flow starts with the given step and clips the last one to its horizon", async () => {
  const optimizer = flow({ tolerance: 1e-2, time: 0.3, initialStep: 0.2 });
  const parameters = Float64Array.of(1);
  const gradient = Float64Array.of(1);
  await optimizer.step(parameters, gradient, cubic);
  expect([optimizer.time, optimizer.state.evaluations[0]]).toEqual([0.2, 6]);
  await optimizer.step(parameters, gradient, cubic);
  expect([optimizer.time, optimizer.atHorizon]).toEqual([0.3, true]);
});

test("the flow rejects steps into regions where the loss is not finite, and goes on with smaller ones", async () => {
  // Falls to −∞ at θ = 0 in finite time: d(θ²)/dt = −1.
  const wall: Evaluate = (parameters, gradient) => {
    gradient[0] = 0.5 / parameters[0];
    return Promise.resolve(parameters[0] > 0 ? 0.5 * Math.log(parameters[0]) : NaN);
  };
  const optimizer = flow({ tolerance: 1e-6, time: 0.99, initialStep: 10 });
  const { parameters } = await integrate(optimizer, Float64Array.of(1), wall);
  expect(parameters[0]).toBeCloseTo(0.1, 4);
  expect(optimizer.measures().rejections).toBeGreaterThan(0);

  await expect(integrate(flow({ tolerance: 1e-6 }), Float64Array.of(1), wall)).rejects.toThrow(StepSizeError);
});

test("a coefficient of 1e-60 keeps its relative accuracy in the flow", async () => {
  const decay: Evaluate = (parameters, gradient) => {
    gradient.set(parameters);
    return Promise.resolve(0);
  };
  const optimizer = createOptimizer(
    stage({ train: ["coefficients"], optimizer: { kind: "flow", tolerance: 1e-8, time: 3 } }),
    toyLayout,
  );
  const start = Float64Array.of(1, 1, 1, 1, 1, 1e-60, 1);
  const { parameters } = await integrate(optimizer, start, decay);
  expect(parameters[5] / (1e-60 * Math.exp(-3))).toBeCloseTo(1, 6);
  expect(Array.from(parameters.subarray(0, 4))).toEqual([1, 1, 1, 1]);
});
