/** The measures of all heads over the training: prefix matching, attention to a previous token, entropy. */
import { t } from "@vscode/l10n";
import type { CircuitMeasures, HeadMeasures } from "../../core/inspect";
import type { Curve, Plot } from "../charts";
import {
  measuredRows,
  placeOf,
  type AxisQuantity,
  type MeasuredRow,
  type Series,
  type ShownRun,
} from "../store";
import { seriesCount } from "../theme";
import { decimal, headWord, lagWord, lastLayerWord, share } from "../words";
import { overAxis } from "./marks";
import { curvesOfRuns, hasRows, isComparison, nameBefore } from "./runs";

/** Heads that are compared, each in a chart of its own, at most. */
const mostCompared = 4;

/** @param lag from 1: whose previous-token score is shown */
export function measurePlots(
  runs: readonly ShownRun[],
  quantity: AxisQuantity,
  lag: number,
): readonly Plot[] {
  const common = overAxis(runs, quantity);
  const measured = new Map(runs.map((run) => [run, measuredRows(run)]));
  const series = (run: ShownRun, value: (measures: CircuitMeasures) => number) =>
    seriesOf(run, measured.get(run) ?? [], quantity, value);
  const plots = isComparison(runs) ? compared(runs, lag, series) : single(runs, lag, series);
  return plots.map((plot) => ({ ...common, ...plot })).filter(({ curves }) => curves.length > 0);
}

type SeriesOf = (run: ShownRun, value: (measures: CircuitMeasures) => number) => Series;
type OwnPlot = Pick<Plot, "label" | "curves" | "format" | "unit">;

/** A curve a head, the second layer's last. */
function single(runs: readonly ShownRun[], lag: number, series: SeriesOf): OwnPlot[] {
  const curves = (value: (head: HeadMeasures) => number) =>
    runs.flatMap((run) => headCurves(run, (index) => series(run, ({ heads }) => value(heads[index]))));
  const [main] = runs;
  const level = (name: string, dotted: boolean, value: (measures: CircuitMeasures) => number): Curve => ({
    ...{ name, series: series(main, value), colour: "muted", dashed: true, dotted },
  });
  const levels = [
    level(t("all that matches alike"), false, ({ perfect }) => perfect),
    level(t("chance"), true, ({ chance }) => chance),
  ].filter(hasRows);
  return [
    {
      label: t("prefix matching"),
      curves: [...curves(({ prefixMatching }) => prefixMatching), ...levels],
      format: share,
    },
    {
      label: t("attention to the token {0}", lagWord(lag)),
      curves: curves(({ previousToken }) => previousToken[lag - 1] ?? NaN),
      format: share,
    },
    {
      label: t("entropy of attention"),
      curves: curves(({ entropy }) => entropy),
      format: decimal,
      unit: t("nats"),
    },
  ];
}

/** A curve a run: of the second layer what makes an induction head, of each head what it reads. */
function compared(runs: readonly ShownRun[], lag: number, series: SeriesOf): OwnPlot[] {
  const curves = (value: (measures: CircuitMeasures) => number) =>
    curvesOfRuns(runs, (run) => series(run, value));
  const layer = runs.some(({ model }) => model?.family === "deep") ? t("last layer") : t("second layer");
  const second = ({ heads }: CircuitMeasures) => heads[heads.length - 1];
  const heads = Array.from({ length: Math.min(mostCompared, runs[0].model?.heads ?? 0) }, (_, head) => head);
  return [
    {
      label: t("prefix matching of the {0}", layer),
      curves: curves((measures) => second(measures).prefixMatching),
      format: share,
    },
    {
      label: t("entropy of the {0}", layer),
      curves: curves((measures) => second(measures).entropy),
      format: decimal,
      unit: t("nats"),
    },
    ...heads.map((head) => ({
      label: t("attention of {0} to the token {1}", headWord(runs[0].model, head), lagWord(lag)),
      // Another run may have fewer heads, and the one behind them is the second layer's.
      curves: curves(({ heads: all }) =>
        all[head]?.head === head ? (all[head].previousToken[lag - 1] ?? NaN) : NaN,
      ),
      format: share,
    })),
  ];
}

function headCurves(run: ShownRun, series: (index: number) => Series): Curve[] {
  const heads = run.model?.heads ?? 0;
  const dashed = run.role === "ghost";
  return Array.from({ length: heads + 1 }, (_, index): Curve => {
    const name = index < heads ? headWord(run.model, index) : lastLayerWord(run.model);
    const colour = index < seriesCount || index < heads ? index % seriesCount : "muted";
    return { name: nameBefore(run, name), series: series(index), colour, dashed };
  }).filter(hasRows);
}

function seriesOf(
  run: ShownRun,
  rows: readonly MeasuredRow[],
  quantity: AxisQuantity,
  value: (measures: CircuitMeasures) => number,
): Series {
  const steps = Float64Array.from(rows, ({ step }) => step);
  const values = Float64Array.from(rows, ({ measures }) => value(measures));
  return { steps, places: quantity === "step" ? steps : steps.map(placeOf(run, quantity)), values };
}
