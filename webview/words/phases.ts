/** The phases of a training, in words: what they are called, and by what in the tensors they were found. */
import { t } from "@vscode/l10n";
import type { Phase } from "../../core/inspect";
import { grouped } from "./numbers";

export function phaseWord(kind: Phase["kind"]): string {
  switch (kind) {
    case "selection":
      return t("selection");
    case "concentration":
      return t("concentration");
    case "growth":
      return t("growth");
  }
}

/** With its steps, and where it ends by what core/inspect measured. */
export function phaseSentence({ kind, fromStep, toStep }: Phase): string {
  const steps = [grouped(fromStep), grouped(toStep)] as const;
  switch (kind) {
    case "selection":
      return t(
        "Phase of selection: steps {0} to {1}. It ends where the weight of the subset that wins has settled.",
        ...steps,
      );
    case "concentration":
      return t(
        "Phase of concentration: steps {0} to {1}. It ends where the attention of the heads in use goes on at less than half of its speed, or not at all.",
        ...steps,
      );
    case "growth":
      return t("Phase of growth: steps {0} to {1}. The circuit stands, and its scale a grows on.", ...steps);
  }
}
