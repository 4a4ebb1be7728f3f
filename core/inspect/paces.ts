/**
 * When a quantity has settled, by its speed from one changepoint to the next, and when it begins to move. Sizes say
 * nothing here: speeds are compared with others of the same quantity.
 */

/** A quantity over the rows; from one edge to the next it is taken to go at one speed. */
export interface Course {
  /** Only its growth counts. */
  readonly values: Float64Array;
  /** Ascending. */
  readonly times: Float64Array;
  /** Rows, ascending: the first, all changepoints, the last. */
  readonly edges: readonly number[];
}

/**
 * The changepoint from which on it goes at less than half of the speed that it had before: of all behind its fastest
 * stretch the one that divides the speeds best into two levels, by least squares. What stands still to the end has settled
 * in any case. Null where it has not settled. @param from row: what happened before does not count
 */
export function settlingOf({ values, times, edges }: Course, from: number): number | null {
  const later = [from, ...edges.filter((edge) => edge > from)];
  const stretches = later.slice(1).map((to, index): Stretch => {
    const duration = times[to] - times[later[index]];
    return {
      from: later[index],
      duration,
      speed: Math.max(0, values[to] - values[later[index]]) / duration,
    };
  });
  const fastest = stretches.reduce(
    (best, { speed }, index) => (speed > stretches[best].speed ? index : best),
    0,
  );
  const rest = stretches.slice(fastest);
  let [settled, least]: [number | null, number] = [null, Infinity];
  for (let at = 1; at < rest.length; at++) {
    const [before, behind] = [levelOf(rest.slice(0, at)), levelOf(rest.slice(at))];
    if (before.squares + behind.squares >= least) continue;
    least = before.squares + behind.squares;
    settled = behind.speed < before.speed / 2 ? rest[at].from : null;
  }
  const standing = standingSince(values, values.length - 1);
  if (settled !== null) return Math.min(standing, standingSince(values, settled));
  return standing < values.length - 1 ? Math.max(from, standing) : null;
}

/** The last row, from `from` on, before it moves at all; null where it stands still to the end. */
export function standingUntil(values: Float64Array, from: number): number | null {
  const moved = values.findIndex((value, row) => row > from && value !== values[from]);
  return moved < 0 ? null : moved - 1;
}

interface Stretch {
  readonly from: number;
  readonly duration: number;
  readonly speed: number;
}

/** Mean speed, and what the speeds differ from it, each by how long it lasts. */
function levelOf(stretches: readonly Stretch[]): { readonly speed: number; readonly squares: number } {
  const duration = stretches.reduce((sum, one) => sum + one.duration, 0);
  const speed = stretches.reduce((sum, one) => sum + one.speed * one.duration, 0) / duration;
  return { speed, squares: stretches.reduce((sum, one) => sum + one.duration * (one.speed - speed) ** 2, 0) };
}

/** A changepoint may be found some rows behind the moment at which it came to a stand. */
function standingSince(values: Float64Array, row: number): number {
  while (row > 0 && values[row - 1] === values[row]) row--;
  return row;
}
