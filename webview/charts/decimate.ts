/**
 * Long series to about as many points as a screen can show. Of every bucket, a stretch of the axis, the least and the
 * greatest value stay, so that no spike is lost; and the first and last rows, so that the ends are true.
 */
import type { AxisScale, Series } from "../store";
import { placeAt, positionOf } from "./axis";

export interface Point {
  /** In units of the axis. */
  readonly x: number;
  readonly y: number;
}

/** Rows without a finite value are left out. @param lastPlace where the axis ends @param buckets about the pixels across */
export function pointsOf(series: Series, scale: AxisScale, lastPlace: number, buckets: number): Point[] {
  const { places, values } = series;
  return keptRows(series, scale, lastPlace, buckets).map((row) => ({
    x: positionOf(places[row], scale),
    y: values[row],
  }));
}

/** The row at or before `place` that has a value; -1 where there is none. */
export function rowAt({ places, values }: Series, place: number): number {
  let row = firstRowAfter(places, place, 0) - 1;
  while (row >= 0 && !Number.isFinite(values[row])) row--;
  return row;
}

/** The last row before `place` that has a value; -1 where there is none. */
export function rowBefore({ places, values }: Series, place: number): number {
  let row = firstRowAfter(places, place, 0) - 1;
  while (row >= 0 && (places[row] >= place || !Number.isFinite(values[row]))) row--;
  return row;
}

/** The first row after `place` that has a value; -1 where there is none. */
export function rowAfter({ places, values }: Series, place: number): number {
  let row = firstRowAfter(places, place, 0);
  while (row < places.length && !Number.isFinite(values[row])) row++;
  return row < places.length ? row : -1;
}

function keptRows(
  { places, values }: Series,
  scale: AxisScale,
  lastPlace: number,
  buckets: number,
): number[] {
  const kept: number[] = [];
  if (places.length <= 2 * buckets) {
    for (let row = 0; row < places.length; row++) if (Number.isFinite(values[row])) kept.push(row);
    return kept;
  }
  const width = positionOf(lastPlace, scale) / buckets;
  for (let bucket = 0, from = 0; from < places.length; bucket++) {
    const end = bucket + 1 >= buckets ? Infinity : placeAt((bucket + 1) * width, scale);
    const to = firstRowAfter(places, end, from);
    keepExtremes(values, from, to, places.length, kept);
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

/** The first row from `from` on whose place is greater than `place`. */
function firstRowAfter(places: ArrayLike<number>, place: number, from: number): number {
  let [low, high] = [from, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle] <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}
