/** Stages, optimizers and their schedule: the experiment's `training`, field by field. */
import * as z from "zod";

/** What a stage can train, in the order of the parameter vector. */
export const trainableGroups = ["rpe", "coefficients", "scale"] as const;

const sgd = z.strictObject({
  kind: z.literal("sgd").describe("Gradient descent: full batch, or fresh sequences with online data."),
});

const adam = z.strictObject({
  kind: z.literal("adam").describe("Adam, with bias correction."),
  beta1: z.number().min(0).lt(1).default(0.9).describe("Decay of the mean gradient, per step."),
  beta2: z.number().min(0).lt(1).default(0.999).describe("Decay of the mean squared gradient, per step."),
  epsilon: z.number().gt(0).default(1e-8).describe("Added to the root of the mean squared gradient."),
});

const flow = z.strictObject({
  kind: z
    .literal("flow")
    .describe(
      "Gradient flow dθ/dt = −∇L, integrated by an adaptive Runge–Kutta method; it uses no learning rate.",
    ),
  tolerance: z.number().gt(0).max(1).default(1e-6).describe("Error allowed per integration step."),
  time: z
    .number()
    .gt(0)
    .optional()
    .describe(
      "Horizon in units of gradient-flow time: the stage ends here, or after its steps, whichever comes first.",
    ),
  initialStep: z
    .number()
    .gt(0)
    .optional()
    .describe("First integration step, in units of gradient-flow time; chosen automatically if left out."),
});

const optimizerSettings = z.discriminatedUnion("kind", [sgd, adam, flow]);
const optimizer = z.union([
  z.enum(["sgd", "adam", "flow"]).transform((kind) => optimizerSettings.parse({ kind })),
  optimizerSettings,
]);

const stage = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe("What to call the stage in plots; by default what it trains."),
    train: z
      .array(z.enum(trainableGroups))
      .min(1)
      .refine((groups) => new Set(groups).size === groups.length, {
        error: "A group is named twice: name it once.",
      })
      .meta({
        description: "Parameter groups that this stage trains; the others stay as they are.",
        uniqueItems: true,
      }),
    steps: z.int().min(1).max(1e9).describe("Steps; for the flow optimizer, integration steps at most."),
    learningRate: z
      .number()
      .gt(0)
      .default(1)
      .describe("Learning rate: gradient-flow time a step of sgd. Authors: 1. Not used by flow."),
    optimizer: optimizer
      .prefault("sgd")
      .describe("How parameters follow the gradient: a name, or its settings."),
    stopWhen: z
      .strictObject({
        gradientNorm: z
          .number()
          .gt(0)
          .optional()
          .describe("Stop once the Euclidean norm of the trained groups' gradient falls below this."),
        lossChange: z
          .number()
          .gt(0)
          .optional()
          .describe("Stop once the training loss changes by less than this from one step to the next."),
      })
      .optional()
      .describe("Ends the stage before its last step."),
  })
  .transform(({ name, ...settings }) => ({ name: name ?? stageName(settings.train), ...settings }));

/** The paper's three stages: weigh the subsets, settle the lags, sharpen the attention. */
export const paperStages: z.input<typeof stage>[] = [
  { train: ["coefficients"], steps: 2_000 },
  { train: ["rpe"], steps: 50_000 },
  { train: ["scale"], steps: 5_000 },
];

export const training = z.strictObject({
  stages: z
    .array(stage)
    .min(1)
    .max(1_000)
    .prefault(paperStages)
    .describe("Stages, one after the other. Paper: coefficients, then rpe, then scale."),
  validationEvery: z
    .int()
    .min(0)
    .max(1e9)
    .default(100)
    .describe("Steps between validation losses; 0 for never."),
  checkpointEvery: z
    .int()
    .min(0)
    .max(1e9)
    .default(0)
    .describe("Steps between checkpoints; 0 to choose automatically."),
});

/** What a stage is called when nobody named it. */
function stageName(train: readonly (typeof trainableGroups)[number][]): string {
  const groups = trainableGroups.filter((group) => train.includes(group));
  return groups.length === trainableGroups.length ? "all at once" : groups.join(" + ");
}
