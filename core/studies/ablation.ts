/** What each part of the circuit is worth: knocked out of the trained model, and left out of a training from the start. */
import * as z from "zod";
import { estimate, number } from "./values";

const knockOutSchema = z
  .object({
    /** `head-1`, `uniform-subsets`, … */
    id: z.string(),
    /** `Head 1 removed`. */
    title: z.string(),
    loss: estimate,
    /** What it adds to the intact model's loss, from differences on the same sequences. */
    cost: estimate,
  })
  .readonly();

const memberSchema = z
  .object({
    seed: z.int().min(0),
    /** Validation loss in the end; NaN where it failed. */
    loss: number,
    /** Why it failed, in words. */
    failure: z.string().nullable(),
  })
  .readonly();

const variantSchema = z
  .object({
    /** `baseline` comes first. */
    id: z.string(),
    title: z.string(),
    /** What is changed in the experiment, in words. */
    changes: z.array(z.string()).readonly(),
    members: z.array(memberSchema).readonly(),
    /** What it adds to the baseline's loss, from differences by seed; null for the baseline, and where all failed. */
    cost: estimate.nullable(),
  })
  .readonly();

export const ablationSchema = z
  .object({
    /** Of the checkpoint that parts were knocked out of. */
    step: z.int().min(0),
    lossKind: z.enum(["log", "softmax"]),
    /** Of the intact model, on the validation sequences. */
    intact: estimate,
    knockOuts: z.array(knockOutSchema).readonly(),
    /** Empty where none was trained. */
    variants: z.array(variantSchema).readonly(),
    /** What was left out and why, in words. */
    notes: z.array(z.string()).readonly(),
  })
  .readonly();

export type AblationStudy = z.infer<typeof ablationSchema>;
export type KnockOut = z.infer<typeof knockOutSchema>;
export type AblationVariant = z.infer<typeof variantSchema>;
