/**
 * What theory expects of a run on the mixed target, as curves beside the run's own: at the steps that the run recorded,
 * so that no axis grows beyond the run and no place can be pointed at that it has not been to.
 */
import { t } from "@vscode/l10n";
import type { TransitionStudy } from "../../core/protocol";
import type { Curve } from "../charts";
import { firstIndexWhere, placeOf, type Series, type ShownRun } from "../store";
import { hasRows, runColour, runName } from "./runs";

/** A column of the expected course. */
export type Expected = Exclude<keyof TransitionStudy["course"], "time">;

/** Of the one run that a chart is about; none where there is no such study. @param along what it is held against */
export function expectedCurve(run: ShownRun, of: Expected, along: Series, name: string): readonly Curve[] {
  return [dottedCurve(run, of, along, { name, colour: colours[of] })].filter(hasRows);
}

/** Such as stand out on the run's own curve, blue for the first ones and orange for the others. */
const colours: Readonly<Record<Expected, number>> = {
  ...{ unexplainedG4: 4, value1: 4, match: 4 },
  ...{ unexplainedIH: 2, value2: 2, rpe2: 2 },
};

/** Of a comparison: for every run of which theory was asked, in its colour and with its name. */
export function expectedCurves(
  runs: readonly ShownRun[],
  of: Expected,
  along: (run: ShownRun) => Series,
): readonly Curve[] {
  return runs
    .filter(({ role }) => role !== "ghost")
    .map((run) => {
      const look = { name: t("{0} by theory", runName(run)), colour: runColour(runs, run) };
      return dottedCurve(run, of, along(run), look);
    })
    .filter(hasRows);
}

/** Over the run's own curve, on which it mostly lies. */
function dottedCurve(
  run: ShownRun,
  of: Expected,
  along: Series,
  look: Pick<Curve, "name" | "colour">,
): Curve {
  return { ...look, series: expectedAlong(run, of, along), dashed: true, dotted: true, above: true };
}

/** NaN before the stage that theory is of, behind it, and behind the expected course's end. */
function expectedAlong(run: ShownRun, of: Expected, { steps, places }: Series): Series {
  const { transition } = run.studies;
  if (!transition) return { steps: [], places: [], values: [] };
  const { course, stage, fromStep } = transition;
  const next = run.facts.stages.find((each) => each.stage > stage)?.fromStep ?? Infinity;
  const timeAt = placeOf(run, "time");
  const values = new Float64Array(steps.length).fill(NaN);
  for (let row = 0; row < steps.length; row++) {
    const step = steps[row];
    if (step >= fromStep && step <= next) values[row] = valueAt(course.time, course[of], timeAt(step));
  }
  return { steps, places, values };
}

/** Between the course's rows by interpolation. */
function valueAt(times: readonly number[], values: readonly number[], time: number): number {
  const after = firstIndexWhere(times.length, (row) => !(times[row] <= time));
  const before = after - 1;
  if (before < 0) return NaN;
  if (after === times.length) return time === times[before] ? values[before] : NaN;
  const share = (time - times[before]) / (times[after] - times[before]);
  return values[before] + share * (values[after] - values[before]);
}
