/** Which lengths and priors a model is taken to, with how many sequences, and what is refused. */
import { alphaRange, type MarkovDataConfig } from "../config";
import { firstKeyOf, valueShape, type Model, type Weights } from "../model";
import { RunSetupError } from "../training";

export interface EvaluationGrid {
  /** L, without the target. */
  readonly sequenceLengths: readonly number[];
  /** α of the Dirichlet prior, within `alphaRange`. */
  readonly alphas: readonly number[];
  /** γ, with γ·d < 1. */
  readonly floors: readonly number[];
}

/**
 * Around the experiment's own: lengths from a tenth to ten times, α from a tenth to a hundred times. Lengths that the
 * model cannot take are left out.
 */
export function defaultGrid(data: MarkovDataConfig, model: Model): EvaluationGrid {
  const { sequenceLength, prior } = data;
  const least = fewestTokens(data, model);
  const lengths = [0.1, 0.3, 1, 3, 10].map((factor) => Math.max(least, Math.round(factor * sequenceLength)));
  const alphas = [0.1, 1, 10, 100].map((factor) => Number((factor * prior.alpha).toPrecision(6)));
  return {
    sequenceLengths: distinct(lengths.filter((length) => length <= mostTokens(model))),
    alphas: alphas.filter(canBeDrawn),
    floors: [prior.floor],
  };
}

/** Nanoseconds that one cell may take on one core of a 2025 server; only counts decide, never a stopwatch. */
const budget = 6e8;
const fewestSequences = 100;
const mostSequences = 2_000;

/** As many as there is time for, so that long sequences are fewer. */
export function sequencesFor(
  { parents, alphabetSize }: MarkovDataConfig,
  model: Model,
  { lagAttention, subsetWeights }: Weights,
  sequenceLength: number,
): number {
  const { heads, window, subsets } = model;
  const predictors = 2 ** parents.length + 5;
  const counting = sequenceLength * (50 + 5 * parents.length) + predictors * alphabetSize * 60;
  if (model.family !== "disentangled") return within(counting + sequenceLength * positionCost(model));
  const lastRow = lagAttention.subarray(window * window * heads);
  const copied = lastRow.filter((weight) => weight > 1e-20).length * (model.normalizeValues === "l2" ? 4 : 1);
  const selected = subsets.reduce(
    (sum, subset, s) => (subsetWeights[s] > 1e-20 ? sum + subset.length : sum),
    0,
  );
  const windows = Math.min(sequenceLength, alphabetSize ** window);
  return within(counting + windows * (copied + selected));
}

function within(nanoseconds: number): number {
  return Math.min(mostSequences, Math.max(fewestSequences, Math.floor(budget / nanoseconds)));
}

/** Nanoseconds for a position of the families that are computed one position at a time. */
function positionCost(model: Model): number {
  const { heads, window, alphabetSize } = model;
  const { count, size } = valueShape(model);
  const copying = 200 + 10 * heads * window + 2 * count * size * window;
  if (model.family === "mlp") return copying + 3 * size * model.hiddenUnits;
  return model.family === "full" ? copying + 5 * heads * alphabetSize * window : copying;
}

/** Bytes that one sequence takes where it is drawn and looked at, for each token. */
const bytesOfToken = 24;
const mostBytes = 1e9;

/** @throws RunSetupError with everything that no sequences can be drawn for */
export function refuseImpossible(
  { sequenceLengths, alphas, floors }: EvaluationGrid,
  data: MarkovDataConfig,
  model: Model,
): void {
  const least = fewestTokens(data, model);
  const most = mostTokens(model);
  const faults = [
    ...sequenceLengths.flatMap((length) => lengthFault(length, least, most) ?? []),
    ...alphas.flatMap((alpha) =>
      canBeDrawn(alpha) ? [] : `α is from ${alphaRange.least} to ${alphaRange.most}, not ${alpha}.`,
    ),
    ...floors.flatMap((floor) =>
      floor >= 0 && floor * data.alphabetSize < 1
        ? []
        : `A floor of ${floor} leaves nothing to the prior: times ${data.alphabetSize} tokens it has to be below 1.`,
    ),
  ];
  if (faults.length > 0) throw new RunSetupError(faults.join(" "));
}

/** So many tokens give every target its parents, and the model a key. */
function fewestTokens({ parents }: MarkovDataConfig, model: Model): number {
  return Math.max(parents[parents.length - 1], firstKeyOf(model)) + 1;
}

/** Absolute positions have an embedding each, and none beyond those that were trained. */
function mostTokens(model: Model): number {
  return model.family === "absolute" ? model.positions - 1 : Infinity;
}

function lengthFault(length: number, least: number, most: number): string | undefined {
  if (length > most) {
    return (
      `Sequences of ${length} tokens are too long for this model: its family is absolute, so it has embeddings for the ` +
      `positions of ${most} tokens and the output behind them, and no others. At most ${most} can be evaluated.`
    );
  }
  if (length < least) {
    return `Sequences of ${length} tokens are too short for this model and its parents: at least ${least} are needed.`;
  }
  if (length * bytesOfToken <= mostBytes) return undefined;
  return (
    `A sequence of ${length.toLocaleString("en-US")} tokens would take ${((length * bytesOfToken) / 1e9).toFixed(1)} GB ` +
    `of memory; at most ${(mostBytes / 1e9).toFixed(0)} GB are used.`
  );
}

function canBeDrawn(alpha: number): boolean {
  return alpha >= alphaRange.least && alpha <= alphaRange.most;
}

function distinct(numbers: readonly number[]): number[] {
  return [...new Set(numbers)];
}
