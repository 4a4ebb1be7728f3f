/** What is to be known of the numbers of a model family that works otherwise than the paper's disentangled model. */
import { t } from "@vscode/l10n";
import type { Model } from "../../core/model";

/** What the attention of heads to lags means; empty where it is all that they go by. */
export function lagAttentionNote(model: Model): string {
  switch (model.family) {
    case "full":
      return t(
        "This is what positions alone say: which tokens stand there counts too, by W_QK below, and a head may look at its own place.",
      );
    case "absolute":
      return t(
        "Means over all positions: each position attends in its own way, which the attention maps show. There are no logits of lags.",
      );
    case "deep":
      return t(
        "Heads of later layers bring what stands at their lag, and what the layers before have brought there.",
      );
    default:
      return "";
  }
}

/** In place of a caption on the weights of subsets. */
export function noSelectorCaption(): string {
  return t(
    "An MLP stands in place of the selector, so no subsets of heads are weighed. What it does shows in which windows it finds alike.",
  );
}

/** Said behind a law of the disentangled model where another is held against it; empty for the disentangled one. */
export function lawsNote(model: Model): string {
  return model.family === "disentangled"
    ? ""
    : t("The paper proves its laws for that model; other families are only held against them.");
}
