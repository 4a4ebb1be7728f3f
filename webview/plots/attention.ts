/** The attention of the heads over steps: of each to the lag that it has come to read. */
import { t } from "@vscode/l10n";
import type { Curve, Plot } from "../charts";
import {
  circuitOf,
  lagAttentionAt,
  snapshotSeries,
  type AxisQuantity,
  type Series,
  type ShownRun,
} from "../store";
import { seriesCount } from "../theme";
import { headWord, share } from "../words";
import { overAxis } from "./marks";
import { memo } from "./memo";
import { curvesOfRuns, hasRows, isComparison, nameBefore } from "./runs";

/** Heads that are compared, each in a chart of its own, at most. */
const mostCompared = 4;

/** One for a run, for several runs one a head. None where no parameters are known. */
export const attentionPlots = memo((runs: readonly ShownRun[], quantity: AxisQuantity): readonly Plot[] => {
  const common = { ...overAxis(runs, quantity), range: [0, 1], format: share } as const;
  const curves = isComparison(runs) ? [] : runs.flatMap((run) => curvesOf(run, quantity));
  if (curves.length > 0) return [{ label: t("attention of each head to its lag"), curves, ...common }];
  const heads = circuitOf(runs[0])?.heads.slice(0, mostCompared) ?? [];
  return heads.flatMap(({ head, lag }): Plot[] => {
    if (!isComparison(runs) || lag === null) return [];
    const label = t("attention of {0} to lag {1}", headWord(runs[0].model, head), lag);
    return [{ label, curves: curvesOfRuns(runs, (run) => seriesOf(run, quantity, head, lag)), ...common }];
  });
});

function curvesOf(run: ShownRun, quantity: AxisQuantity): Curve[] {
  const heads = circuitOf(run)?.heads ?? [];
  return heads
    .flatMap(({ head, lag }): Curve[] => {
      if (lag === null) return [];
      const name = nameBefore(run, t("{0}, lag {1}", headWord(run.model, head), lag));
      const colour = head % seriesCount;
      return [{ name, series: seriesOf(run, quantity, head, lag), colour, dashed: run.role === "ghost" }];
    })
    .filter(hasRows);
}

/** @param head from 0 @param lag from 1 */
function seriesOf(run: ShownRun, quantity: AxisQuantity, head: number, lag: number): Series {
  const { model, live } = run;
  if (!model || head >= model.heads || lag > model.window) return { steps: [], places: [], values: [] };
  const index = head * model.window + lag - 1;
  const circuit = circuitOf(run);
  const now = circuit && circuit.step === live?.step ? circuit.heads[head].lagAttention[lag - 1] : NaN;
  return snapshotSeries(run, quantity, (row) => lagAttentionAt(model, row)[index] ?? NaN, now);
}
