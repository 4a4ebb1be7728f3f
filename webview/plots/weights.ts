/** p_S over steps: the weightiest subsets of a run, or for several runs a chart for each subset that one of them keeps. */
import { t } from "@vscode/l10n";
import { leadingSubset } from "../../core/inspect";
import type { Curve, Plot } from "../charts";
import {
  circuitOf,
  subsetWeightsAt,
  weightSeries,
  type AxisQuantity,
  type Circuit,
  type ShownRun,
} from "../store";
import { seriesCount } from "../theme";
import { headSet, share } from "../words";
import { overAxis } from "./marks";
import { memo } from "./memo";
import { isComparison, runColour, runName } from "./runs";

/** At most so many numbers are looked at to find the subsets that ever mattered. */
const mostLookedAt = 200_000;
/** Subsets that are compared, at most. */
const mostKept = 3;

export const weightPlots = memo((runs: readonly ShownRun[], quantity: AxisQuantity): readonly Plot[] =>
  isComparison(runs) ? comparedPlots(runs, quantity) : singlePlot(runs, quantity),
);

/** The subsets that have a curve, by their place among all, in their order: their colours go by it. */
export function drawnSubsets(run: ShownRun): readonly number[] {
  const circuit = circuitOf(run);
  if (!circuit) return [];
  const most = greatestWeights(run, circuit);
  const byWeight = circuit.subsets.map((_, index) => index).sort((a, b) => most[b] - most[a] || a - b);
  return byWeight.slice(0, seriesCount).sort((a, b) => a - b);
}

function singlePlot(runs: readonly ShownRun[], quantity: AxisQuantity): Plot[] {
  const [main] = runs;
  const circuit = weighed(main) ?? runs.map(weighed).find((known) => known !== null);
  if (!circuit) return [];
  const subsets = drawnSubsets(runs.find((run) => weighed(run) === circuit) ?? main);
  // Of a ghost only what it kept and what is kept now: more would hide both.
  const told = runs.flatMap((run) => {
    const kept = weighed(run);
    return kept ? [leadingSubset(kept.subsets).heads] : [];
  });
  const curves = runs.flatMap((run) =>
    subsets.flatMap((subset, colour) => {
      const { heads } = circuit.subsets[subset];
      const shown = run.role !== "ghost" || told.some((kept) => sameHeads(kept, heads));
      return shown ? curveOf(run, quantity, heads, colour) : [];
    }),
  );
  return [plotOf(t("subset weights p over steps"), curves, overAxis(runs, quantity))];
}

function comparedPlots(runs: readonly ShownRun[], quantity: AxisQuantity): Plot[] {
  const kept = new Map<string, readonly number[]>();
  for (const run of runs) {
    const circuit = weighed(run);
    if (!circuit) continue;
    const { heads } = leadingSubset(circuit.subsets);
    kept.set(headSet(circuit.model, heads), heads);
  }
  return Array.from(kept)
    .slice(0, mostKept)
    .map(([name, heads]) => {
      const curves = runs.flatMap((run) =>
        curveOf(run, quantity, heads, runColour(runs, run)).map((curve) => ({
          ...curve,
          name: runName(run),
        })),
      );
      return plotOf(t("weight p of {0}", name), curves, overAxis(runs, quantity));
    });
}

/** Null also where there is no selector, and so no weight to show. */
function weighed(run: ShownRun): Circuit | null {
  const circuit = circuitOf(run);
  return circuit && circuit.subsets.length > 0 ? circuit : null;
}

function plotOf(label: string, curves: readonly Curve[], common: ReturnType<typeof overAxis>): Plot {
  return { label, curves, range: [0, 1], format: share, ...common };
}

/** None where the run has no such subset. */
function curveOf(
  run: ShownRun,
  quantity: AxisQuantity,
  heads: readonly number[],
  colour: Curve["colour"],
): Curve[] {
  const circuit = circuitOf(run);
  const index = circuit?.subsets.findIndex((subset) => sameHeads(subset.heads, heads)) ?? -1;
  if (!circuit || index < 0) return [];
  const dashed = run.role === "ghost";
  const short = headSet(circuit.model, heads);
  return [
    {
      name: dashed ? t("{0} before", short) : short,
      title: circuit.subsets[index].name,
      series: weightSeries(run, quantity, index, liveWeight(run, circuit, index)),
      colour,
      dashed,
    },
  ];
}

function liveWeight(run: ShownRun, circuit: Circuit, index: number): number {
  return circuit.step === run.live?.step ? circuit.subsets[index].weight : NaN;
}

export function sameHeads(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((head, index) => head === other[index]);
}

/** Of every subset the most weight it ever had; long records are sampled. */
function greatestWeights({ snapshots }: ShownRun, { model, subsets }: Circuit): Float64Array {
  const greatest = Float64Array.from(subsets, ({ weight }) => weight);
  const stride = Math.ceil((snapshots.length * subsets.length) / mostLookedAt) || 1;
  for (let row = 0; row < snapshots.length; row += stride) {
    const subsetWeights = subsetWeightsAt(model, snapshots[row]);
    for (let index = 0; index < subsetWeights.length; index++) {
      if (subsetWeights[index] > greatest[index]) greatest[index] = subsetWeights[index];
    }
  }
  return greatest;
}
