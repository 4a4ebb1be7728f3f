/** Where sequences come from: the experiment's `data`, field by field. */
import * as z from "zod";
import { choice } from "./choices";

export const defaultBatchSize = 10_000;

/** Of the α that rows are drawn by: below, single precision loses them; above, all rows are the same. */
export const alphaRange = { least: 1e-6, most: 1e4 } as const;

const prior = z.strictObject({
  kind: z
    .literal("dirichlet")
    .default("dirichlet")
    .describe("Law of a row of π: symmetric Dirichlet(α), in the paper and in the authors' code."),
  alpha: z
    .number()
    .min(alphaRange.least)
    .max(alphaRange.most)
    .default(0.1)
    .describe(
      "Concentration α of the Dirichlet, a pure number: small values give nearly deterministic rows. Paper and authors: 0.1.",
    ),
  floor: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe(
      "Smallest transition probability γ: π becomes (1 − γd)π + γ, with γ·d < 1. The theory's mixing condition; the authors' code uses 0.",
    ),
});

/** Lags that an n-gram looks back by. */
const lagList = z
  .array(z.int().min(1).max(65_534))
  .min(1)
  .max(8)
  .refine((lags) => lags.every((lag, i) => i === 0 || lag > lags[i - 1]), {
    error: "Parents must increase strictly: sort them and name each lag once.",
  });

export const markovData = z.strictObject({
  kind: z
    .literal("markov")
    .default("markov")
    .describe(
      "Sequences sampled from Markov chains, each with its own transition matrix π, as in the paper.",
    ),
  alphabetSize: z.int().min(2).max(256).default(3).describe("Alphabet size d, in tokens. Paper: 3."),
  sequenceLength: z
    .int()
    .min(2)
    .max(65_535)
    .default(100)
    .describe("Sequence length L, in tokens, without the target that follows. Paper: 100."),
  parents: lagList
    .default([1, 2])
    .describe("Lags r_1 < … < r_n, in tokens, on which the next token depends. Paper: [1, 2]."),
  prior: prior.prefault({}).describe("Law from which every row of every transition matrix is drawn."),
  initial: choice({
    uniform: "Each token of the alphabet is as likely as any other, as in the authors' code.",
    stationary: "The chain's own stationary law, as in the theory. It has d^r_n states, at most 256.",
  })
    .default("uniform")
    .describe("Law of the first r_n tokens of a sequence."),
  trainSequences: z
    .int()
    .min(1)
    .max(1e7)
    .default(9_000)
    .describe("Training set size, in sequences; not used with online data. Paper: 9000."),
  validationSequences: z
    .int()
    .min(0)
    .max(1e7)
    .default(1_000)
    .describe("Validation set size, in sequences; 0 for none. Paper: 1000."),
  online: z
    .boolean()
    .default(false)
    .describe("false: a fixed training set, all of it every step (paper). true: fresh sequences every step."),
  batchSize: z
    .int()
    .min(1)
    .max(1e6)
    .default(defaultBatchSize)
    .describe("Size of a batch, in fresh sequences a step; only used with online data."),
});

/** Law of the one matrix that all sequences share, drawn once for the whole experiment. */
const globalPrior = z.strictObject({
  alpha: z
    .number()
    .min(alphaRange.least)
    .max(alphaRange.most)
    .default(0.1)
    .describe("Concentration α of the Dirichlet that each row of the global n-gram is drawn from."),
  floor: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe("Smallest transition probability of the global n-gram, as in data.prior.floor."),
});

export const mixedMarkovData = z.strictObject({
  ...markovData.shape,
  kind: z
    .literal("mixed-markov")
    .describe(
      "Two mechanisms at once: each token follows either an n-gram that all sequences share, or its sequence's own chain.",
    ),
  globalWeight: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.5)
    .describe("Probability β that a token follows the global n-gram rather than its sequence's own chain."),
  globalParents: lagList
    .default([3])
    .describe("Lags, in tokens, on which a token that follows the global n-gram depends."),
  globalPrior: globalPrior
    .prefault({})
    .describe("Law from which the global n-gram's rows are drawn, once, by the experiment's seed."),
});

/** As the check run of arXiv 2410.11474 that spec/mixed-target.md tells of. */
export const mixedBatchSize = 1_024;

export const mixedTrainSequences = 10_000;

export const mixedTargetData = z.strictObject({
  kind: z
    .literal("mixed-target")
    .describe(
      "Sequences of independent standard normal scalars and the mixed target of arXiv 2410.11474: a 4-gram and an induction head.",
    ),
  mixing: z
    .number()
    .gt(0)
    .max(1e4)
    .default(1)
    .describe("Mixing weight α* > 0: the 4-gram has weight α*/(1+α*), the induction head 1/(1+α*)."),
  sharpness: z
    .number()
    .gt(0)
    .max(1e3)
    .default(4)
    .describe("Sharpness w*² > 0 of the target's induction head, softmax(w*² x_L x_{s−1})."),
  sequenceLength: z
    .int()
    .min(5)
    .max(65_535)
    .default(40)
    .describe("Sequence length L, in scalars, at least 5."),
  trainSequences: z
    .int()
    .min(1)
    .max(1e7)
    .default(mixedTrainSequences)
    .describe("Training set size, in sequences; not used with online data."),
  validationSequences: z
    .int()
    .min(0)
    .max(1e7)
    .default(2_000)
    .describe("Validation set size, in sequences; 0 for none."),
  online: z
    .boolean()
    .default(true)
    .describe("true: fresh sequences every step. false: a fixed training set, all of it every step."),
  batchSize: z
    .int()
    .min(1)
    .max(1e6)
    .default(mixedBatchSize)
    .describe("Size of a batch, in fresh sequences a step; only used with online data."),
});

export const fileData = z.strictObject({
  kind: z.literal("file").describe("Sequences read from a NumPy file, all of them of the same length."),
  path: z
    .string()
    .min(1)
    .meta({
      description:
        "A NumPy .npy file of integers, shape [N, L+1], tokens 0 … d−1, the target last; relative to this experiment file.",
      examples: ["sequences.npy"],
    }),
  alphabetSize: z
    .int()
    .min(2)
    .max(256)
    .meta({ description: "Alphabet size d, in tokens.", examples: [3] }),
  validationSequences: z
    .int()
    .min(0)
    .max(1e7)
    .default(0)
    .describe("Sequences held out for validation: the last rows of the file; 0 for none."),
});
