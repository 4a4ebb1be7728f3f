/**
 * Validation losses by which of two laws the target follows, beside those between which a model goes from lazy to rich:
 * who knows the shared n-gram alone, who infers the chain besides, and who knows both.
 */
import { t } from "@vscode/l10n";
import type { MechanismKind } from "../../core/protocol";
import type { Curve } from "../charts";
import { metricSeries, type AxisQuantity, type ShownRun } from "../store";
import { mechanismName, mechanismSentence, sourceName, type TargetSource } from "../words";
import { levelAlong } from "./level";
import { curvesOfRuns, hasRows, isComparison, nameBefore } from "./runs";

/** Columns of the metrics with the model's own losses. */
export const sourceColumns: Readonly<Record<TargetSource, string>> = {
  all: "validationLoss",
  own: "validationLossOwn",
  shared: "validationLossGlobal",
};

/** By place in the theme's series, wherever it is drawn. */
export function mechanismColour(kind: MechanismKind): number | "muted" {
  if (kind === "bothBayes") return 2;
  return kind === "lazy" ? 3 : "muted";
}

/** None for runs on data of one law. */
export function sourcePlots(
  runs: readonly ShownRun[],
  quantity: AxisQuantity,
): readonly { readonly label: string; readonly curves: readonly Curve[] }[] {
  return (["own", "shared"] as const)
    .map((source) => ({
      label: t("validation loss, {0}", sourceName(source)),
      curves: isComparison(runs)
        ? curvesOfRuns(runs, (run) => metricSeries(run, quantity, sourceColumns[source]))
        : [...ownCurves(runs, source, quantity), ...levels(runs, source, quantity)],
    }))
    .filter(({ curves }) => curves.length > 0);
}

/** The run's and its ghost's. */
function ownCurves(runs: readonly ShownRun[], source: TargetSource, quantity: AxisQuantity): Curve[] {
  return runs
    .map((run): Curve => {
      const series = metricSeries(run, quantity, sourceColumns[source]);
      const name = nameBefore(run, t("validation"));
      return { name, title: run.facts.title, series, colour: 1, dashed: run.role === "ghost" };
    })
    .filter(hasRows);
}

/** All along the first run's curve, by its own study. */
function levels([run]: readonly ShownRun[], source: TargetSource, quantity: AxisQuantity): Curve[] {
  const study = run.studies.mechanisms;
  const along = metricSeries(run, quantity, sourceColumns[source]);
  if (!study) return [];
  return study.predictors
    .flatMap(({ kind, loss }): Curve[] => {
      const found = loss[source];
      if (found === null || !["lazy", "bothBayes", "oracle"].includes(kind)) return [];
      const [name, title] = [mechanismName(kind, study), mechanismSentence(kind, study)];
      const series = levelAlong(along, found.mean);
      const ink = { colour: mechanismColour(kind), dashed: true, dotted: kind === "oracle", above: true };
      return [{ name, title, series, ...ink }];
    })
    .filter(hasRows);
}
