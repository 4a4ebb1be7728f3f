/** What those lose who know one of two laws, or both, where each token follows one of them; by which the target follows. */
import * as z from "zod";
import { estimate, lags } from "./values";

/** In the order of what they know. */
export const mechanismKinds = [
  /** Every token is as probable. */
  "uniform",
  /** Knows the shared n-gram, and of the chain nothing. */
  "lazy",
  /** How often each token followed those at the shared n-gram's lags, in context. */
  "sharedFrequencies",
  /** The same at the lags of the chain's parents. */
  "ownFrequencies",
  /** Knows the shared n-gram, and takes those frequencies for the chain. */
  "bothFrequencies",
  /** Knows the shared n-gram, and infers the chain from the tokens before: the least log loss, over all targets, without
   * knowing it. */
  "bothBayes",
  /** Knows the shared n-gram and the chain. */
  "oracle",
] as const;

/** Of all targets, and of those that follow either law: null where there are fewer than two. */
const losses = z.object({ all: estimate, own: estimate.nullable(), shared: estimate.nullable() }).readonly();

export const mechanismsSchema = z
  .object({
    /** β: probability that a token follows the shared n-gram. */
    weight: z.number().min(0).max(1),
    /** Of the sequences' own chains, and of the shared n-gram. */
    parents: lags,
    globalParents: lags,
    /** On so many of the run's validation sequences. */
    sequences: z.int().min(2),
    predictors: z
      .array(
        z
          .object({
            kind: z.enum(mechanismKinds),
            /** By the model's own loss. */
            loss: losses,
            /** By the log loss, whatever the model's: in nats. */
            logLoss: losses,
          })
          .readonly(),
      )
      .min(1)
      .readonly(),
    /** What is to be known of the numbers, in words. */
    notes: z.array(z.string()).readonly(),
  })
  .readonly();

export type MechanismStudy = z.infer<typeof mechanismsSchema>;
export type MechanismScore = MechanismStudy["predictors"][number];
export type MechanismKind = MechanismScore["kind"];
