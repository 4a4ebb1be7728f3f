/** The transformer: the experiment's `model`, field by field. */
import * as z from "zod";

const initial = z.strictObject({
  rpe: z
    .strictObject({
      diagonal: z
        .number()
        .default(3)
        .describe("Logit w of head h at lag h: the symmetry breaking that ties a head to a lag. Authors: 3."),
      offDiagonal: z.number().default(0.1).describe("Logit w at every other lag. Authors: 0.1."),
    })
    .prefault({})
    .describe("Initial relative-position logits w."),
  coefficients: z
    .number()
    .refine((value) => value !== 0, {
      error: "With every coefficient 0 the subsets have no weights (0 / 0): use a small number such as 0.01.",
    })
    .default(0.01)
    .describe("Initial value of every FFN coefficient c_S, not 0. Authors: 0.01."),
  scale: z.number().default(0.01).describe("Initial second-layer scale a. Authors: 0.01."),
});

export const model = z.strictObject({
  family: z
    .literal("disentangled")
    .default("disentangled")
    .describe("The paper's simplified two-attention-layer transformer."),
  heads: z.int().min(1).max(16).default(3).describe("First-layer attention heads H. Paper: 3."),
  window: z
    .int()
    .min(1)
    .max(255)
    .default(5)
    .describe("Lags 1 … M that a first-layer head can see, in tokens. Authors: 5."),
  maxDegree: z
    .int()
    .min(1)
    .max(16)
    .default(2)
    .describe("Largest number D of heads in a subset S of the polynomial FFN, at most heads. Paper: 2."),
  includeEmptySubset: z
    .boolean()
    .default(false)
    .describe("Whether the empty subset has a coefficient too. Paper: false; authors' code: true."),
  lagMask: z
    .union([z.null(), z.literal("authors"), z.array(z.array(z.boolean()))])
    .default(null)
    .describe(
      'Lags a head may attend: null for all, "authors" for lags h … h+H−1 of head h, or heads × window booleans.',
    ),
  normalizeValues: z
    .enum(["none", "l2"])
    .default("none")
    .describe("Normalisation of the first layer's values. Paper: none; authors' code: l2."),
  boundary: z
    .enum(["skip", "truncate"])
    .default("skip")
    .describe(
      "Positions with fewer than M predecessors: skip leaves them out (paper); truncate keeps them, with the lags that exist (authors' code).",
    ),
  loss: z
    .enum(["log", "softmax"])
    .default("log")
    .describe(
      "log: −log(y + ε) of the target (paper). softmax: cross-entropy of softmax(y) (authors' code).",
    ),
  epsilon: z.number().min(1e-30).max(1).default(1e-6).describe("The ε inside the log loss."),
  initial: initial.prefault({}).describe("Initial parameters."),
});
