/** What those lose who learn nothing, on the run's validation sequences, with the model's own loss as a line. */
import { t } from "@vscode/l10n";
import type { TheoryStudy } from "../../core/protocol";
import { decimal, referenceName, referenceSentence } from "../words";
import type { DotPlot, DotRow } from "./dots";
import { intervalOf } from "./interval";

/** @param validationLoss NaN where it is unknown */
export function referencesPlot({ references }: TheoryStudy, validationLoss: number): DotPlot {
  return {
    label: t("losses on the validation sequences"),
    unit: t("nats"),
    format: decimal,
    groups: [{ title: "", rows: references.map(rowOf) }],
    lines: Number.isFinite(validationLoss)
      ? [{ value: validationLoss, name: t("the model's validation loss"), colour: 0 }]
      : [],
  };
}

function rowOf(reference: TheoryStudy["references"][number]): DotRow {
  const { kind, lags, scale, loss } = reference;
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
