/** What an evaluation says, in a sentence or two. */
import { t } from "@vscode/l10n";
import type { EvaluationCell, EvaluationStudy } from "../../core/protocol";
import { alphaWord, rivalsOf, type Held, type Predictor } from "../studies";
import { decimal, grouped, spread } from "../words";

/**
 * By the log loss, by which nobody but the oracle can do better than Bayes: of where the model was trained, if that is among what was evaluated; and
 * where it stays furthest behind.
 */
export function evaluationCaption(
  study: EvaluationStudy,
  trained: Held | null,
  predictors: readonly Predictor[],
): string {
  const counted =
    study.lossKind === "softmax"
      ? t("The loss that it was trained by is another: it takes the votes for logits.")
      : "";
  return [atTraining(study, trained, predictors), furthestBehind(study, predictors), counted]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

function atTraining(
  { cells }: EvaluationStudy,
  trained: Held | null,
  predictors: readonly Predictor[],
): string {
  const cell = cells.find(
    ({ sequenceLength, alpha, floor }) =>
      sequenceLength === trained?.sequenceLength && alpha === trained.alpha && floor === trained.floor,
  );
  if (!cell) return "";
  const behind = rivalsOf(predictors).flatMap((rival) => {
    const gap = rival.of(cell)?.logGap;
    return gap ? moreThan(gap.mean, inSentence(rival)) : [];
  });
  const start = t(
    "As it was trained (L = {0}, α = {1}) the model's log loss is {2}",
    ...[grouped(cell.sequenceLength), alphaWord(cell.alpha), decimal(cell.logLoss.mean)],
  );
  return `${[start, ...behind].join(", ")}.`;
}

/** `0.0031 more than Bayes`. */
function moreThan(gap: number, name: string): string {
  const size = spread(Math.abs(gap));
  return gap < 0 ? t("{0} less than {1}", size, name) : t("{0} more than {1}", size, name);
}

function furthestBehind({ cells }: EvaluationStudy, predictors: readonly Predictor[]): string {
  const [rival] = rivalsOf(predictors);
  if (!rival || cells.length < 2) return "";
  const gapIn = (cell: EvaluationCell) => rival.of(cell)?.logGap.mean ?? -Infinity;
  const worst = cells.reduce((most, cell) => (gapIn(cell) > gapIn(most) ? cell : most));
  if (!(gapIn(worst) > 0)) return "";
  return t(
    "It stays furthest behind {0} at L = {1}, α = {2}: by {3}.",
    ...[inSentence(rival), grouped(worst.sequenceLength), alphaWord(worst.alpha), spread(gapIn(worst))],
  );
}

function inSentence({ id, name }: Predictor): string {
  return id.startsWith("oracle") ? t("the oracle") : name;
}
