/** What all curves over the axis have in common: where the run changes its law, and where its steps lie. */
import type { Mark, Plot } from "../charts";
import { placeOf, type AxisQuantity, type ShownRun } from "../store";

/** Of the first run, which the page is about. */
export function overAxis(
  [main]: readonly ShownRun[],
  quantity: AxisQuantity,
): Required<Pick<Plot, "marks" | "placeOf">> {
  return { marks: marksOf(main, quantity), placeOf: placeOf(main, quantity) };
}

/** By place: the stages and edits. A run's only stage needs no line, but the first of several says what it is. */
function marksOf(run: ShownRun, quantity: AxisQuantity): readonly Mark[] {
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
