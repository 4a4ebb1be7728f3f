/** The two that a model is held against first, for the head line: one of its own kind, and one who knows the prior. */
import { t } from "@vscode/l10n";
import type { ShownRun } from "../store";
import { mechanismName, mechanismSentence, referenceSentence } from "../words";

export interface HeadReference {
  readonly name: string;
  readonly title: string;
  /** By the model's own loss, on the validation sequences. */
  readonly loss: number;
}

/**
 * Those that are known: GIH at the scale that does best on these sequences, and Bayes; where tokens follow one of two laws,
 * who knows the shared n-gram alone, and who infers the chain besides.
 */
export function headReferences({ studies: { theory, mechanisms } }: ShownRun): readonly HeadReference[] {
  if (mechanisms) {
    return mechanisms.predictors
      .filter(({ kind }) => kind === "lazy" || kind === "bothBayes")
      .map(({ kind, loss }) => ({
        name: mechanismName(kind, mechanisms),
        title: titled(mechanismSentence(kind, mechanisms)),
        loss: loss.all.mean,
      }));
  }
  const references = theory?.references ?? [];
  // With its best scale; where that is the limit, there is no other.
  const head = references.find(({ kind }) => kind === "inductionHead");
  const bayes = references.find(({ kind }) => kind === "bayes");
  return [
    ...(head ? [{ name: t("GIH"), reference: head }] : []),
    ...(bayes ? [{ name: t("Bayes"), reference: bayes }] : []),
  ].map(({ name, reference }) => ({
    name,
    title: titled(referenceSentence(reference)),
    loss: reference.loss.mean,
  }));
}

function titled(sentence: string): string {
  return t("{0} Its loss on the validation sequences.", sentence);
}
