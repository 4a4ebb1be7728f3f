/** The laws that were fitted to a phase's quantity, as curves over the chart of that quantity. */
import { t } from "@vscode/l10n";
import { lawText, type RateQuantity, type StageRate } from "../../core/inspect";
import { lawLog, lawValue, type RateFit } from "../../core/theory";
import type { Curve, Plot } from "../charts";
import { circuitOf, placeOf, ratesOf, type AxisQuantity, type ShownRun } from "../store";
import { headWord, lawWord } from "../words";
import { attentionPlots } from "./attention";
import { memo } from "./memo";
import { ratioPlot } from "./ratios";
import { isComparison } from "./runs";
import { scalePlot } from "./scale";

/** A chart, and what was fitted to what it shows. */
export interface FittedPlot {
  readonly plot: Plot;
  readonly rates: readonly { readonly run: ShownRun; readonly rate: StageRate }[];
}

/**
 * The charts of what the paper predicts: of the ratio, of each head's attention, of a. Of a run the fits lie over them,
 * the best one dashed, and where that is another the predicted one in dots; of several runs there would be too many.
 */
export const fittedPlots = memo(
  (runs: readonly ShownRun[], quantity: AxisQuantity, drawn: boolean): readonly FittedPlot[] => {
    const compares = isComparison(runs);
    const attention = attentionPlots(runs, quantity);
    // Of several runs each head that reads a lag has a chart of its own.
    const heads = circuitOf(runs[0])?.heads.filter(({ lag }) => lag !== null) ?? [];
    return [
      { plot: ratioPlot(runs, quantity), kind: "ratio" as const, head: null },
      ...attention.map((plot, index) => ({
        ...{ plot, kind: "attention" as const },
        head: compares ? (heads[index]?.head ?? null) : null,
      })),
      { plot: scalePlot(runs, quantity), kind: "scale" as const, head: null },
    ]
      .filter(({ plot }) => plot.curves.length > 0)
      .map(({ plot, kind, head }) => {
        const rates = drawn ? ratesShown(runs, kind, head) : [];
        const fits = compares ? [] : rates.flatMap(({ run, rate }) => curvesOf(run, rate, quantity));
        return { plot: fits.length > 0 ? { ...plot, curves: [...plot.curves, ...fits] } : plot, rates };
      });
  },
);

/** Of all runs but ghosts. @param head null: of every head */
function ratesShown(
  runs: readonly ShownRun[],
  kind: RateQuantity["kind"],
  head: number | null,
): FittedPlot["rates"] {
  return runs.flatMap((run) =>
    run.role === "ghost"
      ? []
      : ratesOf(run).flatMap((rate) => {
          const { quantity } = rate;
          const shown = quantity.kind !== "attention" || head === null || quantity.head === head;
          return quantity.kind === kind && shown ? { run, rate } : [];
        }),
  );
}

function curvesOf(run: ShownRun, rate: StageRate, quantity: AxisQuantity): Curve[] {
  const { best, fits, predicted, verdict } = rate;
  // A law that is none would only hide the curve.
  if (!best || verdict === "none" || verdict === "unknown") return [];
  const wanted = best.law.kind === predicted ? null : (fits?.[predicted] ?? null);
  return [
    curveOf(run, rate, best, quantity, false),
    ...(wanted ? [curveOf(run, rate, wanted, quantity, true)] : []),
  ];
}

function curveOf(
  run: ShownRun,
  { quantity: of, steps, times, scale }: StageRate,
  { law }: RateFit,
  quantity: AxisQuantity,
  isPredicted: boolean,
): Curve {
  const levelAt = scale === "log" ? lawLog : lawValue;
  const values = times.map((time) => (time > 0 ? shownValue(of, levelAt(law, time)) : NaN));
  const place = placeOf(run, quantity);
  const name = isPredicted ? t("predicted {0}", lawWord(law.kind)) : t("fitted {0}", lawWord(law.kind));
  return {
    name: of.kind === "attention" ? t("{0}, {1}", name, headWord(run.model, of.head)) : name,
    title: lawText(law),
    series: { steps, places: quantity === "step" ? steps : steps.map(place), values },
    colour: "muted",
    dashed: true,
    dotted: isPredicted,
    above: true,
  };
}

/** As the charts have it: log₁₀ of the loser's p over the winner's, σ, or a. */
function shownValue({ kind }: RateQuantity, level: number): number {
  switch (kind) {
    case "ratio":
      return -level / Math.LN10;
    case "attention":
      return -Math.expm1(level);
    case "scale":
      return level;
  }
}
