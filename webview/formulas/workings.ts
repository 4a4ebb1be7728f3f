/** What formulas are made of: a trace, the parameters behind it, and how its places are named in notes. */
import { t } from "@vscode/l10n";
import { tokenName, type Interventions, type Trace } from "../../core/inspect";
import { indexed, row, type Maths } from "./maths";

export interface Workings {
  readonly trace: Trace;
  /** The whole vector, before the interventions. */
  readonly parameters: Float64Array;
  readonly interventions: Interventions;
}

/** L + 1, the place that is traced; the paper's sequence is what stands before it. */
export const outputIndex: Maths = row("L", "+", "1");

/** Of a head's quantity: `(h)`. */
export const ofHead = (letter = "h"): Maths => row("(", letter, ")");

/** `S ∈ 𝒮`. */
export const overSubsets: Maths = row("S", "∈", "𝒮");

/** y of a token. */
export const votesFor = (letter = "x"): Maths => indexed("y", letter);

/** `L + 1 is place 57, the one that is traced.` */
export function outputNote({ trace }: Pick<Workings, "trace">): string {
  return t("L + 1 is place {0}, the one that is traced.", trace.position + 1);
}

/** `l is place 23, where B stands.` @param key 0-based */
export function placeNote({ trace }: Workings, key: number): string {
  if (key === trace.position) return outputNote({ trace });
  return t("l is place {0}, where {1} stands.", key + 1, nameOf(trace, trace.context[key]));
}

export function tokenNote({ trace }: Workings, token: number): string {
  return t("x is the token {0}.", nameOf(trace, token));
}

export function nameOf({ model }: Trace, token: number): string {
  return tokenName(token, model.alphabetSize);
}

/** Parts of the paper as arXiv 2409.10559 describes the model; where its authors' code differs, that is said. */
export const sources = {
  copier: () => t("arXiv 2409.10559, the model: copier, the first attention layer"),
  selector: () => t("arXiv 2409.10559, the model: selector, the feed-forward layer with normalisation"),
  classifier: () => t("arXiv 2409.10559, the model: classifier, the second attention layer"),
  fullModel: () => t("The authors’ public code: the model before the paper simplifies it"),
  relative: () => t("Induction Lab: a relative of the paper’s model, for a question that it leaves open"),
  loss: () => t("arXiv 2409.10559, training: the log loss"),
  authorsLoss: () =>
    t("The authors' public code: a cross-entropy that takes y for logits (the paper has −log y)"),
};
