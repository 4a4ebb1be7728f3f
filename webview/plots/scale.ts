/** The scale a over steps. */
import { t } from "@vscode/l10n";
import type { Curve, Plot } from "../charts";
import { circuitOf, scaleSeries, type AxisQuantity, type Series, type ShownRun } from "../store";
import { decimal } from "../words";
import { overAxis } from "./marks";
import { memo } from "./memo";
import { curvesOfRuns, hasRows, isComparison, nameBefore } from "./runs";

export const scalePlot = memo((runs: readonly ShownRun[], quantity: AxisQuantity): Plot => {
  const series = (run: ShownRun) => seriesOf(run, quantity);
  const single = (run: ShownRun): Curve => ({
    name: nameBefore(run, "a"),
    title: run.facts.title,
    series: series(run),
    colour: 0,
    dashed: run.role === "ghost",
  });
  return {
    label: t("scale a over steps"),
    curves: isComparison(runs) ? curvesOfRuns(runs, series) : runs.map(single).filter(hasRows),
    format: decimal,
    ...overAxis(runs, quantity),
  };
});

function seriesOf(run: ShownRun, quantity: AxisQuantity): Series {
  const circuit = circuitOf(run);
  return scaleSeries(run, quantity, circuit && circuit.step === run.live?.step ? circuit.scale : NaN);
}
