/**
 * Long series to about as many points as a screen can show. Of every bucket, a stretch of the axis, the least and the
 * greatest value stay, so that no spike is lost; and the first and last rows, so that the ends are true.
 */
import type { Series } from "../store";
import { positionOf, stepAt, type StepScale } from "./axis";

export interface Point {
  /** In units of the axis. */
  readonly x: number;
  readonly y: number;
}

/** Rows without a finite value are left out. @param lastStep where the axis ends @param buckets about the pixels across */
export function pointsOf(series: Series, scale: StepScale, lastStep: number, buckets: number): Point[] {
  const { steps, values } = series;
  return keptRows(series, scale, lastStep, buckets).map((row) => ({
    x: positionOf(steps[row], scale),
    y: values[row],
  }));
}

/** The row at or before `step` that has a value; -1 where there is none. */
export function rowAt({ steps, values }: Series, step: number): number {
  let row = firstRowAfter(steps, step, 0) - 1;
  while (row >= 0 && !Number.isFinite(values[row])) row--;
  return row;
}

/** The first row after `step` that has a value; -1 where there is none. */
export function rowAfter({ steps, values }: Series, step: number): number {
  let row = firstRowAfter(steps, step, 0);
  while (row < steps.length && !Number.isFinite(values[row])) row++;
  return row < steps.length ? row : -1;
}

function keptRows({ steps, values }: Series, scale: StepScale, lastStep: number, buckets: number): number[] {
  const kept: number[] = [];
  if (steps.length <= 2 * buckets) {
    for (let row = 0; row < steps.length; row++) if (Number.isFinite(values[row])) kept.push(row);
    return kept;
  }
  const width = positionOf(lastStep, scale) / buckets;
  for (let bucket = 0, from = 0; from < steps.length; bucket++) {
    const end = bucket + 1 >= buckets ? Infinity : stepAt((bucket + 1) * width, scale);
    const to = firstRowAfter(steps, end, from);
    keepExtremes(values, from, to, steps.length, kept);
    from = to;
  }
  return kept;
}

/** Of rows `from` to before `to`: least and greatest in their order, and what ends the whole series. */
function keepExtremes(
  values: ArrayLike<number>,
  from: number,
  to: number,
  length: number,
  kept: number[],
): void {
  let [first, least, greatest, last] = [-1, -1, -1, -1];
  for (let row = from; row < to; row++) {
    const value = values[row];
    if (!Number.isFinite(value)) continue;
    if (first < 0) first = least = greatest = row;
    if (value < values[least]) least = row;
    if (value > values[greatest]) greatest = row;
    last = row;
  }
  if (first < 0) return;
  const rows = [Math.min(least, greatest), Math.max(least, greatest)];
  if (kept.length === 0) rows.unshift(first);
  if (to === length) rows.push(last);
  for (const row of rows) if (row !== kept.at(-1)) kept.push(row);
}

/** The first row from `from` on whose step is greater than `step`. */
function firstRowAfter(steps: ArrayLike<number>, step: number, from: number): number {
  let [low, high] = [from, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] <= step) low = middle + 1;
    else high = middle;
  }
  return low;
}
