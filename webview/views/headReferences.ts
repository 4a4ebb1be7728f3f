/** The two that a model is held against first, for the head line: one of its own kind, and one who knows the prior. */
import { t } from "@vscode/l10n";
import type { ShownRun } from "../store";
import { referenceSentence } from "../words";

export interface HeadReference {
  readonly name: string;
  readonly title: string;
  /** By the model's own loss, on the validation sequences. */
  readonly loss: number;
}

/** Those that are known: GIH at the scale that does best on these sequences, and Bayes. */
export function headReferences({ studies }: ShownRun): readonly HeadReference[] {
  const references = studies.theory?.references ?? [];
  // With its best scale; where that is the limit, there is no other.
  const head = references.find(({ kind }) => kind === "inductionHead");
  const bayes = references.find(({ kind }) => kind === "bayes");
  return [
    ...(head ? [{ name: t("GIH"), reference: head }] : []),
    ...(bayes ? [{ name: t("Bayes"), reference: bayes }] : []),
  ].map(({ name, reference }) => ({
    name,
    title: t("{0} Its loss on the validation sequences.", referenceSentence(reference)),
    loss: reference.loss.mean,
  }));
}
