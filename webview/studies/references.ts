/** What those lose who learn nothing, on the run's validation sequences, with the model's own loss as a line. */
import { t } from "@vscode/l10n";
import type { TheoryStudy } from "../../core/protocol";
import { decimal, referenceName, referenceSentence } from "../words";
import type { DotPlot, DotRow } from "./dots";
import { intervalOf } from "./interval";

/** `own`: as the model counts its loss. `log`: in nats, as the entropy rate. */
export type LossRule = "own" | "log";

/**
 * @param validationLoss of the model, by its own loss; NaN where it is unknown
 * @param ownIsLog whether the model's own loss is the log loss
 */
export function referencesPlot(
  study: TheoryStudy,
  validationLoss: number,
  rule: LossRule,
  ownIsLog: boolean,
): DotPlot {
  const knowsModel = rule === "own" && Number.isFinite(validationLoss);
  const entropy = { value: study.entropyRate.mean, name: t("entropy rate"), colour: "muted" } as const;
  const model = { value: validationLoss, name: t("the model's validation loss"), colour: 0 } as const;
  return {
    label:
      rule === "own" ? t("losses on the validation sequences") : t("log losses on the validation sequences"),
    unit: t("nats"),
    format: decimal,
    groups: [{ title: "", rows: study.references.map((reference) => rowOf(reference, rule)) }],
    lines: [...(knowsModel ? [model] : []), ...(rule === "log" || ownIsLog ? [entropy] : [])],
  };
}

function rowOf(reference: TheoryStudy["references"][number], rule: LossRule): DotRow {
  const { kind, lags, scale } = reference;
  const loss = rule === "own" ? reference.loss : reference.logLoss;
  return {
    id: [kind, ...lags, scale].join(" "),
    name: referenceName(reference),
    title: referenceSentence(reference),
    mean: loss.mean,
    ...intervalOf(loss),
    colour: kind === "inductionHead" ? 1 : kind === "bayes" ? 2 : "muted",
    members: [],
  };
}
