/** What went wrong in a run, or what is remarkable about it: each with its evidence and with what to try. */
import * as z from "zod";

/** In the order in which they are told: what else may only follow from comes first. */
export const findingKinds = [
  "notFinite",
  "diverging",
  "oscillating",
  "notImproving",
  "notConcentrated",
  "wrongSet",
  "headsAstray",
  "overfitting",
  "poorTransfer",
] as const;

const findingSchema = z
  .object({
    kind: z.enum(findingKinds),
    severity: z.enum(["warning", "error"]),
    /** One sentence: what is the matter. */
    title: z.string(),
    /** Sentences with the numbers that say so. */
    evidence: z.array(z.string()).readonly(),
    /** Sentences: what to try, the most promising first. */
    advice: z.array(z.string()).readonly(),
  })
  .readonly();

export const diagnosisSchema = z
  .object({
    /** The run's when it was looked at. */
    step: z.int().min(0),
    /** Empty: nothing was found. */
    findings: z.array(findingSchema).readonly(),
    /** What could not be looked at and why, in words. */
    notes: z.array(z.string()).readonly(),
  })
  .readonly();

export type Diagnosis = z.infer<typeof diagnosisSchema>;
export type Finding = z.infer<typeof findingSchema>;
