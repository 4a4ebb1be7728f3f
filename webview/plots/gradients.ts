/** The norm of the gradient over steps, of each group of parameters that was trained. */
import { t } from "@vscode/l10n";
import type { Curve, Plot } from "../charts";
import { metricSeries, type AxisQuantity, type ShownRun } from "../store";
import { decimal } from "../words";
import { overAxis } from "./marks";
import { memo } from "./memo";
import { curvesOfRuns, hasRows, isComparison, nameBefore } from "./runs";

/** In the order of the parameter vector. */
const groups = [
  { column: "gradientNorm.rpe", symbol: "w" },
  { column: "gradientNorm.coefficients", symbol: "c" },
  { column: "gradientNorm.scale", symbol: "a" },
] as const;

/** One for a run, with a curve a group; for several runs one a group. None where nothing was measured. */
export const gradientPlots = memo((runs: readonly ShownRun[], quantity: AxisQuantity): readonly Plot[] => {
  const common = { ...overAxis(runs, quantity), valueScale: "log", format: decimal } as const;
  if (!isComparison(runs)) {
    const curves = runs.flatMap((run) => curvesOf(run, quantity));
    return curves.length > 0 ? [{ label: t("gradient norm of each group"), curves, ...common }] : [];
  }
  return groups.flatMap(({ column, symbol }) => {
    const curves = curvesOfRuns(runs, (run) => metricSeries(run, quantity, column));
    return curves.length > 0 ? [{ label: t("gradient norm of {0}", symbol), curves, ...common }] : [];
  });
});

function curvesOf(run: ShownRun, quantity: AxisQuantity): Curve[] {
  return groups
    .map(({ column, symbol }, colour): Curve => ({
      name: nameBefore(run, symbol),
      title: column,
      series: metricSeries(run, quantity, column),
      colour,
      dashed: run.role === "ghost",
    }))
    .filter(hasRows);
}
