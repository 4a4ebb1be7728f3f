/**
 * The phases of a training, found in what was recorded: the selector settles on a subset, then that subset's heads
 * settle on their lags, then the scale alone grows. They are read off the tensors, whatever the stages were called.
 *
 * How: p of the subset that wins, σ of its heads and a are cut together into straight pieces over log(1 + steps) by
 * core/theory's changepoints. A quantity has settled at the changepoint behind which its speed has fallen for good
 * (paces.ts); a phase ends where its quantity has settled and the next one's moves.
 */
import { hasSelector, type Model } from "../model";
import { changepoints } from "../theory";
import { clockOf, headCourses, scaleCourse, weightCourse, winnerOf, type RecordedRow } from "./courses";
import { settlingOf, standingUntil } from "./paces";

export interface Phase {
  readonly kind: "selection" | "concentration" | "growth";
  /** Recorded steps: from the first to the last one of the phase. */
  readonly fromStep: number;
  readonly toStep: number;
}

/** p from which a subset has won: more than all others together. */
const majority = 0.5;
/** Of the way that σ could have gone: a head that moves less does not move. */
const leastWay = 0.02;
/** Of |a| at the end: a scale that grows less does not grow. */
const leastGrowth = 0.01;

/**
 * In order of their steps, without gaps. Phases that did not happen are left out, and there is none where no subset
 * wins, nor without a selector.
 * @param rows by step; where parameters are lost they are NaN
 */
export function detectPhases(model: Model, rows: readonly RecordedRow[]): readonly Phase[] {
  const whole = rows.filter(({ parameters }) => !parameters.includes(NaN));
  if (whole.length < 2 || !hasSelector(model)) return [];
  const winner = winnerOf(model, whole[whole.length - 1].parameters);
  const weight = weightCourse(model, whole, winner);
  const last = whole.length - 1;
  if (!(weight[last] >= majority)) return [];
  const heads = headCourses(model, whole, model.subsets[winner]).flatMap(({ attention }) =>
    waysOf(attention),
  );
  const scale = scaleCourse(whole).map(Math.abs);
  // Selection comes first, when every step counts: its speed is the one over log(1 + steps).
  const logSteps = Float64Array.from(whole, ({ step }) => Math.log1p(step - whole[0].step));
  const edges = [0, ...changepoints(logSteps, [weight, ...heads, scale]), last];
  const selected = settlingOf({ values: weight, times: logSteps, edges }, 0);
  const concentrates = selected === null ? null : firstMove(heads, selected);
  const settled =
    concentrates === null
      ? selected
      : settlingOf({ values: meanOf(heads), times: clockOf(whole), edges }, concentrates);
  const grows = settled === null ? null : growthFrom(scale, settled);
  const begins: readonly (readonly [Phase["kind"], number | null])[] = [
    ["selection", 0],
    ["concentration", concentrates],
    ["growth", grows],
  ];
  const happened = begins.flatMap(([kind, row]) => (row === null ? [] : { kind, fromStep: whole[row].step }));
  return happened
    .map((phase, at) => ({ ...phase, toStep: happened[at + 1]?.fromStep ?? whole[last].step }))
    .filter(({ fromStep, toStep }) => toStep > fromStep);
}

/** The part of its way that a head has gone, by row; none for one that hardly moves. */
function waysOf(attention: Float64Array): Float64Array[] {
  const [from, to] = [attention[0], attention[attention.length - 1]];
  const room = to > from ? 1 - from : from;
  if (!(Math.abs(to - from) > leastWay * room)) return [];
  return [attention.map((value) => (value - from) / (to - from))];
}

/** The last row, from `from` on, before one of them moves; null where none does any more. */
function firstMove(series: readonly Float64Array[], from: number): number | null {
  const rows = series.flatMap((values) => standingUntil(values, from) ?? []);
  return rows.length > 0 ? Math.min(...rows) : null;
}

function meanOf(series: readonly Float64Array[]): Float64Array {
  return series[0].map((_, row) => series.reduce((sum, values) => sum + values[row], 0) / series.length);
}

/** The last row, from `from` on, before the scale grows; null where it does not. */
function growthFrom(scale: Float64Array, from: number): number | null {
  const row = standingUntil(scale, from);
  const grown = scale[scale.length - 1] - scale[from];
  return grown > leastGrowth * scale[scale.length - 1] ? row : null;
}
