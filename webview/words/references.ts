/** What predictors that learn nothing are called: in a line of a figure, and where there is little room. */
import { t } from "@vscode/l10n";
import { lagSetName, type Reference } from "../../core/theory";
import { decimal } from "./numbers";

/** Such as core/theory and studies describe it. */
export type ReferenceLike = Pick<Reference, "kind" | "lags" | "scale">;

/** `GIH{1, 2}, a = 8.60`, `frequencies after {1}`, `Bayes`. */
export function referenceName({ kind, lags, scale }: ReferenceLike): string {
  switch (kind) {
    case "uniform":
      return t("uniform");
    case "unigram":
      return t("in-context unigram");
    case "maximumLikelihood":
      return t("frequencies after {0}", lagSetName(lags));
    case "inductionHead":
      return scale === null || scale === Infinity
        ? t("GIH{0}, a → ∞", lagSetName(lags))
        : t("GIH{0}, a = {1}", lagSetName(lags), scale.toFixed(2));
    case "bayes":
      return t("Bayes");
    case "oracle":
      return t("oracle");
  }
}

/** What it knows and does, in a sentence. */
export function referenceSentence({ kind, lags, scale }: ReferenceLike): string {
  switch (kind) {
    case "uniform":
      return t("Takes every token to be as probable.");
    case "unigram":
      return t("How often each token occurs in the sequence.");
    case "maximumLikelihood":
      return t("How often each token followed the tokens at the lags {0} before.", lagSetName(lags));
    case "inductionHead":
      return scale === null || scale === Infinity
        ? t("The generalised induction head on {0}: the mean of all places that match.", lagSetName(lags))
        : t("The generalised induction head on {0} with a = {1}.", lagSetName(lags), decimal(scale));
    case "bayes":
      return t("The posterior predictive law of one who knows prior and parents.");
    case "oracle":
      return t("Knows the transition matrix π: nothing can be better.");
  }
}
