/**
 * How fast each phase of a training goes, held against what the paper predicts of it (arXiv 2409.10559, section III):
 * I: c_{S*}²/c_S² grows exponentially; II: each head of S* has 1 − σ fall as a power of time; III: a grows like the
 * logarithm of time. Each is fitted with all three laws of core/theory.
 *
 * Time is gradient-flow time since the phase began, where it is known, else steps. The laws hold in the long run, so
 * power law and logarithm may begin before (an onset τ, which AIC counts). Snapshots are dense where a stage began, and
 * many where nothing moves any more: points are chosen evenly along the way that the quantity goes, on the scale that
 * residuals are measured on, so that no part of the way counts for more than another.
 */
import { layoutOf, groupOf, type Model } from "../model";
import { bestOf, fitRates, type LawKind, type RateFit, type RateFits } from "../theory";
import { clockOf, headCourses, scaleCourse, winnerOf, type RecordedRow } from "./courses";
import type { Phase } from "./phases";

export interface StageRate {
  readonly phase: Phase;
  readonly quantity: RateQuantity;
  /** Of the residuals: `log` for what goes over orders of magnitude. */
  readonly scale: "linear" | "log";
  /** Rows of the phase, by step: all that can be drawn. */
  readonly steps: Float64Array;
  /** Since the phase began; in steps where gradient-flow time is unknown. */
  readonly times: Float64Array;
  /** The quantity; on the `log` scale its natural logarithm. */
  readonly levels: Float64Array;
  /** By the least AIC; null where no law can be fitted. */
  readonly best: RateFit | null;
  /** Null where none can be fitted, for too few points or because nothing moves. */
  readonly fits: RateFits | null;
  readonly predicted: LawKind;
  readonly verdict: Verdict;
}

export type RateQuantity =
  /**
   * c_{S*}²/c_S² of S*, against the strongest other set at the end of the phase; places in `model.subsets`. The empty set
   * is none of the theorem's: where a model has it, it is passed over.
   */
  | { readonly kind: "ratio"; readonly winner: number; readonly rival: number }
  /** 1 − σ of a head, 0-based, at the lag, from 1, that it attends to in the end. */
  | { readonly kind: "attention"; readonly head: number; readonly lag: number }
  /** a. */
  | { readonly kind: "scale" };

export type Verdict =
  /** The predicted law fits best. */
  | "asPredicted"
  /** Another fits better, but AIC hardly tells them apart: by less than 2 (Burnham and Anderson 2002). */
  | "asGood"
  /** Another fits better, but the predicted one too leaves hardly anything. */
  | "nearly"
  | "otherwise"
  /** Even the best leaves too much: the quantity follows none of the three. */
  | "none"
  /** Too few points, or nothing moves. */
  | "unknown";

/** Points fitted to, at most. */
const mostPoints = 100;
const hardlyLess = 2;
/** R² of a law that nothing but another one speaks against. Over a short way each of them fits like this. */
const hardlyAnything = 0.999;
/** R² of a law that is one. What rises or falls steadily has more with any of them. */
const leastRSquared = 0.9;

const predictions = { ratio: "exponential", attention: "power", scale: "logarithm" } as const;

/** In the order of the phases, and of the heads in II. @param rows by step @param phases as `detectPhases` found them */
export function stageRates(
  model: Model,
  rows: readonly RecordedRow[],
  phases: readonly Phase[],
): readonly StageRate[] {
  const whole = rows.filter(({ parameters }) => !parameters.includes(NaN));
  if (whole.length === 0 || phases.length === 0) return [];
  const winner = winnerOf(model, whole[whole.length - 1].parameters);
  return phases.flatMap((phase) => {
    const during = whole.filter(({ step }) => step >= phase.fromStep && step <= phase.toStep);
    if (during.length === 0) return [];
    switch (phase.kind) {
      case "selection":
        return ratioRate(model, during, phase, winner);
      case "concentration":
        return headCourses(model, during, model.subsets[winner]).map(({ head, lag, attention }) =>
          rateOf(
            during,
            phase,
            { kind: "attention", head, lag },
            attention.map((sigma) => Math.log1p(-sigma)),
          ),
        );
      case "growth":
        return [rateOf(during, phase, { kind: "scale" }, scaleCourse(during))];
    }
  });
}

/** None where no other set has heads. */
function ratioRate(model: Model, during: readonly RecordedRow[], phase: Phase, winner: number): StageRate[] {
  const { offset } = groupOf(layoutOf(model), "coefficients");
  const { parameters: end } = during[during.length - 1];
  const sizeOf = (subset: number) => Math.abs(end[offset + subset]);
  const rivals = Array.from(model.subsets.keys()).filter(
    (subset) => subset !== winner && model.subsets[subset].length > 0,
  );
  if (rivals.length === 0) return [];
  const rival = rivals.reduce((most, subset) => (sizeOf(subset) > sizeOf(most) ? subset : most));
  // From the coefficients themselves: their squares may leave the numbers.
  const levels = Float64Array.from(
    during,
    ({ parameters }) =>
      2 * (Math.log(Math.abs(parameters[offset + winner])) - Math.log(Math.abs(parameters[offset + rival]))),
  );
  return [rateOf(during, phase, { kind: "ratio", winner, rival }, levels)];
}

function rateOf(
  during: readonly RecordedRow[],
  phase: Phase,
  quantity: RateQuantity,
  levels: Float64Array,
): StageRate {
  const clock = clockOf(during);
  const times = clock.map((time) => time - clock[0]);
  const scale = quantity.kind === "scale" ? "linear" : "log";
  const points = alongTheWay(levels, mostPoints);
  const pick = (column: Float64Array) => Float64Array.from(points, (row) => column[row]);
  const fits = fitRates(pick(times), pick(levels), { scale, onset: true });
  const best = fits && bestOf(Object.values(fits));
  const predicted = predictions[quantity.kind];
  return {
    ...{ phase, quantity, scale, times, levels, fits, best, predicted },
    steps: Float64Array.from(during, ({ step }) => step),
    verdict: verdictOf(fits, best, predicted),
  };
}

function verdictOf(fits: RateFits | null, best: RateFit | null, predicted: LawKind): Verdict {
  if (!fits || !best) return "unknown";
  if (best.rSquared < leastRSquared) return "none";
  if (best.law.kind === predicted) return "asPredicted";
  const wanted = fits[predicted];
  if (!wanted) return "otherwise";
  if (wanted.aic - best.aic < hardlyLess) return "asGood";
  return wanted.rSquared > hardlyAnything ? "nearly" : "otherwise";
}

/** Rows at even parts of the way that the values go up and down; the first and the last among them. */
function alongTheWay(values: Float64Array, most: number): number[] {
  const gone = new Float64Array(values.length);
  let last = values[0];
  for (let row = 1; row < values.length; row++) {
    const moved = Math.abs(values[row] - last);
    gone[row] = gone[row - 1] + (Number.isFinite(moved) ? moved : 0);
    if (Number.isFinite(values[row])) last = values[row];
  }
  const whole = gone[gone.length - 1];
  const rows: number[] = [];
  for (let row = 0, mark = 0; row < values.length; row++) {
    if (!Number.isFinite(values[row]) || gone[row] < ((mark * whole) / (most - 1)) * (1 - 1e-12)) continue;
    rows.push(row);
    while (gone[row] >= ((mark * whole) / (most - 1)) * (1 - 1e-12) && mark < most) mark++;
    if (mark >= most) break;
  }
  return rows;
}
