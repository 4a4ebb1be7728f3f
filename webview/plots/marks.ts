/** Where the curves of a run change their law: the stages after the first, and edits. */
import type { Mark } from "../charts";
import type { ShownRun } from "../store";

/** By step. A run's only stage needs no line, but the first of several says what it is. */
export function marksOf({ facts }: ShownRun): readonly Mark[] {
  const { stages, edits } = facts;
  const changes = edits.map(({ step, words }): Mark => ({ step, words: words.join(", "), kind: "edit" }));
  const begun = stages.map(({ fromStep, name }): Mark => ({ step: fromStep, words: name, kind: "stage" }));
  return [...(begun.length > 1 ? begun : []), ...changes].sort((a, b) => a.step - b.step);
}
