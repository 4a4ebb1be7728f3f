/** When a run's selection was over, by theory and as measured; both in gradient-flow time. */
import { predictedSelection } from "../../core/theory";
import type { TheoryStudy } from "../../core/protocol";
import type { SelectionTime } from "../formulas";
import { circuitOf, phasesOf, placeOf, type ShownRun } from "../store";

/**
 * t_1 up to a constant; null where theory says nothing, or nobody knows how the run began. It is a theorem of the
 * disentangled model alone.
 */
export function predictedTime(run: ShownRun, { gap }: TheoryStudy): SelectionTime | null {
  const data = run.facts.experiment?.data;
  const first = run.snapshots[0];
  const before = first?.step === 0 ? circuitOf(run, 0) : null;
  if (run.model?.family !== "disentangled") return null;
  if (data?.kind !== "markov" || before?.step !== 0 || gap === null) return null;
  const { coefficientNorm, scale } = before;
  const of = { coefficientNorm, scale, sequenceLength: data.sequenceLength, gap: gap.mean };
  const value = predictedSelection(of);
  return value === null ? null : { ...of, value };
}

/** Where the phase of selection ends; null where none was found. */
export function measuredTime(run: ShownRun): { readonly step: number; readonly time: number } | null {
  const selection = phasesOf(run).find(({ kind }) => kind === "selection");
  if (!selection) return null;
  return { step: selection.toStep, time: placeOf(run, "time")(selection.toStep) };
}
