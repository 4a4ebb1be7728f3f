/** What theory says of the data that a run was trained on: which parents they select, and what others would lose. */
import * as z from "zod";
import { estimate, lags, number, referenceKind } from "./values";

export const theorySchema = z
  .object({
    /** M and D: the candidates are all sets of at most D of the lags 1..M. */
    window: z.int().min(1),
    degree: z.int().min(1),
    /** Draws of π behind the informations, and those that were left out because they do not mix. */
    draws: z.int().min(1),
    leftOut: z.int().min(0),
    /** By size, then lexicographically. */
    sets: z.array(z.object({ lags, chi2: estimate, modifiedChi2: estimate }).readonly()).readonly(),
    /** S*, an index into `sets`. */
    selected: z.int().min(0),
    runnerUp: z.int().min(0).nullable(),
    /** ΔĨ. */
    gap: estimate.nullable(),
    /** In nats. */
    entropyRate: estimate,
    /** On the run's validation sequences; empty where there are none. */
    references: z
      .array(
        z
          .object({
            kind: referenceKind,
            lags,
            /** GIH's a; Infinity for its limit. */
            scale: number.nullable(),
            /** By the model's own loss. */
            loss: estimate,
            /** By the log loss, whatever the model's: in nats, as the entropy rate. */
            logLoss: estimate,
          })
          .readonly(),
      )
      .readonly(),
    /** What is to be known of the numbers, in words: draws left out, and what could not be measured. */
    notes: z.array(z.string()).readonly(),
  })
  .refine(({ sets, selected, runnerUp }) => Math.max(selected, runnerUp ?? 0) < sets.length, {
    message: "selected and runnerUp name sets that are there",
  })
  .readonly();

export type TheoryStudy = z.infer<typeof theorySchema>;
