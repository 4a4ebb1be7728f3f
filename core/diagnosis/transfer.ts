/** Whether what was learned holds on other lengths and priors, by an evaluation of the run; there need not be one. */
import type { EvaluationCell, EvaluationStudy, PredictorScore } from "../studies";
import { lagSetName } from "../theory";
import type { Evidence, Remark } from "./evidence";
import { decimal, fixed, listed, withError } from "./words";

/** Nats: at home a trained model is within 0.02 of an induction head, elsewhere five times that is far. */
const far = 0.1;
/** Standard errors that a difference has to exceed. */
const certain = 3;
/** Cells that are told. */
const toldCells = 4;

export function transferRemark({ evaluation, experiment, step }: Evidence): Remark {
  if (!evaluation) {
    return "How it does on other lengths and priors was not looked at: evaluate the run to know.";
  }
  const { data } = experiment;
  if (data.kind !== "markov") return null;
  const isHome = ({ sequenceLength, alpha, floor }: EvaluationCell) =>
    sequenceLength === data.sequenceLength && alpha === data.prior.alpha && floor === data.prior.floor;
  const home = evaluation.cells.find(isHome);
  const allowed = far + Math.max(0, home ? (excessOf(home)?.logGap.mean ?? 0) : 0);
  const bad = evaluation.cells
    .flatMap((cell) => {
      const excess = isHome(cell) ? null : excessOf(cell);
      return excess && excess.logGap.mean - certain * excess.logGap.standardError > allowed
        ? [{ cell, excess }]
        : [];
    })
    .sort((a, b) => b.excess.logGap.mean - a.excess.logGap.mean);
  if (bad.length === 0) return staleness(evaluation, step);
  const lengths = [...new Set(bad.map(({ cell }) => cell.sequenceLength))].sort((a, b) => a - b);
  const alphas = [...new Set(bad.map(({ cell }) => cell.alpha))].sort((a, b) => a - b);
  return {
    kind: "poorTransfer",
    severity: "warning",
    title: `It does badly on other data: ${bad.length} of ${evaluation.cells.length} evaluations lie far above what can be had.`,
    evidence: [
      ...bad.slice(0, toldCells).map(({ cell, excess }) => cellWords(cell, excess)),
      ...(home
        ? [
            `On its own law (L = ${home.sequenceLength}, α = ${decimal(home.alpha)}) it loses ${withError(home.logLoss)} nats.`,
          ]
        : []),
      ...(evaluation.step === step
        ? []
        : [`The evaluation is of step ${evaluation.step}; the run stands at step ${step}.`]),
    ],
    advice: [
      ...(lengths.length > 0
        ? [
            `Look at L = ${listed(lengths.map(decimal))} and α = ${listed(alphas.map(decimal))} in the evaluation.`,
          ]
        : []),
      "Train on data like those that it is to do well on: data.sequenceLength and data.prior.alpha.",
      "Train the scale longer (a stage that trains scale): with a small a, matches drown among many positions.",
    ],
  };
}

/** What the model loses more than the best of those who know no more than it could; null where they are left out. */
function excessOf({ predictors }: EvaluationCell): PredictorScore | null {
  return predictors
    .filter(({ kind }) => kind === "inductionHead" || kind === "bayes")
    .reduce<PredictorScore | null>(
      (best, one) => (!best || one.logLoss.mean < best.logLoss.mean ? one : best),
      null,
    );
}

function cellWords(
  { sequenceLength, alpha, floor, logLoss }: EvaluationCell,
  excess: PredictorScore,
): string {
  const where = `L = ${decimal(sequenceLength)}, α = ${decimal(alpha)}${floor > 0 ? `, floor ${decimal(floor)}` : ""}`;
  const whom =
    excess.kind === "bayes"
      ? "Bayes"
      : `GIH(${lagSetName(excess.lags)}, a ${excess.scale === Infinity ? "→ ∞" : `= ${fixed(excess.scale ?? 0)}`})`;
  return `At ${where} it loses ${withError(logLoss)} nats, ${withError(excess.logGap)} more than ${whom}.`;
}

function staleness(evaluation: EvaluationStudy, step: number): Remark {
  if (evaluation.step === step) return null;
  return `The evaluation is of step ${evaluation.step}; the run stands at step ${step}.`;
}
