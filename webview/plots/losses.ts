/** The loss charts: one with both losses of a run, or for several runs one for each. */
import { t } from "@vscode/l10n";
import type { Curve, Plot } from "../charts";
import { lossSeries, validationSeries, type AxisQuantity, type Series, type ShownRun } from "../store";
import { decimal } from "../words";
import { marksOf } from "./marks";
import { isComparison, runColour, runName } from "./runs";

/** At least one; those without a curve are left out. */
export function lossPlots(runs: readonly ShownRun[], quantity: AxisQuantity): readonly Plot[] {
  const marks = marksOf(runs[0], quantity);
  const plot = (label: string, curves: readonly Curve[]): Plot => ({ label, curves, marks, format: decimal });
  if (!isComparison(runs))
    return [
      plot(
        t("losses"),
        runs.flatMap((run) => lossesOf(run, quantity)),
      ),
    ];
  const compared = (series: (run: ShownRun, quantity: AxisQuantity) => Series) =>
    runs
      .map((run): Curve => {
        const colour = runColour(runs, run);
        return { name: runName(run), series: series(run, quantity), colour, dashed: run.role === "ghost" };
      })
      .filter(hasRows);
  const validation = compared(validationSeries);
  return [
    plot(t("training loss"), compared(lossSeries)),
    ...(validation.length > 0 ? [plot(t("validation loss"), validation)] : []),
  ];
}

function lossesOf(run: ShownRun, quantity: AxisQuantity): Curve[] {
  const dashed = run.role === "ghost";
  const name = (quantity: string) => (dashed ? t("{0} before", quantity) : quantity);
  const title = run.facts.title;
  const curves: Curve[] = [
    { name: name(t("training")), title, series: lossSeries(run, quantity), colour: 0, dashed },
    { name: name(t("validation")), title, series: validationSeries(run, quantity), colour: 1, dashed },
  ];
  return curves.filter(hasRows);
}

function hasRows({ series }: Curve): boolean {
  return series.steps.length > 0;
}
