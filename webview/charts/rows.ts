/** Finding the rows of a series by their places. */
import { firstIndexWhere, type Series } from "../store";

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

/** The first row from `from` on whose place is greater than `place`. */
export function firstRowAfter(places: ArrayLike<number>, place: number, from: number): number {
  // Places that nobody knows, NaN, are after any.
  return firstIndexWhere(places.length, (row) => !(places[row] <= place), from);
}
