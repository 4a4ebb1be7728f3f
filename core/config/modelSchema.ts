/** What is trained, a transformer or the mixed target's six scalars: the experiment's `model`, field by field. */
import * as z from "zod";
import { choice } from "./choices";
import { familyMeanings, mixedFamily, type familyGroups } from "./families";

const initial = z.strictObject({
  rpe: z
    .strictObject({
      diagonal: z
        .number()
        .default(3)
        .describe(
          "Initial logit w of head h at lag h: the symmetry breaking that ties a head to a lag. Authors: 3.",
        ),
      offDiagonal: z
        .number()
        .default(0.1)
        .describe("Initial logit w of a head at every other lag. Authors: 0.1."),
    })
    .prefault({})
    .describe("Initial relative-position logits w: head h copies lag l with weight softmax(w_h)_l."),
  coefficients: z
    .number()
    .refine((value) => value !== 0, {
      error: "With every coefficient 0 the subsets have no weights (0 / 0): use a small number such as 0.01.",
    })
    .default(0.01)
    .describe("Initial value of every FFN coefficient c_S, not 0. Authors: 0.01."),
  scale: z
    .number()
    .default(0.01)
    .describe("Initial scale a of the second layer's attention, softmax(a·k). Authors: 0.01."),
  query: z
    .number()
    .optional()
    .meta({
      description:
        "Of full: the query matrices begin as this multiple of the identity; authors, and if left out: 0.01. Of absolute: standard deviation of their entries, in units of 1/√E; if left out 1.",
      examples: [0.01],
    }),
  key: z
    .number()
    .optional()
    .meta({ description: "The same of the key matrices.", examples: [0.01] }),
  outputValue: z
    .number()
    .optional()
    .meta({
      description:
        "Of full: the output-value matrices begin as this multiple of the identity; authors, and if left out: 1.",
      examples: [1],
    }),
});

/** Subsets of heads that a model may have. */
export const maxSubsets = 4096;

const subset = z
  // Of deep there are up to three layers of 16.
  .array(z.int().min(1).max(48))
  .max(16)
  .refine((heads) => heads.every((head, i) => i === 0 || head > heads[i - 1]), {
    error: "The heads of a set must increase strictly: sort them and name each once.",
  });

const transformer = z.strictObject({
  family: choice(familyMeanings).default("disentangled").describe("Which transformer."),
  heads: z
    .int()
    .min(1)
    .max(16)
    .default(3)
    .describe(
      "Number H of attention heads of the first layer, of deep of every layer that copies. Paper and authors: 3.",
    ),
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
    .describe(
      "Largest number D of heads in a subset S of the polynomial FFN, at most as many as there are. Paper and authors: 2.",
    ),
  includeEmptySubset: z
    .boolean()
    .default(false)
    .describe("Whether the empty subset has a coefficient too. Paper: false; authors' code: true."),
  subsets: z
    .union([
      z.null().describe("All sets of up to maxDegree heads (paper)."),
      z
        .array(subset)
        .min(1)
        .max(maxSubsets)
        .refine((sets) => new Set(sets.map((set) => set.join())).size === sets.length, {
          error: "A set is named twice: name it once.",
        }),
    ])
    .default(null)
    .describe(
      "The subsets S that have a coefficient: null for all of up to maxDegree heads (paper), or a list of them, each a list of heads counted from 1.",
    ),
  lagMask: z
    .union([
      z.null().describe("All lags of the window (paper)."),
      choice({
        authors: "Head h may attend the lags h … h + H − 1, as in the authors' code; window ≥ heads.",
      }),
      z.array(z.array(z.boolean())),
    ])
    .default(null)
    .describe(
      'Lags that a head may attend: null for all (paper), "authors" for h … h + H − 1, or one list for each head, of one boolean for each lag.',
    ),
  normalizeValues: choice({
    none: "Values as the heads copy them (paper).",
    l2: "Values divided by their Euclidean norm plus 1e-7 (authors' code).",
  })
    .default("none")
    .describe("Normalisation of the first layer's values v."),
  boundary: choice({
    skip: "Positions with fewer than M predecessors are left out (paper).",
    truncate: "All positions take part, with the lags that exist (authors' code).",
  })
    .default("skip")
    .describe("What becomes of the positions that have fewer than M = window tokens before them."),
  loss: choice({
    log: "−log(y + ε) of the target, where y is the vote of the second layer (paper).",
    softmax: "Cross-entropy of softmax(y), which takes the votes y for logits (authors' code).",
  })
    .default("log")
    .describe("Loss of a prediction, in nats, averaged over sequences."),
  epsilon: z
    .number()
    .min(1e-30)
    .max(1)
    .default(1e-6)
    .describe("The ε of the log loss −log(y + ε), a probability that keeps it finite; not used by softmax."),
  layers: z
    .int()
    .min(2)
    .max(4)
    .optional()
    .meta({
      description:
        "Of deep: attention layers, the classifier's among them; heads, window and lagMask are those of each of the others. If left out 3.",
      examples: [3],
    }),
  hiddenUnits: z
    .int()
    .min(1)
    .max(4096)
    .optional()
    .meta({ description: "Of mlp: hidden units. If left out 64.", examples: [64] }),
  activation: choice({
    relu: "Rectified linear, max(0, x).",
    gelu: "Gaussian error linear, x·Φ(x), by its tanh approximation.",
  })
    .optional()
    .describe("Of mlp: what hidden units do with what they get. If left out relu."),
  embeddingSize: z
    .int()
    .min(1)
    .max(256)
    .optional()
    .meta({ description: "Of absolute: numbers E of a position embedding. If left out 16.", examples: [16] }),
  initial: initial.prefault({}).describe("Parameters before the first step."),
});

const startsAt = (what: string) =>
  z
    .number()
    .optional()
    .meta({ description: `${what} If left out: epsilon.`, examples: [20] });

const mixedTarget = z.strictObject({
  family: z
    .literal(mixedFamily)
    .describe(
      "Six scalars that learn the mixed target of arXiv 2410.11474: a previous-token copier, a head that reads x_{L−2} (lazy) and one that matches and copies (rich). Needs data of the same kind.",
    ),
  initial: z
    .strictObject({
      epsilon: z
        .number()
        .default(0.01)
        .describe("ε_init: what all six parameters start from, but for those given here. Paper: small."),
      rpe1: startsAt("Start of p1, the decay by which layer 1 copies the token before; 20 is a copier."),
      rpe2: startsAt("Start of p2, the decay by which head A prefers x_{L−2}."),
      value1: startsAt("Start of v1, head A's value."),
      value2: startsAt("Start of v2, head B's value."),
      key: startsAt("Start of k; only the product k·q counts."),
      query: startsAt("Start of q."),
    } satisfies Record<"epsilon" | (typeof familyGroups)["mixed-target"][number], unknown>)
    .prefault({})
    .describe("Parameters before the first step."),
});

export const model = z.discriminatedUnion("family", [transformer, mixedTarget]);
