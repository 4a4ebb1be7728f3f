/** The laws that phases follow, in words: how each agrees with what the paper predicts. */
import { t } from "@vscode/l10n";
import { lawText, rSquaredText, type RateQuantity, type StageRate } from "../../core/inspect";
import type { Model } from "../../core/model";
import type { LawKind } from "../../core/theory";
import { headWord } from "./heads";

/** `Stage III: a ~ 0.246 + 1.02 log(t + 65.9), R² 0.99996, as predicted.` */
export function rateVerdict(
  { phase, quantity, best, fits, predicted, verdict }: StageRate,
  model: Model | null = null,
): string {
  const stage = numerals[phase.kind];
  const what = rateQuantity(quantity, model);
  const wanted = fits?.[predicted];
  if (verdict === "unknown" || !best) {
    return t("Stage {0}: {1} has too few recorded steps, or moves too little, to tell a law.", stage, what);
  }
  if (verdict === "none") {
    return t(
      "Stage {0}: {1} follows no simple law: the {2}, which fits best, has R² {3}. Predicted: {4}.",
      ...[stage, what, lawWord(best.law.kind), rSquaredText(best), lawWord(predicted)],
    );
  }
  const found = [stage, what, lawText(best.law), rSquaredText(best)] as const;
  if (verdict === "asPredicted") return t("Stage {0}: {1} ~ {2}, R² {3}, as predicted.", ...found);
  if (verdict === "asGood") {
    return t("Stage {0}: {1} ~ {2}, R² {3}; the predicted {4} does as well.", ...found, lawWord(predicted));
  }
  if (verdict === "nearly" && wanted) {
    return t(
      "Stage {0}: {1} ~ {2}, R² {3}; the predicted {4} does nearly as well, R² {5}.",
      ...[...found, lawWord(predicted), rSquaredText(wanted)],
    );
  }
  return wanted
    ? t(
        "Stage {0}: {1} ~ {2}, R² {3}. Predicted: {4}, R² {5}.",
        ...found,
        lawWord(predicted),
        rSquaredText(wanted),
      )
    : t(
        "Stage {0}: {1} ~ {2}, R² {3}. Predicted: {4}, which cannot be fitted.",
        ...found,
        lawWord(predicted),
      );
}

export function lawWord(kind: LawKind): string {
  switch (kind) {
    case "exponential":
      return t("exponential");
    case "power":
      return t("power law");
    case "logarithm":
      return t("logarithm");
  }
}

export function rateQuantity(quantity: RateQuantity, model: Model | null = null): string {
  switch (quantity.kind) {
    case "ratio":
      return t("c² of the winner over its strongest rival’s");
    case "attention":
      return t("1 − σ of {0} at lag {1}", headWord(model, quantity.head), quantity.lag);
    case "scale":
      return "a";
  }
}

const numerals = { selection: "I", concentration: "II", growth: "III" } as const;
