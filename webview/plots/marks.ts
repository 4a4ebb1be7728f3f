/** Where the curves of a run change their law: the stages after the first, and edits. */
import type { Mark } from "../charts";
import { placeOf, type AxisQuantity, type ShownRun } from "../store";

/** By step. A run's only stage needs no line, but the first of several says what it is. */
export function marksOf(run: ShownRun, quantity: AxisQuantity): readonly Mark[] {
  const { stages, edits } = run.facts;
  const place = placeOf(run, quantity);
  const changes = edits.map(({ step, words }): Mark => ({
    place: place(step),
    words: words.join(", "),
    kind: "edit",
  }));
  const begun = stages.map(({ fromStep, name }): Mark => ({
    place: place(fromStep),
    words: name,
    kind: "stage",
  }));
  return [...(begun.length > 1 ? begun : []), ...changes].sort((a, b) => a.place - b.place);
}
