/**
 * Where each token follows one of two laws: what those lose who know either, or both, by which law the target follows,
 * with the model among them.
 */
import { t } from "@vscode/l10n";
import type { MechanismStudy } from "../../core/protocol";
import { mechanismColour, sourceColumns } from "../plots";
import { newestMetric, type ShownRun } from "../store";
import { decimal, mechanismName, mechanismSentence, sourceName, type TargetSource } from "../words";
import type { DotPlot, DotRow } from "./dots";
import { intervalOf } from "./interval";
import type { LossRule } from "./references";

/** The model stands among them by its own loss alone. */
export function mechanismsPlot(study: MechanismStudy, rule: LossRule, run: ShownRun): DotPlot {
  return {
    label:
      rule === "own"
        ? t("losses on the validation sequences, by what the target follows")
        : t("log losses on the validation sequences, by what the target follows"),
    unit: t("nats"),
    format: decimal,
    groups: (["own", "shared", "all"] as const)
      .map((source) => ({
        title: sourceName(source),
        rows: [...(rule === "own" ? modelRow(source, run) : []), ...rowsOf(source, study, rule)],
      }))
      .filter(({ rows }) => rows.length > 0),
    lines: [],
  };
}

function rowsOf(source: TargetSource, study: MechanismStudy, rule: LossRule): DotRow[] {
  return study.predictors.flatMap(({ kind, loss, logLoss }): DotRow[] => {
    const found = (rule === "own" ? loss : logLoss)[source];
    if (found === null) return [];
    const [name, title] = [mechanismName(kind, study), mechanismSentence(kind, study)];
    const colour = mechanismColour(kind);
    return [
      { id: `${source} ${kind}`, name, title, mean: found.mean, ...intervalOf(found), colour, members: [] },
    ];
  });
}

function modelRow(source: TargetSource, run: ShownRun): DotRow[] {
  const mean = newestMetric(run, sourceColumns[source], Infinity);
  if (Number.isNaN(mean)) return [];
  const [name, title] = [t("the model"), t("Its validation loss, as it was measured last.")];
  return [{ id: `${source} model`, name, title, mean, low: NaN, high: NaN, colour: 0, members: [] }];
}
