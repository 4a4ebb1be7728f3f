/**
 * Sequences that a report holds: the first ones of each set. They are all that it offers, so that whatever the page
 * offers to trace is there; the report's last line says of how many they are the first.
 */
import { t } from "@vscode/l10n";
import type { HeldSequences, SequenceAnswer, SequencePlace } from "../../core/protocol";
import { grouped } from "../words";

export function heldAnswer(sequences: readonly HeldSequences[], place: SequencePlace): SequenceAnswer {
  const ofSet = sequences.find(({ set }) => set === place.set);
  if (!ofSet) return { kind: "problem", problem: t("This report holds no sequences."), ...place };
  if (ofSet.kind === "problem") return { kind: "problem", problem: ofSet.problem, ...place };
  const { width } = ofSet;
  const count = (ofSet.kind === "scalars" ? ofSet.scalars : ofSet.tokens).length / width;
  if (place.index < count) {
    const [from, end] = [place.index * width, (place.index + 1) * width];
    return ofSet.kind === "scalars"
      ? { kind: "scalars", count, scalars: ofSet.scalars.slice(from, end), ...place }
      : { kind: "tokens", count, tokens: ofSet.tokens.slice(from, end), ...place };
  }
  const problem = t(
    "This report holds sequences 1 to {0}. The others are with the run itself.",
    grouped(count),
  );
  return { kind: "problem", problem, ...place };
}
