/** An evaluation as relations: a measure against the length of sequences, and against the prior's α. */
import { t } from "@vscode/l10n";
import type { Estimate } from "../../core/theory";
import type { EvaluationCell, EvaluationStudy } from "../../core/protocol";
import { decimal, grouped, share } from "../words";
import { intervalOf } from "./interval";
import { predictorsOf } from "./predictors";
import type { Relation, RelationCurve } from "./relation";

export type Measure = "loss" | "logLoss" | "divergence" | "totalVariation";
export type Variable = "sequenceLength" | "alpha";

/** All but the one that is varied stay as they are. */
export interface Held {
  readonly sequenceLength: number;
  readonly alpha: number;
  readonly floor: number;
}

/** Where the model counts otherwise, its log loss is another: in nats, where only the oracle is better than Bayes. */
export function measuresOf({ lossKind }: EvaluationStudy): readonly Measure[] {
  const others = ["divergence", "totalVariation"] as const;
  return lossKind === "log" ? ["loss", ...others] : ["loss", "logLoss", ...others];
}

/** Whether the model itself has it. */
export function isLoss(measure: Measure): measure is "loss" | "logLoss" {
  return measure === "loss" || measure === "logLoss";
}

export function measureWord(measure: Measure): string {
  switch (measure) {
    case "loss":
      return t("loss");
    case "logLoss":
      return t("log loss");
    case "divergence":
      return t("KL divergence from the model");
    case "totalVariation":
      return t("total variation from the model");
  }
}

/** Where there is little room. */
export function measureShort(measure: Measure): string {
  switch (measure) {
    case "loss":
      return t("loss");
    case "logLoss":
      return t("log loss");
    case "divergence":
      return t("KL divergence");
    case "totalVariation":
      return t("total variation");
  }
}

/** The model comes first; it has a loss, and no distance from itself. */
export const modelCurve = "model";

export function relationOf(
  study: EvaluationStudy,
  measure: Measure,
  variable: Variable,
  held: Held,
  trained: Held | null,
): Relation {
  const cells = study.cells.filter((cell) => isHeld(cell, held, variable));
  const curve = (read: (cell: EvaluationCell) => Estimate | null): RelationCurve["points"] =>
    cells
      .flatMap((cell) => {
        const estimate = read(cell);
        return estimate ? [{ at: cell[variable], mean: estimate.mean, ...intervalOf(estimate) }] : [];
      })
      .sort((a, b) => a.at - b.at);
  const model: RelationCurve = {
    id: modelCurve,
    name: t("model"),
    title: t("The trained model, as it is."),
    colour: 0,
    dashed: false,
    points: isLoss(measure) ? curve((cell) => cell[measure]) : [],
  };
  const others = predictorsOf(study).map(({ id, name, title, colour, dashed, of }) => ({
    ...{ id, name, title, colour, dashed },
    points: curve((cell) => of(cell)?.[measure] ?? null),
  }));
  return {
    label: labelOf(measure, variable, held),
    variable: variable === "alpha" ? "α" : "L",
    variableWord: variable === "alpha" ? alphaWord : grouped,
    unit: measure === "totalVariation" ? "0…1" : t("nats"),
    format: measure === "totalVariation" ? share : decimal,
    curves: isLoss(measure) ? [model, ...others] : others,
    mark: markOf(cells, variable, held, trained),
  };
}

/** Those that a study has, ascending, each once. */
export function valuesOf({ cells }: EvaluationStudy, field: keyof Held): readonly number[] {
  return Array.from(new Set(cells.map((cell) => cell[field]))).sort((a, b) => a - b);
}

/** `0.01`, `1`, `10`. */
export function alphaWord(alpha: number): string {
  return String(Number(alpha.toPrecision(3)));
}

function isHeld(cell: EvaluationCell, held: Held, variable: Variable): boolean {
  return (["sequenceLength", "alpha", "floor"] as const).every(
    (field) => field === variable || cell[field] === held[field],
  );
}

function labelOf(measure: Measure, variable: Variable, { sequenceLength, alpha }: Held): string {
  return variable === "alpha"
    ? t("{0} against the prior's α, L = {1}", measureWord(measure), grouped(sequenceLength))
    : t("{0} against the length L, α = {1}", measureWord(measure), alphaWord(alpha));
}

/** Where the model was trained, if that is in sight. */
function markOf(
  cells: readonly EvaluationCell[],
  variable: Variable,
  held: Held,
  trained: Held | null,
): Relation["mark"] {
  if (!trained) return null;
  const at = trained[variable];
  const others = (["sequenceLength", "alpha", "floor"] as const).filter((field) => field !== variable);
  const isTrained = others.every((field) => held[field] === trained[field]);
  return isTrained && cells.some((cell) => cell[variable] === at) ? { at, words: t("trained") } : null;
}
