/** The scale a over steps. */
import { t } from "@vscode/l10n";
import type { Curve, Plot } from "../charts";
import { circuitOf, scaleSeries, type AxisQuantity, type ShownRun } from "../store";
import { decimal } from "../words";
import { marksOf } from "./marks";
import { isComparison, runColour, runName } from "./runs";

export function scalePlot(runs: readonly ShownRun[], quantity: AxisQuantity): Plot {
  const curves = runs.map((run): Curve => {
    const circuit = circuitOf(run);
    const live = circuit && circuit.step === run.live?.step ? circuit.scale : NaN;
    const dashed = run.role === "ghost";
    const series = scaleSeries(run, quantity, live);
    if (isComparison(runs)) return { name: runName(run), series, colour: runColour(runs, run), dashed };
    return { name: dashed ? t("{0} before", "a") : "a", title: run.facts.title, series, colour: 0, dashed };
  });
  return {
    label: t("scale a over steps"),
    curves: curves.filter(({ series }) => series.steps.length > 0),
    marks: marksOf(runs[0], quantity),
    format: decimal,
  };
}
