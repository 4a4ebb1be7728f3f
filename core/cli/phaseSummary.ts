/** The phases of a run and the laws that they follow, as far as its snapshots tell: what `show` says of the training. */
import {
  detectPhases,
  mixedCourse,
  mixedPhaseSentences,
  rateSentence,
  stageRates,
  type MixedCourse,
  type MixedStage,
  type Phase,
  type StageRate,
} from "../inspect";
import { layoutOf, mixedLayout, mixedParameters, type MixedParameter, type Model } from "../model";
import { parametersAt, type MetricsLine, type Snapshots } from "../runs";
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

/** A run on the mixed target: where its six scalars are, and its four phases. */
export interface MixedSummary {
  /** The newest recorded step. */
  readonly step: number;
  /** Null where no snapshot can be read. */
  readonly parameters: Readonly<Record<MixedParameter, number>> | null;
  /** L_G4 and L_IH, and each as a part of ½E f²; NaN where they were not recorded. */
  readonly lossG4: number;
  readonly lossIH: number;
  readonly unexplainedG4: number;
  readonly unexplainedIH: number;
  readonly course: MixedCourse;
  readonly words: readonly string[];
}

/** @param stages the experiment's `training.stages` */
export function mixedSummaryOf(
  lines: readonly MetricsLine[],
  snapshots: Snapshots,
  stages: readonly MixedStage[],
): MixedSummary {
  const {
    step = NaN,
    lossG4 = NaN,
    lossIH = NaN,
    unexplainedG4 = NaN,
    unexplainedIH = NaN,
  } = {
    ...lines.at(-1),
  };
  const last = parametersAt(snapshots, mixedLayout, snapshots.length - 1);
  const course = mixedCourse(lines, stages);
  return {
    ...{ step, lossG4, lossIH, unexplainedG4, unexplainedIH, course },
    // One entry each, in the parameters' own order.
    parameters:
      last &&
      (Object.fromEntries(mixedParameters.map((name, at) => [name, last[at]])) as Record<
        MixedParameter,
        number
      >),
    words: mixedPhaseSentences(course),
  };
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
