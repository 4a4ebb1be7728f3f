/**
 * The phases of a training, found in what was recorded: the selector settles on a subset, then that subset's heads
 * settle on their lags, then the scale alone grows. They are read off the tensors, whatever the stages were called.
 */
import { disentangledLayout, groupOf, type DisentangledModel } from "../model";
import { describeHeads, type HeadDescription } from "./heads";

export interface Phase {
  readonly kind: "selection" | "concentration" | "growth";
  /** Recorded steps: from the first to the last one of the phase. */
  readonly fromStep: number;
  readonly toStep: number;
}

/** A recorded state. */
interface Row {
  readonly step: number;
  /** The whole vector, as `disentangledLayout` lays it out. */
  readonly parameters: Float64Array;
}

/** p of the winning subset from which it counts as selected, and below which it must not fall again. */
const selected = 0.9;
const majority = 0.5;
/** Of the way that σ goes from beginning to end: a head has begun to move, and has settled. */
const begun = 0.01;
const settled = 0.9;
/** Of the way that σ could have gone: a head that moves less does not move. */
const leastWay = 0.02;
/** Of |a| at the end: a scale that grows less does not grow. */
const leastGrowth = 0.01;

/**
 * In order of their steps, without gaps: a phase begins when the one before has settled and something moves again.
 * Phases that did not happen are left out, and there is none where no subset wins.
 * @param rows by step; where parameters are lost they are NaN
 */
export function detectPhases(model: DisentangledModel, rows: readonly Row[]): readonly Phase[] {
  const whole = rows.filter(({ parameters }) => !parameters.includes(NaN));
  if (whole.length < 2) return [];
  const winner = winnerOf(model, whole[whole.length - 1].parameters);
  const chosen = selectedFrom(model, whole, winner);
  if (chosen === null) return [];
  const heads = headsMoving(model, whole, model.subsets[winner], chosen);
  const begins: readonly (readonly [Phase["kind"], number | null])[] = [
    ["selection", 0],
    ["concentration", heads?.from ?? null],
    ["growth", growthFrom(whole, heads?.to ?? chosen)],
  ];
  const happened = begins.flatMap(([kind, row]) => (row === null ? [] : { kind, fromStep: whole[row].step }));
  return happened
    .map((phase, at) => ({ ...phase, toStep: happened[at + 1]?.fromStep ?? whole[whole.length - 1].step }))
    .filter(({ fromStep, toStep }) => toStep > fromStep);
}

/** The subset with the largest c², in `model.subsets`. */
function winnerOf(model: DisentangledModel, parameters: Float64Array): number {
  const { offset, size } = groupOf(disentangledLayout(model), "coefficients");
  const squares = parameters.subarray(offset, offset + size).map((c) => c * c);
  return squares.indexOf(squares.reduce((most, square) => Math.max(most, square), 0));
}

/** The row at which the winner is selected, having the majority from then on; null where there is none. */
function selectedFrom(model: DisentangledModel, rows: readonly Row[], winner: number): number | null {
  const { offset, size } = groupOf(disentangledLayout(model), "coefficients");
  const weightAt = ({ parameters }: Row) => {
    let norm = 0;
    for (let at = offset; at < offset + size; at++) norm += parameters[at] * parameters[at];
    return (parameters[offset + winner] * parameters[offset + winner]) / norm;
  };
  if (!(weightAt(rows[rows.length - 1]) >= majority)) return null;
  const from = settledFrom(rows, (row) => weightAt(row) >= majority);
  return rowFrom(rows, from, (row) => weightAt(row) >= selected);
}

/** From the last row at which no head has left its beginning to the one at which all have settled; null: none moves. */
function headsMoving(
  model: DisentangledModel,
  rows: readonly Row[],
  heads: readonly number[],
  after: number,
): { readonly from: number; readonly to: number } | null {
  const before = describeHeads(model, rows[0].parameters);
  const end = describeHeads(model, rows[rows.length - 1].parameters);
  const ways = heads.flatMap((head) => wayOf(before[head], end[head]) ?? []);
  if (ways.length === 0) return null;
  const gone = ({ parameters }: Row, { head, lag, from, to }: Way) =>
    (attentionAt(model, parameters, head, lag) - from) / (to - from);
  const moves = rowFrom(rows, after, (row) => ways.some((way) => gone(row, way) >= begun)) ?? after;
  const from = Math.max(after, moves - 1);
  return {
    from,
    to: Math.max(
      from,
      settledFrom(rows, (row) => ways.every((way) => gone(row, way) >= settled)),
    ),
  };
}

/** σ of a head at the lag that it attends to in the end. */
interface Way {
  readonly head: number;
  readonly lag: number;
  readonly from: number;
  readonly to: number;
}

function wayOf(before: HeadDescription, { head, lag, attention }: HeadDescription): Way | null {
  if (lag === null) return null;
  const from = before.lagAttention[lag - 1];
  const room = attention > from ? 1 - from : from;
  return Math.abs(attention - from) > leastWay * room ? { head, lag, from, to: attention } : null;
}

/** σ of one head at one lag that it may see: a small part of what `describeHeads` reads. */
function attentionAt(
  { window, lagMask }: DisentangledModel,
  parameters: Float64Array,
  head: number,
  lag: number,
): number {
  const row = head * window;
  const logit = parameters[row + lag - 1];
  let sum = 0;
  for (let at = row; at < row + window; at++) {
    if (lagMask[at]) sum += Math.exp(parameters[at] - logit);
  }
  return 1 / sum;
}

/** The last row, from `after` on, before the scale grows; null where it does not. */
function growthFrom(rows: readonly Row[], after: number): number | null {
  const scaleAt = ({ parameters }: Row) => Math.abs(parameters[parameters.length - 1]);
  const before = scaleAt(rows[after]);
  const least = leastGrowth * scaleAt(rows[rows.length - 1]);
  const grown = rowFrom(rows, after, (row) => scaleAt(row) - before > least);
  return grown === null ? null : grown - 1;
}

/** The first row from which on all rows are so; the last row is. */
function settledFrom(rows: readonly Row[], isSo: (row: Row) => boolean): number {
  let from = rows.length - 1;
  while (from > 0 && isSo(rows[from - 1])) from--;
  return from;
}

/** The first row, from `from` on, that is so. */
function rowFrom(rows: readonly Row[], from: number, isSo: (row: Row) => boolean): number | null {
  const found = rows.findIndex((row, at) => at >= from && isSo(row));
  return found < 0 ? null : found;
}
