/** What those are called who know one of two laws, or both, where each token follows one of them; and its targets. */
import { t } from "@vscode/l10n";
import type { MechanismKind, MechanismScore, MechanismStudy } from "../../core/protocol";
import { lagSetName } from "../../core/theory";

/** All targets, those that follow their sequence's own chain, and those that follow the shared n-gram. */
export type TargetSource = keyof MechanismScore["loss"];

export function sourceName(source: TargetSource): string {
  switch (source) {
    case "all":
      return t("all targets");
    case "own":
      return t("targets of their own chain");
    case "shared":
      return t("targets of the shared n-gram");
  }
}

type Parents = Pick<MechanismStudy, "parents" | "globalParents">;

/** `lazy`, `both, Bayes`. */
export function mechanismName(kind: MechanismKind, { parents, globalParents }: Parents): string {
  switch (kind) {
    case "uniform":
      return t("uniform");
    case "lazy":
      return t("lazy");
    case "sharedFrequencies":
      return t("frequencies after {0}", lagSetName(globalParents));
    case "ownFrequencies":
      return t("rich: frequencies after {0}", lagSetName(parents));
    case "bothFrequencies":
      return t("both, by frequencies");
    case "bothBayes":
      return t("both, Bayes");
    case "oracle":
      return t("oracle");
  }
}

/** What it knows and does, in a sentence. */
export function mechanismSentence(kind: MechanismKind, { parents, globalParents }: Parents): string {
  switch (kind) {
    case "uniform":
      return t("Takes every token to be as probable.");
    case "lazy":
      return t("Knows the shared n-gram, and of the sequence's own chain nothing.");
    case "sharedFrequencies":
      return t(
        "How often each token followed the tokens at the shared n-gram's lags {0}.",
        lagSetName(globalParents),
      );
    case "ownFrequencies":
      return t("How often each token followed the tokens at the chain's lags {0}.", lagSetName(parents));
    case "bothFrequencies":
      return t(
        "Knows the shared n-gram, and takes frequencies after the lags {0} for the chain.",
        lagSetName(parents),
      );
    case "bothBayes":
      return t(
        "Knows the shared n-gram, and infers the chain from the tokens before: over all targets nobody has a smaller log loss who does not know the chain.",
      );
    case "oracle":
      return t("Knows the shared n-gram and the chain, but not which of them the target follows.");
  }
}
