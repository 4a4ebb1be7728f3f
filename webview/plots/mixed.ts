/**
 * The charts of the mixed target's transition: both losses apart, as they are and as parts of what they are with nothing
 * learnt, with the phases found in them and the course that theory expects. Those of scalars are in mixedScalars.ts.
 */
import { t } from "@vscode/l10n";
import { mixedPhaseTitle } from "../../core/inspect";
import type { Curve, Mark, Plot } from "../charts";
import {
  metricSeries,
  mixedCourseOf,
  mixedSpans,
  placeOf,
  type AxisQuantity,
  type AxisScale,
  type Series,
  type ShownRun,
} from "../store";
import { decimal } from "../words";
import { expectedCurve, expectedCurves } from "./expected";
import { overAxis } from "./marks";
import { memo } from "./memo";
import { curvesOfRuns, hasRows, isComparison, nameBefore } from "./runs";

type Part = "G4" | "IH";
const parts: readonly Part[] = ["G4", "IH"];

/** Losses first, then the unexplained parts. @param runs all on the mixed target, at least one */
export const transitionPlots = memo(
  (runs: readonly ShownRun[], quantity: AxisQuantity, valueScale: AxisScale): readonly Plot[] => {
    const { marks, placeOf } = overAxis(runs, quantity);
    // Of several runs each has its own: those of one would stand over the curves of all.
    const phases = isComparison(runs) ? [] : phaseMarks(runs[0], quantity);
    const all = [...marks, ...phases].sort((one, other) => one.place - other.place);
    const common = { marks: all, placeOf, valueScale, format: decimal };
    if (!isComparison(runs)) return single(runs, quantity).map((plot) => ({ ...common, ...plot }));
    return parts.flatMap((part) => [
      { ...common, label: lossWord(part), curves: ofRuns(runs, quantity, `loss${part}`) },
      {
        ...common,
        label: unexplainedLabel(part),
        curves: [
          ...ofRuns(runs, quantity, `unexplained${part}`),
          ...expectedCurves(runs, `unexplained${part}`, (run) => unexplained(run, quantity, part)),
        ],
      },
    ]);
  },
);

function single(runs: readonly ShownRun[], quantity: AxisQuantity): Pick<Plot, "label" | "curves">[] {
  const curves = (column: (part: Part) => string, name: (part: Part) => string, dotted = false) =>
    runs.flatMap((run) =>
      parts.map((part, colour) => curveOf(run, quantity, column(part), name(part), colour, dotted)),
    );
  return [
    {
      label: t("L_G4 and L_IH"),
      curves: [
        ...curves((part) => `loss${part}`, lossWord),
        ...curves(
          (part) => `validationLoss${part}`,
          (part) => t("{0}, validation", lossWord(part)),
          true,
        ),
      ].filter(hasRows),
    },
    {
      label: t("what is still unexplained, as a part"),
      curves: [
        ...curves((part) => `unexplained${part}`, unexplainedWord),
        ...parts.flatMap((part) =>
          expectedCurve(
            ...([runs[0], `unexplained${part}`, unexplained(runs[0], quantity, part)] as const),
            t("{0} by theory", lossWord(part)),
          ),
        ),
      ].filter(hasRows),
    },
  ];
}

function unexplained(run: ShownRun, quantity: AxisQuantity, part: Part): Series {
  return metricSeries(run, quantity, `unexplained${part}`);
}

function curveOf(
  run: ShownRun,
  quantity: AxisQuantity,
  column: string,
  name: string,
  colour: number,
  dotted: boolean,
): Curve {
  const dashed = dotted || run.role === "ghost";
  const series = metricSeries(run, quantity, column);
  return { name: nameBefore(run, name), title: column, series, colour, dashed, dotted };
}

function ofRuns(runs: readonly ShownRun[], quantity: AxisQuantity, column: string): readonly Curve[] {
  return curvesOfRuns(runs, (run) => metricSeries(run, quantity, column));
}

function lossWord(part: Part): string {
  return part === "G4" ? "L_G4" : "L_IH";
}

function unexplainedWord(part: Part): string {
  return part === "G4" ? "L_G4 / ½E f₁²" : "L_IH / ½E f₂²";
}

function unexplainedLabel(part: Part): string {
  return t("{0}: what is still unexplained, as a part", unexplainedWord(part));
}

/** A line where each phase begins that has begun. */
function phaseMarks(run: ShownRun, quantity: AxisQuantity): readonly Mark[] {
  const place = placeOf(run, quantity);
  return mixedSpans(mixedCourseOf(run)).map(({ name, fromStep }) => ({
    place: place(fromStep),
    words: mixedPhaseTitle(name),
    kind: "phase",
  }));
}
