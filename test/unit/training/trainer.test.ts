import { expect, test } from "vitest";
import type { StageConfig } from "../../../core/config";
import { createEngine } from "../../../core/engine";
import { layoutOf } from "../../../core/model";
import { TrainingFailure } from "../../../core/training/failure";
import { Trainer } from "../../../core/training/trainer";
import { bowl, stage, toyEngine, toyLayout, type ToyLoss } from "./toyEngine";
import { readTrajectory } from "./trajectories";

async function toyTrainer(
  stages: readonly StageConfig[],
  loss: ToyLoss = bowl(0),
  start = 1,
): Promise<Trainer> {
  const initial = new Float64Array(toyLayout.size).fill(start);
  const trainer = new Trainer({ layout: toyLayout, stages }, toyEngine(loss), initial);
  await trainer.begin();
  return trainer;
}

async function finish(trainer: Trainer): Promise<Trainer> {
  while (!trainer.finished) await trainer.advance();
  return trainer;
}

test.each(["trajectory-stages", "trajectory-authors"] as const)(
  "the float64 reference follows %s, training each stage's groups alone",
  async (name) => {
    const { model, data, stages, snapshots } = readTrajectory(name);
    const engine = await createEngine({
      model,
      training: { kind: "fixed", data },
      validation: null,
      kind: "reference",
      threads: 1,
      path: "auto",
    });
    const trainer = new Trainer({ layout: layoutOf(model), stages }, engine, snapshots[0].parameters);
    await trainer.begin();
    for (const expected of snapshots) {
      while (trainer.step < expected.step) await trainer.advance();
      expect(Math.abs(trainer.loss - expected.loss)).toBeLessThan(1e-9);
      trainer.parameters.forEach((value, entry) => {
        expect(Math.abs(value - expected.parameters[entry])).toBeLessThan(1e-9);
      });
    }
    expect(trainer.finished).toBe(true);
  },
);

test("stages follow one another, time goes on, and each stage has its own gradient", async () => {
  const trainer = await toyTrainer([
    stage({ train: ["scale"], steps: 2, learningRate: 0.5 }),
    stage({ train: ["coefficients"], steps: 3, optimizer: { kind: "flow", tolerance: 1e-6, time: 4 } }),
  ]);
  await trainer.advance();
  await trainer.advance();
  expect([trainer.stage, trainer.step, trainer.time]).toEqual([1, 2, 1]);
  expect(Array.from(trainer.gradient)).toEqual([0, 0, 0, 0, 1, 1, 0]);
  expect(trainer.stepsLeft).toBe(3);
  await finish(trainer);
  expect(trainer.step).toBeLessThanOrEqual(5);
  expect(Array.from(trainer.parameters.subarray(0, 4))).toEqual([1, 1, 1, 1]);
});

test("a flow stage ends at its horizon, before its steps are used up", async () => {
  const optimizer = { kind: "flow", tolerance: 1e-8, time: 2 } as const;
  const trainer = await finish(await toyTrainer([stage({ steps: 10_000, optimizer })]));
  expect(trainer.time).toBe(2);
  expect(trainer.step).toBeLessThan(200);
  trainer.parameters.forEach((value) => expect(value).toBeCloseTo(Math.exp(-2), 7));
});

test("a stage ends as soon as its gradient norm falls below the limit", async () => {
  const settings = {
    train: ["scale"],
    steps: 100,
    learningRate: 0.5,
    stopWhen: { gradientNorm: 0.1 },
  } as const;
  const trainer = await finish(await toyTrainer([stage(settings)]));
  // The gradient halves each step: 1/16 is the first below 0.1.
  expect([trainer.step, trainer.parameters[6]]).toEqual([4, 1 / 16]);
});

test("a stage ends as soon as the loss changes by less than the limit", async () => {
  const settings = {
    train: ["scale"],
    steps: 100,
    learningRate: 0.5,
    stopWhen: { lossChange: 0.01 },
  } as const;
  const trainer = await finish(await toyTrainer([stage(settings)]));
  // The loss ½·4^−s changes by (3/2)·4^−s in step s: below 0.01 from s = 4 on.
  expect(trainer.step).toBe(4);
});

