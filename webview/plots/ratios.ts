/**
 * How far the subsets lie behind the one that wins: log₁₀(p_S / p_winner) = 2 log₁₀|c_S / c_winner|, from the
 * coefficients themselves, so that what has long vanished from p is still told apart.
 */
import { t } from "@vscode/l10n";
import { leadingSubset } from "../../core/inspect";
import { layoutOf } from "../../core/model";
import type { Curve, Plot } from "../charts";
import {
  circuitOf,
  snapshotSeries,
  type AxisQuantity,
  type Circuit,
  type Series,
  type ShownRun,
} from "../store";
import { headSet, tick } from "../words";
import { overAxis } from "./marks";
import { memo } from "./memo";
import { curvesOfRuns, hasRows, isComparison, nameBefore } from "./runs";
import { drawnSubsets } from "./weights";

/** Of a run its weightiest losers, of several runs of each the one that lies least behind. */
export const ratioPlot = memo((runs: readonly ShownRun[], quantity: AxisQuantity): Plot => {
  const compares = isComparison(runs);
  const winner = winnerOf(runs[0]);
  return {
    label: compares
      ? t("log₁₀ ratio of the second weightiest p to the winner's")
      : t(
          "log₁₀ ratio of p to that of {0}",
          winner ? headSet(winner.circuit.model, winner.heads) : t("the winner"),
        ),
    curves: compares
      ? curvesOfRuns(runs, (run) => leastBehind(run, quantity))
      : runs.flatMap((run) => curvesOf(run, runs[0], quantity)),
    // Two digits of a logarithm tell sizes well enough.
    format: (value) => tick(value, 0.01),
    ...overAxis(runs, quantity),
  };
});

interface Winner {
  readonly circuit: Circuit;
  /** Its place among all. */
  readonly index: number;
  readonly heads: readonly number[];
}

function winnerOf(run: ShownRun): Winner | null {
  const circuit = circuitOf(run);
  if (!circuit || circuit.subsets.length === 0) return null;
  const leading = leadingSubset(circuit.subsets);
  return { circuit, index: circuit.subsets.indexOf(leading), heads: leading.heads };
}

/** The subsets and colours are those of the chart of p. */
function curvesOf(run: ShownRun, main: ShownRun, quantity: AxisQuantity): Curve[] {
  const winner = winnerOf(run);
  if (!winner || run.role === "ghost") return [];
  return drawnSubsets(main)
    .map((subset, colour) => ({ subset, colour }))
    .filter(({ subset }) => subset !== winner.index)
    .map(({ subset, colour }): Curve => {
      const { heads, name } = winner.circuit.subsets[subset];
      const series = ratioSeries(run, quantity, winner, (coefficients, offset) =>
        Math.abs(coefficients[offset + subset]),
      );
      return {
        name: nameBefore(run, headSet(winner.circuit.model, heads)),
        title: name,
        series,
        colour,
        dashed: false,
      };
    })
    .filter(hasRows);
}

function leastBehind(run: ShownRun, quantity: AxisQuantity): Series {
  const winner = winnerOf(run);
  if (!winner) return { steps: [], places: [], values: [] };
  const { length } = winner.circuit.subsets;
  return ratioSeries(run, quantity, winner, (parameters, offset) => {
    let most = 0;
    for (let subset = 0; subset < length; subset++) {
      if (subset !== winner.index) most = Math.max(most, Math.abs(parameters[offset + subset]));
    }
    return most;
  });
}

/** @param size |c| of a loser, given the whole vector and where the coefficients begin in it; 0 has no ratio */
function ratioSeries(
  run: ShownRun,
  quantity: AxisQuantity,
  { circuit, index }: Winner,
  size: (parameters: Float64Array, offset: number) => number,
): Series {
  const { groups, size: length } = layoutOf(circuit.model);
  const offset = groups.find(({ name }) => name === "coefficients")?.offset ?? 0;
  const ratio = (parameters: Float64Array) => {
    if (parameters.length !== length) return NaN;
    const [one, other] = [size(parameters, offset), Math.abs(parameters[offset + index])];
    return one > 0 && other > 0 ? 2 * (Math.log10(one) - Math.log10(other)) : NaN;
  };
  const { live } = run;
  return snapshotSeries(run, quantity, (row) => ratio(row.parameters), live ? ratio(live.parameters) : NaN);
}
