/**
 * Whether what was learned holds on other lengths and priors, by an evaluation of the run; there need not be one. The
 * yardstick is an ideal induction head: what Bayes does better than that, nobody does who does not know the prior.
 */
import type { EvaluationCell, PredictorScore } from "../studies";
import { lagSetName } from "../theory";
import type { Evidence, Remark } from "./evidence";
import { decimal, fixed, withError } from "./words";

/** By the model's own loss: where it was trained a model comes within 0.02 of an induction head, this is far more. */
const far = 0.05;
/** Standard errors that a difference has to exceed. */
const certain = 3;
/** Nats that an induction head itself may lack before that is told. */
const remarkable = 0.1;
const toldCells = 4;

export function transferRemarks(evidence: Evidence): readonly Remark[] {
  const { evaluation, experiment, step } = evidence;
  const { data } = experiment;
  if (data.kind === "mixed-markov") {
    return ["How it does on other lengths and priors is not computed where tokens follow one of two laws."];
  }
  if (data.kind !== "markov") {
    return ["How it does on other lengths and priors cannot be known: the law behind a file is not."];
  }
  if (!evaluation)
    return ["How it does on other lengths and priors was not looked at: evaluate the run to know."];
  // Another step's model is not the one that is judged here.
  if (evaluation.step !== step) {
    return [
      `How it does on other lengths and priors was not looked at: the evaluation is of step ${evaluation.step}, ` +
        `the run stands at step ${step}. Evaluate it again to know.`,
    ];
  }
  const isHome = ({ sequenceLength, alpha, floor }: EvaluationCell) =>
    sequenceLength === data.sequenceLength && alpha === data.prior.alpha && floor === data.prior.floor;
  return [poorTransfer(evidence, evaluation.cells, evaluation.cells.find(isHome)), limitOf(evaluation.cells)];
}

function poorTransfer(
  { experiment: { data, model } }: Evidence,
  cells: readonly EvaluationCell[],
  home: EvaluationCell | undefined,
): Remark {
  // A model that is no induction head where it was trained has other trouble, and is held to no more elsewhere.
  const allowed = far + Math.max(0, home ? (headOf(home)?.gap.mean ?? 0) : 0);
  const bad = cells
    .flatMap((cell) => {
      const head = cell === home ? null : headOf(cell);
      return head && head.gap.mean - certain * head.gap.standardError > allowed ? [{ cell, head }] : [];
    })
    .sort((a, b) => b.head.gap.mean - a.head.gap.mean);
  if (bad.length === 0 || data.kind !== "markov") return null;
  const places = bad.slice(0, toldCells).map(({ cell }) => placeOf(cell));
  // Where the limit a → ∞ is the better head, more of it helps.
  const blunt = bad.some(({ head }) => head.scale === Infinity);
  return {
    kind: "poorTransfer",
    severity: "warning",
    title: `It does worse on other data than an induction head would, in ${bad.length} of ${cells.length} evaluations.`,
    evidence: [
      ...bad
        .slice(0, toldCells)
        .map(
          ({ cell, head }) =>
            `At ${placeOf(cell)} its ${model.loss} loss is ${withError(cell.loss)}, ${withError(head.gap)} above ${nameOf(head)}.`,
        ),
      ...(home
        ? [`On the law it was trained on (${placeOf(home)}) its loss is ${withError(home.loss)}.`]
        : []),
    ],
    advice: [
      ...(blunt
        ? ["Train the scale longer, in a stage of its own: with a small a, matches drown in long sequences."]
        : []),
      `Train on data like those that it is to do well on (${places[0]}): data.sequenceLength and data.prior.alpha.`,
    ],
  };
}

/** What even an induction head lacks. */
function limitOf(cells: readonly EvaluationCell[]): Remark {
  const lacking = cells.flatMap((cell) => {
    const bayes = cell.predictors.find(({ kind }) => kind === "bayes");
    return bayes && bayes.logGap.mean - certain * bayes.logGap.standardError > remarkable
      ? [{ cell, bayes }]
      : [];
  });
  if (lacking.length === 0) return null;
  const { cell, bayes } = lacking.reduce((worst, one) =>
    one.bayes.logGap.mean > worst.bayes.logGap.mean ? one : worst,
  );
  return (
    `In ${lacking.length} of ${cells.length} evaluations Bayes, who knows prior and parents, does better by more than ` +
    `${remarkable} nats, most at ${placeOf(cell)}: ${withError(bayes.logGap)}. An induction head only counts what it has seen.`
  );
}

/** The better one of those that an evaluation has; null where they were left out. */
function headOf({ predictors }: EvaluationCell): PredictorScore | null {
  return predictors
    .filter(({ kind }) => kind === "inductionHead")
    .reduce<PredictorScore | null>(
      (best, one) => (!best || one.loss.mean < best.loss.mean ? one : best),
      null,
    );
}

function placeOf({ sequenceLength, alpha, floor }: EvaluationCell): string {
  return `L = ${decimal(sequenceLength)}, α = ${decimal(alpha)}${floor > 0 ? `, floor ${decimal(floor)}` : ""}`;
}

function nameOf({ lags, scale }: PredictorScore): string {
  return `GIH(${lagSetName(lags)}, a ${scale === Infinity ? "→ ∞" : `= ${fixed(scale ?? 0)}`})`;
}