test("stages whose limit holds already take no step", async () => {
  const still = stage({ stopWhen: { gradientNorm: 100 } });
  const trainer = await toyTrainer([still, still, stage({ steps: 1 })]);
  expect([trainer.stage, trainer.step]).toEqual([2, 0]);
});

test.each([
  [
    "loss",
    (_: Float64Array) => NaN,
    /After step 3 the loss is NaN; the run stands at step 2.*smaller learning rate than 0.25 in stage "toy"/,
  ],
  [
    "gradient of rpe[1,2]",
    (gradient: Float64Array) => ((gradient[1] = Infinity), 0),
    /the gradient of rpe\[1,2\] is Infinity/,
  ],
  [
    "gradient of coefficients[2]",
    (gradient: Float64Array) => ((gradient[5] = NaN), 0),
    /coefficients\[2\] is NaN/,
  ],
])(
  "the first %s that is not finite ends the training at the last good step",
  async (tensor, spoil, message) => {
    const loss: ToyLoss = (parameters, gradient, step) => {
      const value = bowl(0)(parameters, gradient, step);
      return step === 3 ? spoil(gradient) : value;
    };
    for (const optimizer of [
      { kind: "sgd" },
      { kind: "adam", beta1: 0.9, beta2: 0.99, epsilon: 1e-8 },
    ] as const) {
      const stages = [stage({ learningRate: 0.25, optimizer })];
      const good = await toyTrainer(stages);
      await good.advance();
      await good.advance();
      const trainer = await toyTrainer(stages, loss);
      const failure: unknown = await finish(trainer).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(TrainingFailure);
      expect(failure).toMatchObject({ step: 3, tensor, message: expect.stringMatching(message) as unknown });
      expect(trainer.state).toEqual(good.state);
      expect([trainer.loss, trainer.gradient]).toEqual([good.loss, good.gradient]);
    }
  },
);

test("a parameter that overflows is named, not what follows from it", async () => {
  const steep: ToyLoss = (parameters, gradient) => {
    gradient.fill(0).fill(-1e300, 6);
    return parameters[6];
  };
  const trainer = await toyTrainer([stage({ learningRate: 1e8 })], steep);
  await expect(finish(trainer)).rejects.toMatchObject({ step: 2, tensor: "scale" });
  expect(trainer.parameters[6]).toBe(1e308);
});

test("initial parameters without a finite loss are told from a diverging step", async () => {
  await expect(toyTrainer([stage({})], () => NaN)).rejects.toThrow(
    /At the initial parameters the loss is NaN.*model.initial/,
  );
});

test("what an engine throws leaves the training at the last good step", async () => {
  const trainer = await toyTrainer([stage({ learningRate: 0.5 })], (parameters, gradient, step) => {
    if (step === 2) throw new Error("the device is gone");
    return bowl(0)(parameters, gradient, step);
  });
  await expect(finish(trainer)).rejects.toThrow("the device is gone");
  expect([trainer.step, trainer.parameters[0]]).toEqual([1, 0.5]);
});

test("a state continues to the same bits, in the middle of every kind of stage", async () => {
  const stages = [
    stage({
      steps: 4,
      optimizer: { kind: "adam", beta1: 0.9, beta2: 0.99, epsilon: 1e-8 },
      learningRate: 0.01,
    }),
    stage({ steps: 6, optimizer: { kind: "flow", tolerance: 1e-4 }, train: ["rpe", "coefficients"] }),
    stage({ steps: 3, learningRate: 0.1 }),
  ];
  const waves: ToyLoss = (parameters, gradient) => {
    parameters.forEach((value, entry) => (gradient[entry] = Math.sin(value * (entry + 1))));
    return parameters.reduce((sum, value, entry) => sum - Math.cos(value * (entry + 1)) / (entry + 1), 0);
  };
  const whole = await finish(await toyTrainer(stages, waves));
  for (let at = 0; at <= 13; at++) {
    const first = await toyTrainer(stages, waves);
    while (first.step < at) await first.advance();
    const second = new Trainer({ layout: toyLayout, stages }, toyEngine(waves), structuredClone(first.state));
    await second.begin();
    expect([second.loss, second.gradient]).toEqual([first.loss, first.gradient]);
    await finish(second);
    expect(second.state).toEqual(whole.state);
    expect([second.loss, second.time]).toEqual([whole.loss, whole.time]);
  }
});
