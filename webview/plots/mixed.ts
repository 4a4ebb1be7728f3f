/**
 * The mixed target's charts: both losses apart, as they are and as parts of what they are with nothing learnt, with the
 * phases found in them; and the six scalars, held against what they go to.
 */
import { t } from "@vscode/l10n";
import { mixedPhaseTitle } from "../../core/inspect";
import { mixedParameters, type MixedParameter } from "../../core/model";
import type { Curve, Mark, Plot } from "../charts";
import {
  metricSeries,
  mixedCourseOf,
  mixedModelOf,
  mixedSpans,
  placeOf,
  snapshotSeries,
  type AxisQuantity,
  type AxisScale,
  type Series,
  type ShownRun,
} from "../store";
import { decimal, mixedGoals, mixedSymbol } from "../words";
import { levelAlong } from "./level";
import { overAxis } from "./marks";
import { memo } from "./memo";
import { curvesOfRuns, hasRows, isComparison, nameBefore } from "./runs";

type Part = "G4" | "IH";
const parts: readonly Part[] = ["G4", "IH"];

/** Losses first, then the unexplained parts. @param runs all on the mixed target, at least one */
export const transitionPlots = memo(
  (runs: readonly ShownRun[], quantity: AxisQuantity, valueScale: AxisScale): readonly Plot[] => {
    const { marks, placeOf } = overAxis(runs, quantity);
    const phases = phaseMarks(runs[0], quantity);
    const all = [...marks, ...phases].sort((one, other) => one.place - other.place);
    const common = { marks: all, placeOf, valueScale, format: decimal };
    if (!isComparison(runs)) return single(runs, quantity).map((plot) => ({ ...common, ...plot }));
    return parts.flatMap((part) => [
      { ...common, label: lossWord(part), curves: ofRuns(runs, quantity, `loss${part}`) },
      { ...common, label: unexplainedLabel(part), curves: ofRuns(runs, quantity, `unexplained${part}`) },
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
      curves: curves((part) => `unexplained${part}`, unexplainedWord).filter(hasRows),
    },
  ];
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

/** A line where each phase begins that has begun; of the first run. */
function phaseMarks(run: ShownRun, quantity: AxisQuantity): readonly Mark[] {
  const place = placeOf(run, quantity);
  return mixedSpans(mixedCourseOf(run)).map(({ name, fromStep }) => ({
    place: place(fromStep),
    words: mixedPhaseTitle(name),
    kind: "phase",
  }));
}

/** What a chart of scalars shows: parameters by themselves, or k·q. */
type Quantity = MixedParameter | "match";

const groups: readonly (readonly Quantity[])[] = [
  ["match", "key", "query"],
  ["value1", "value2"],
  ["rpe1", "rpe2"],
];

/** A chart for what matches, what is copied and where is read; of a comparison one a quantity. */
export const scalarPlots = memo((runs: readonly ShownRun[], quantity: AxisQuantity): readonly Plot[] => {
  const common = { ...overAxis(runs, quantity), format: decimal };
  const series = (run: ShownRun, of: Quantity) => scalarSeries(run, quantity, of);
  if (isComparison(runs)) {
    return (["match", "value1", "value2", "rpe1", "rpe2"] as const).map((of) => ({
      ...common,
      label: t("{0} over steps", mixedSymbol(of)),
      curves: [...curvesOfRuns(runs, (run) => series(run, of)), ...goalOf(runs, quantity, of, "muted")],
    }));
  }
  return groups.map((group) => ({
    ...common,
    label: t("{0} over steps", group.map(mixedSymbol).join(", ")),
    curves: group.flatMap((of, colour) => [
      ...runs
        .map((run): Curve => ({
          ...{ name: nameBefore(run, mixedSymbol(of)), series: series(run, of), colour },
          dashed: run.role === "ghost",
        }))
        .filter(hasRows),
      ...goalOf(runs, quantity, of, colour),
    ]),
  }));
});

function scalarSeries(run: ShownRun, quantity: AxisQuantity, of: Quantity): Series {
  const { live } = run;
  const read = (parameters: Float64Array) =>
    of === "match" ? parameters[4] * parameters[5] : (parameters[mixedParameters.indexOf(of)] ?? NaN);
  return snapshotSeries(
    run,
    quantity,
    ({ parameters }) => read(parameters),
    live ? read(live.parameters) : NaN,
  );
}

/** Where the first run's quantity goes, all along the axis; none for what has no goal. */
function goalOf(
  runs: readonly ShownRun[],
  quantity: AxisQuantity,
  of: Quantity,
  colour: Curve["colour"],
): readonly Curve[] {
  const [main] = runs;
  const model = mixedModelOf(main);
  const goal = model && mixedGoals(model.target)[of];
  if (!goal) return [];
  const series = levelAlong(scalarSeries(main, quantity, of), goal.value);
  const name = t("goal {0}", goal.symbol);
  return [{ name, series, colour, dashed: true, above: true }].filter(hasRows);
}
