/**
 * Long series to about as many points as a screen can show. Of every bucket, a stretch of the axis, the least and the
 * greatest value stay, so that no spike is lost; and the first and last rows, so that the ends are true.
 */
import type { Series } from "../store";
import { hasLevel, placeAt } from "./axis";
import { firstRowAfter, rowAfter, rowBefore } from "./rows";
import { across, up, type View } from "./view";

export interface Point {
  /** In units of the axis. */
  readonly x: number;
  readonly y: number;
}

/**
 * What is in sight of a series, and a row beyond on either side, so that lines run to the edges. Rows that have no
 * place on the axis of values are left out.
 * @param buckets about the pixels across
 */
export function pointsOf(series: Series, view: View, buckets: number): Point[] {
  const { places, values } = series;
  return keptRows(series, view, buckets).map((row) => ({
    x: across(view, places[row]),
    y: up(view, values[row]),
  }));
}

function keptRows(series: Series, view: View, buckets: number): number[] {
  const { places, values } = series;
  const drawn = (row: number) => hasLevel(values[row], view.valueScale);
  const start = Math.max(0, rowBefore(series, view.first));
  const after = rowAfter(series, view.last);
  const end = after < 0 ? places.length : after + 1;
  const kept: number[] = [];
  if (end - start <= 2 * buckets) {
    for (let row = start; row < end; row++) if (drawn(row)) kept.push(row);
    return kept;
  }
  const from = across(view, view.first);
  const width = (across(view, view.last) - from) / buckets;
  for (let bucket = 0, row = start; row < end; bucket++) {
    const edge =
      bucket + 1 >= buckets ? Infinity : placeAt(from + (bucket + 1) * width, view.scale, view.unit);
    const to = Math.min(end, firstRowAfter(places, edge, row));
    keepExtremes(values, row, to, drawn, to === end, kept);
    row = to;
  }
  return kept;
}

/** Of rows `from` to before `to`: least and greatest in their order, and what ends the whole series. */
function keepExtremes(
  values: ArrayLike<number>,
  from: number,
  to: number,
  drawn: (row: number) => boolean,
  ends: boolean,
  kept: number[],
): void {
  let [first, least, greatest, last] = [-1, -1, -1, -1];
  for (let row = from; row < to; row++) {
    if (!drawn(row)) continue;
    const value = values[row];
    if (first < 0) first = least = greatest = row;
    if (value < values[least]) least = row;
    if (value > values[greatest]) greatest = row;
    last = row;
  }
  if (first < 0) return;
  const rows = [Math.min(least, greatest), Math.max(least, greatest)];
  if (kept.length === 0) rows.unshift(first);
  if (ends) rows.push(last);
  for (const row of rows) if (row !== kept.at(-1)) kept.push(row);
}
