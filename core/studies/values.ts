/** What several studies are made of. Numbers that JSON lacks stand as core/runs writes them. */
import * as z from "zod";
import { numberSchema } from "../runs";

export const number = numberSchema;

/** A mean and its standard error. */
export const estimate = z.object({ mean: number, standardError: number }).readonly();

/** Ascending. */
export const lags = z.array(z.int().min(1)).readonly();

export const referenceKind = z.enum([
  "uniform",
  "unigram",
  "maximumLikelihood",
  "inductionHead",
  "bayes",
  "oracle",
]);
