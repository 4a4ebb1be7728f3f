/** The norm of the gradient over steps, of each group of parameters that was trained. */
import { t } from "@vscode/l10n";
import { mixedParameters, type GroupName, type MixedParameter } from "../../core/model";
import type { Curve, Plot } from "../charts";
import { kindsOf, metricSeries, type AxisQuantity, type ShownRun } from "../store";
import { seriesCount } from "../theme";
import { decimal, mixedSymbol } from "../words";
import { overAxis } from "./marks";
import { memo } from "./memo";
import { curvesOfRuns, hasRows, isComparison, nameBefore } from "./runs";

/** The mixed target's, but for its key and query, which are scalars there. */
type MixedOnly = Exclude<MixedParameter, "key" | "query">;

/** As formulas write them; what all families have comes first, and so has the same colours everywhere. */
const symbols: Readonly<Record<Exclude<GroupName, MixedOnly>, () => string>> = {
  rpe: () => "w",
  coefficients: () => "c",
  scale: () => "a",
  positions: () => "P",
  query: () => "W_Q",
  key: () => "W_K",
  outputValue: () => "W_OV",
  normGain: () => t("LayerNorm gain"),
  normBias: () => t("LayerNorm bias"),
  hiddenWeights: () => "W_in",
  hiddenBias: () => "b_in",
  outputWeights: () => "W_out",
  outputBias: () => "b_out",
  finalGain: () => t("last LayerNorm’s gain"),
  finalBias: () => t("last LayerNorm’s bias"),
};

interface Group {
  readonly column: string;
  readonly symbol: string;
}

/** Those that any of the runs has measured. */
function groupsOf(runs: readonly ShownRun[]): readonly Group[] {
  const named =
    kindsOf(runs).tokens.length === 0
      ? mixedParameters.map((name) => ({ name, symbol: mixedSymbol(name) }))
      : Object.entries(symbols).map(([name, symbol]) => ({ name, symbol: symbol() }));
  return named
    .map(({ name, symbol }) => ({ column: `gradientNorm.${name}`, symbol }))
    .filter(({ column }) => runs.some(({ metrics }) => column in metrics.columns));
}

/** One for a run, with a curve a group; for several runs one a group. None where nothing was measured. */
export const gradientPlots = memo((runs: readonly ShownRun[], quantity: AxisQuantity): readonly Plot[] => {
  const common = { ...overAxis(runs, quantity), valueScale: "log", format: decimal } as const;
  if (!isComparison(runs)) {
    const groups = groupsOf(runs);
    const curves = runs.flatMap((run) => curvesOf(run, groups, quantity));
    return curves.length > 0 ? [{ label: t("gradient norm of each group"), curves, ...common }] : [];
  }
  return groupsOf(runs).flatMap(({ column, symbol }) => {
    const curves = curvesOfRuns(runs, (run) => metricSeries(run, quantity, column));
    return curves.length > 0 ? [{ label: t("gradient norm of {0}", symbol), curves, ...common }] : [];
  });
});

function curvesOf(run: ShownRun, groups: readonly Group[], quantity: AxisQuantity): Curve[] {
  return groups
    .map(({ column, symbol }, colour): Curve => ({
      name: nameBefore(run, symbol),
      title: column,
      series: metricSeries(run, quantity, column),
      colour: colour % seriesCount,
      // Beyond the colours that there are, dots tell them apart.
      dashed: run.role === "ghost" || colour >= seriesCount,
      dotted: colour >= seriesCount,
    }))
    .filter(hasRows);
}
