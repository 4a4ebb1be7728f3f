/**
 * The loss charts: one with both losses of a run, or for several runs one for each. Where targets follow one of two laws,
 * two more of the validation losses by which.
 */
import { t } from "@vscode/l10n";
import type { Curve, Plot } from "../charts";
import {
  lossSeries,
  mixedModelOf,
  validationSeries,
  type AxisQuantity,
  type AxisScale,
  type ShownRun,
} from "../store";
import { decimal } from "../words";
import { overAxis } from "./marks";
import { memo } from "./memo";
import { curvesOfRuns, hasRows, isComparison, nameBefore } from "./runs";
import { sourcePlots } from "./sources";

/** At least one; of a comparison those without a curve are left out. */
export const lossPlots = memo(
  (runs: readonly ShownRun[], quantity: AxisQuantity, valueScale: AxisScale = "linear"): readonly Plot[] => {
    const common = { ...overAxis(runs, quantity), valueScale, ...unitOf(runs), format: decimal };
    const bySource = sourcePlots(runs, quantity).map((plot) => ({ ...common, ...plot }));
    if (!isComparison(runs)) {
      const curves = runs.flatMap((run) => lossesOf(run, quantity));
      return [{ label: t("losses"), curves, ...common }, ...bySource];
    }
    const validation = curvesOfRuns(runs, (run) => validationSeries(run, quantity));
    return [
      {
        label: t("training loss"),
        curves: curvesOfRuns(runs, (run) => lossSeries(run, quantity)),
        ...common,
      },
      ...(validation.length > 0 ? [{ label: t("validation loss"), curves: validation, ...common }] : []),
      ...bySource,
    ];
  },
);

/** The mixed target's losses are squares, which have no unit. */
function unitOf(runs: readonly ShownRun[]): Pick<Plot, "unit"> {
  return runs.some((run) => mixedModelOf(run)) ? {} : { unit: t("nats") };
}

function lossesOf(run: ShownRun, quantity: AxisQuantity): Curve[] {
  const dashed = run.role === "ghost";
  const name = (quantity: string) => nameBefore(run, quantity);
  const title = run.facts.title;
  const curves: Curve[] = [
    { name: name(t("training")), title, series: lossSeries(run, quantity), colour: 0, dashed },
    { name: name(t("validation")), title, series: validationSeries(run, quantity), colour: 1, dashed },
  ];
  return curves.filter(hasRows);
}
