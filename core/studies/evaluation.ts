/** A trained model on sequences that it was not trained on: other lengths, other priors; beside those who learn nothing. */
import * as z from "zod";
import { estimate, lags, number, referenceKind } from "./values";

const predictorSchema = z
  .object({
    kind: referenceKind,
    lags,
    /** GIH's a; Infinity for its limit. */
    scale: number.nullable(),
    /** By the model's own loss. */
    loss: estimate,
    /** The model's loss less this one's, its error from differences on the same sequences. */
    gap: estimate,
    /** The same by the log loss, whatever the model's: in nats, where none but the oracle can do better than Bayes. */
    logLoss: estimate,
    logGap: estimate,
    /** Kullback–Leibler divergence of this predictor from the model, in nats. */
    divergence: estimate,
    /** Between this predictor and the model, in 0..1. */
    totalVariation: estimate,
  })
  .readonly();

const cellSchema = z
  .object({
    /** L, without the target. */
    sequenceLength: z.int().min(2),
    /** Of the Dirichlet prior. */
    alpha: z.number().gt(0),
    /** γ: the smallest transition probability. */
    floor: z.number().min(0),
    sequences: z.int().min(2),
    /** The model's loss. */
    loss: estimate,
    /** Its log loss, which is the same where that is how it counts. */
    logLoss: estimate,
    /** In the order of what they know; those that take too long are left out. */
    predictors: z.array(predictorSchema).readonly(),
  })
  .readonly();

export const evaluationSchema = z
  .object({
    /** Of the checkpoint that was evaluated. */
    step: z.int().min(0),
    /** How the loss is counted: `model.loss`. */
    lossKind: z.enum(["log", "softmax"]),
    /** Lengths outermost, then α, then floors. */
    cells: z.array(cellSchema).readonly(),
    /** What is to be known of the numbers, in words: whose set GIH has, what was left out. */
    notes: z.array(z.string()).readonly(),
  })
  .readonly();

export type EvaluationStudy = z.infer<typeof evaluationSchema>;
export type EvaluationCell = z.infer<typeof cellSchema>;
export type PredictorScore = z.infer<typeof predictorSchema>;
