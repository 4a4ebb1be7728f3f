/**
 * The charts of the mixed target's six scalars over steps, held against what they go to and against the course that
 * theory expects.
 */
import { t } from "@vscode/l10n";
import { mixedParameters, type MixedParameter } from "../../core/model";
import type { Curve, Plot } from "../charts";
import { mixedModelOf, snapshotSeries, type AxisQuantity, type Series, type ShownRun } from "../store";
import { decimal, mixedGoals, mixedSymbol, type MixedGoal } from "../words";
import { expectedCurve, expectedCurves } from "./expected";
import { levelAlong } from "./level";
import { overAxis } from "./marks";
import { memo } from "./memo";
import { curvesOfRuns, hasRows, isComparison, nameBefore, runColour, runName } from "./runs";

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
      curves: [
        ...curvesOfRuns(runs, (run) => series(run, of)),
        ...goalsOfRuns(runs, quantity, of),
        ...(isExpected(of) ? expectedCurves(runs, of, (run) => series(run, of)) : []),
      ],
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
      ...(isExpected(of)
        ? expectedCurve(runs[0], of, series(runs[0], of), t("{0} by theory", mixedSymbol(of)))
        : []),
      ...goalOf(runs[0], quantity, of, colour),
    ]),
  }));
});

/** What theory follows; k and q by themselves it does not tell. */
const expected = ["match", "value1", "value2", "rpe2"] as const satisfies readonly Quantity[];

function isExpected(of: Quantity): of is (typeof expected)[number] {
  return expected.some((each) => each === of);
}

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

/** One for all where all runs go to the same, else one for each in its colour. */
function goalsOfRuns(runs: readonly ShownRun[], quantity: AxisQuantity, of: Quantity): readonly Curve[] {
  const shown = runs.filter(({ role }) => role !== "ghost");
  const goals = new Set(shown.map((run) => goalIn(run, of)?.value));
  if (goals.size === 1) return goalOf(shown[0], quantity, of, "muted");
  return shown.flatMap((run) =>
    goalOf(run, quantity, of, runColour(runs, run)).map((curve) => ({
      ...curve,
      name: t("{0}: {1}", runName(run), curve.name),
    })),
  );
}

/** Where the run's quantity goes, all along its part of the axis; none for what has no goal. */
function goalOf(
  run: ShownRun,
  quantity: AxisQuantity,
  of: Quantity,
  colour: Curve["colour"],
): readonly Curve[] {
  const goal = goalIn(run, of);
  if (!goal) return [];
  const series = levelAlong(scalarSeries(run, quantity, of), goal.value);
  const name = t("goal {0}", goal.symbol);
  return [{ name, series, colour, dashed: true, above: true }].filter(hasRows);
}

function goalIn(run: ShownRun, of: Quantity): MixedGoal | undefined {
  const model = mixedModelOf(run);
  return model ? mixedGoals(model.target)[of] : undefined;
}
