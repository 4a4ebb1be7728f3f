/** Stages, optimizers and their schedule: the experiment's `training`, field by field. */
import * as z from "zod";
import { choice } from "./choices";
import { groupMeanings, isWholeFamily, type TrainableGroup } from "./families";
import { stageSnippets, stagesSnippets } from "./stageSnippets";

/** What a stage can train, in the order of the parameter vector; Object.keys knows its argument's keys only as text. */
export const trainableGroups = Object.keys(groupMeanings) as readonly TrainableGroup[];

const trainableGroup = choice(groupMeanings);

const optimizerMeanings = {
  sgd: "Gradient descent θ ← θ − η∇L: on the whole training set (paper), or on fresh sequences with online data.",
  adam: "Adam, with bias correction (Kingma and Ba 2015).",
  flow: "Gradient flow dθ/dt = −∇L, integrated by an adaptive Runge–Kutta method; it uses no learning rate and needs a fixed training set.",
};

const sgd = z.strictObject({ kind: z.literal("sgd").describe(optimizerMeanings.sgd) });

const adam = z.strictObject({
  kind: z.literal("adam").describe(optimizerMeanings.adam),
  beta1: z
    .number()
    .min(0)
    .lt(1)
    .default(0.9)
    .describe("Decay β₁ of the mean gradient, per step. Kingma and Ba: 0.9."),
  beta2: z
    .number()
    .min(0)
    .lt(1)
    .default(0.999)
    .describe("Decay β₂ of the mean squared gradient, per step. Kingma and Ba: 0.999."),
  epsilon: z
    .number()
    .gt(0)
    .default(1e-8)
    .describe(
      "Added to the root of the mean squared gradient, in units of the gradient. Kingma and Ba: 1e-8.",
    ),
});

const flow = z.strictObject({
  kind: z.literal("flow").describe(optimizerMeanings.flow),
  tolerance: z
    .number()
    .gt(0)
    .max(1)
    .default(1e-6)
    .describe("Error allowed per integration step, relative to each parameter; those below 1 count as 1."),
  time: z
    .number()
    .gt(0)
    .optional()
    .meta({
      description:
        "Horizon in units of gradient-flow time: the stage ends here, or after its steps, whichever comes first.",
      examples: [100],
    }),
  initialStep: z
    .number()
    .gt(0)
    .optional()
    .meta({
      description:
        "First integration step, in units of gradient-flow time; chosen automatically if left out.",
      examples: [0.001],
    }),
});

const optimizerSettings = z.discriminatedUnion("kind", [sgd, adam, flow]);
const optimizer = z.union([
  choice(optimizerMeanings).transform((kind) => optimizerSettings.parse({ kind })),
  optimizerSettings,
]);

const stage = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe("What to call the stage in lists and plots, 1 to 100 characters; by default what it trains."),
    train: z
      .array(trainableGroup)
      .min(1)
      .refine((groups) => new Set(groups).size === groups.length, {
        error: "A group is named twice: name it once.",
      })
      .meta({
        description: "Parameter groups that this stage trains; the others stay as they are.",
        uniqueItems: true,
      }),
    steps: z
      .int()
      .min(1)
      .max(1e9)
      .meta({
        description: "Length of the stage, in steps; for the flow optimizer, integration steps at most.",
        examples: [1_000],
      }),
    learningRate: z
      .number()
      .gt(0)
      .default(1)
      .describe(
        "Learning rate η: gradient-flow time a step of sgd, size of a step of adam. Paper and authors: 1. Not used by flow.",
      ),
    optimizer: optimizer
      .prefault("sgd")
      .describe("How parameters follow the gradient: a name, or an object with its settings. Paper: sgd."),
    stopWhen: z
      .strictObject({
        gradientNorm: z
          .number()
          .gt(0)
          .optional()
          .meta({
            description:
              "Stop once the Euclidean norm of the trained groups' gradient falls below this, in nats per unit of the parameters.",
            examples: [1e-6],
          }),
        lossChange: z
          .number()
          .gt(0)
          .optional()
          .meta({
            description:
              "Stop once the training loss changes by less than this from one step to the next, in nats.",
            examples: [1e-7],
          }),
        unexplainedIH: z
          .number()
          .gt(0)
          .max(1)
          .optional()
          .meta({
            description:
              "Of mixed-target: stop once the induction head's loss L_IH falls below this share of ½E f₂², its loss with nothing learnt.",
            examples: [0.02],
          }),
      })
      .optional()
      .describe("Ends the stage before its last step."),
  })
  .meta({
    description: "A stage of training: what it trains, how, and for how long.",
    defaultSnippets: stageSnippets,
  })
  .transform(({ name, ...settings }) => ({ name: name ?? stageName(settings.train), ...settings }));

/** The paper's three stages: weigh the subsets, settle the lags, sharpen the attention. */
export const paperStages: z.input<typeof stage>[] = [
  { train: ["coefficients"], steps: 2_000 },
  { train: ["rpe"], steps: 50_000 },
  { train: ["scale"], steps: 5_000 },
];

export const training = z.strictObject({
  stages: z.array(stage).min(1).max(1_000).prefault(paperStages).meta({
    description:
      "Stages, one after the other. Paper: coefficients for 2000 steps, rpe for 50000, scale for 5000.",
    defaultSnippets: stagesSnippets,
  }),
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
    .describe("Steps between checkpoints, from which a run can resume; 0 for about every two seconds."),
});

/** Groups that a stage is called after; an MLP alone has eight. */
const mostNamed = 4;

/** What a stage is called when nobody named it. */
export function stageName(train: readonly TrainableGroup[]): string {
  const groups = trainableGroups.filter((group) => train.includes(group));
  if (isWholeFamily(groups)) return "all at once";
  if (groups.length <= mostNamed) return groups.join(" + ");
  return `${groups.slice(0, mostNamed - 1).join(" + ")} + ${groups.length - mostNamed + 1} more`;
}
