/** What training moves in the circuit, as numbers over the recorded rows: the weight that wins, its heads' attention, a. */
import { layoutOf, groupOf, wholeWindowAttention, type Model } from "../model";
import { describeHeads } from "./heads";

/** A recorded state. */
export interface RecordedRow {
  readonly step: number;
  /** Gradient-flow time; NaN where unknown. */
  readonly time?: number;
  /** The whole vector, as `layoutOf` lays it out. */
  readonly parameters: Float64Array;
}

/** A head of S* and the lag that it attends to in the end. */
export interface HeadCourse {
  /** 0-based. */
  readonly head: number;
  /** From 1. */
  readonly lag: number;
  /** σ at that lag, by row. */
  readonly attention: Float64Array;
}

/** Of each row: gradient-flow time where all know it and it goes on, else the steps. */
export function clockOf(rows: readonly RecordedRow[]): Float64Array {
  const times = Float64Array.from(rows, ({ time }) => time ?? NaN);
  const goesOn = times.every((time, row) => row === 0 || time > times[row - 1]);
  return goesOn && !times.includes(NaN) ? times : Float64Array.from(rows, ({ step }) => step);
}

/** The subset with the largest c², in `model.subsets`; to be asked of models with a selector. */
export function winnerOf(model: Model, parameters: Float64Array): number {
  const { offset, size } = groupOf(layoutOf(model), "coefficients");
  const squares = parameters.subarray(offset, offset + size).map((c) => c * c);
  return squares.indexOf(squares.reduce((most, square) => Math.max(most, square), 0));
}

/** p of one subset, by row. */
export function weightCourse(model: Model, rows: readonly RecordedRow[], subset: number): Float64Array {
  const { offset, size } = groupOf(layoutOf(model), "coefficients");
  return Float64Array.from(rows, ({ parameters }) => {
    let norm = 0;
    for (let at = offset; at < offset + size; at++) norm += parameters[at] * parameters[at];
    return (parameters[offset + subset] * parameters[offset + subset]) / norm;
  });
}

/** Of those that may read a lag at all. */
export function headCourses(
  model: Model,
  rows: readonly RecordedRow[],
  heads: readonly number[],
): HeadCourse[] {
  const described = describeHeads(model, rows[rows.length - 1].parameters);
  return heads.flatMap((head) => {
    const { lag } = described[head];
    if (lag === null) return [];
    const attention = Float64Array.from(rows, ({ parameters }) => attentionAt(model, parameters, head, lag));
    return [{ head, lag, attention }];
  });
}

/** a, by row. */
export function scaleCourse(rows: readonly RecordedRow[]): Float64Array {
  return Float64Array.from(rows, ({ parameters }) => parameters[parameters.length - 1]);
}

/** σ of one head at one lag that it may see: a small part of what `describeHeads` reads. */
function attentionAt(model: Model, parameters: Float64Array, head: number, lag: number): number {
  const { window, lagMask } = model;
  const row = head * window;
  // Its logits are of positions, none of lags.
  if (model.family === "absolute") return wholeWindowAttention(model, parameters)[row + lag - 1];
  const logit = parameters[row + lag - 1];
  let sum = 0;
  for (let at = row; at < row + window; at++) {
    if (lagMask[at]) sum += Math.exp(parameters[at] - logit);
  }
  return 1 / sum;
}
