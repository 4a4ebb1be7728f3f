/** The phases of a run and the laws that they follow, as far as its snapshots tell: what `show` says of the training. */
import { detectPhases, rateSentence, stageRates, type Phase, type StageRate } from "../inspect";
import { layoutOf, type Model } from "../model";
import { parametersAt, type Snapshots } from "../runs";
import type { RateFit } from "../theory";

export interface PhaseSummary {
  /** As they were found in the tensors; none where no subset has won. */
  readonly phases: readonly Phase[];
  /** Of each phase what the paper predicts of it. */
  readonly rates: readonly RateSummary[];
}

export interface RateSummary extends Pick<StageRate, "quantity" | "predicted" | "verdict"> {
  readonly phase: Phase["kind"];
  /** The law of the least AIC; null where none can be fitted. */
  readonly best: RateFit | null;
  readonly words: string;
}

export function phasesFrom(snapshots: Snapshots, model: Model): PhaseSummary {
  const layout = layoutOf(model);
  const times = snapshots.arrays.get("time")?.data;
  const rows = Array.from(snapshots.arrays.get("step")?.data ?? []).flatMap((step, row) => {
    const parameters = Number.isNaN(step) ? null : parametersAt(snapshots, layout, row);
    return parameters ? [{ step, time: times?.[row] ?? NaN, parameters }] : [];
  });
  const phases = detectPhases(model, rows);
  const rates = stageRates(model, rows, phases).map((rate): RateSummary => {
    const { phase, quantity, predicted, verdict, best } = rate;
    return { phase: phase.kind, quantity, predicted, verdict, best, words: rateSentence(rate) };
  });
  return { phases, rates };
}
