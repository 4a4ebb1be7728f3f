/** What reference predictors are called where they stand in tables, and numbers with how far off they may be. */
import { lagSetName, type Estimate, type Reference } from "../theory";
import { decimal } from "./numbers";

type Named = Pick<Reference, "kind" | "lags" | "scale">;

/** @param note behind a scale: how it was found */
export function predictorName({ kind, lags, scale }: Named, note = ""): string {
  switch (kind) {
    case "uniform":
      return "uniform";
    case "unigram":
      return "in-context unigram";
    case "maximumLikelihood":
      return `in-context frequencies after ${lagSetName(lags)}`;
    case "inductionHead":
      return `GIH(${lagSetName(lags)}, a ${scale === Infinity ? "→ ∞" : `= ${(scale ?? 0).toFixed(2)}${note}`})`;
    case "bayes":
      return "Bayes, knowing prior and parents";
    case "oracle":
      return "oracle, knowing π";
  }
}

/** `0.6439 ± 0.0067`: the standard error. */
export function withError({ mean, standardError }: Estimate): string {
  return `${decimal(mean)} ± ${decimal(standardError)}`;
}

export const softmaxRemark =
  "The softmax loss takes probabilities for logits, so that it favours sure predictions over right ones.";
