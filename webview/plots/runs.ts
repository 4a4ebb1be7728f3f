/** How runs that share a chart are told apart. */
import { t } from "@vscode/l10n";
import type { Curve } from "../charts";
import type { Series, ShownRun } from "../store";
import { seriesCount } from "../theme";

/** Whether colours stand for runs; else they stand for what is drawn of the one run. */
export function isComparison(runs: readonly ShownRun[]): boolean {
  return runs.some(({ role }) => role === "compared");
}

/** In a comparison: a ghost is said beside, the others have a colour each. */
export function runColour(runs: readonly ShownRun[], run: ShownRun): Curve["colour"] {
  if (run.role === "ghost") return "muted";
  return runs.filter(({ role }) => role !== "ghost").indexOf(run) % seriesCount;
}

/** Of a run in a legend. */
export function runName({ role, facts }: ShownRun): string {
  return role === "ghost" ? t("before") : facts.title;
}

/** A curve for every run that has something to show. */
export function curvesOfRuns(
  runs: readonly ShownRun[],
  series: (run: ShownRun) => Series,
  more: Partial<Curve> = {},
): readonly Curve[] {
  return runs
    .map((run): Curve => {
      const colour = runColour(runs, run);
      return { name: runName(run), series: series(run), colour, dashed: run.role === "ghost", ...more };
    })
    .filter(hasRows);
}

/** Whether there is a number to draw. */
export function hasRows({ series: { values } }: Curve): boolean {
  let row = 0;
  while (row < values.length && !Number.isFinite(values[row])) row++;
  return row < values.length;
}

/** Of one of several curves of a run, if it is a ghost's. */
export function nameBefore({ role }: ShownRun, name: string): string {
  return role === "ghost" ? t("{0} before", name) : name;
}
