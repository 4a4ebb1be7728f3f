/**
 * When a quantity has settled, by its pace from one changepoint to the next, and when it begins to move. Sizes say
 * nothing here: paces are compared with others of the same quantity.
 */

/** A quantity over the rows; from one edge to the next it is taken for a straight line. */
export interface Course {
  /** Only its growth counts. */
  readonly values: Float64Array;
  /** Ascending. */
  readonly abscissa: Float64Array;
  /** Rows, ascending: the first, all changepoints, the last. */
  readonly edges: readonly number[];
}

/**
 * The changepoint from which on it goes at less than half of the pace that it had before: of all behind its fastest
 * stretch the one that divides the paces best into two levels. Null where there is none: it has not settled.
 * @param from row: what happened before does not count
 */
export function settlingOf({ values, abscissa, edges }: Course, from: number): number | null {
  const later = [from, ...edges.filter((edge) => edge > from)];
  const stretches = later.slice(1).map((to, index): Stretch => {
    const width = abscissa[to] - abscissa[later[index]];
    return { from: later[index], width, pace: Math.max(0, values[to] - values[later[index]]) / width };
  });
  const fastest = stretches.reduce(
    (best, { pace }, index) => (pace > stretches[best].pace ? index : best),
    0,
  );
  const rest = stretches.slice(fastest);
  let [settled, least]: [number | null, number] = [null, Infinity];
  for (let at = 1; at < rest.length; at++) {
    const [before, behind] = [levelOf(rest.slice(0, at)), levelOf(rest.slice(at))];
    if (before.squares + behind.squares >= least) continue;
    least = before.squares + behind.squares;
    settled = behind.pace < before.pace / 2 ? rest[at].from : null;
    if ((globalThis as any).DBG) console.log(rest.map(r=>r.from+":"+r.pace.toFixed(4)).join(" "), "split", rest[at].from, before.pace, behind.pace);
  }
  return settled;
}

interface Stretch {
  readonly from: number;
  readonly width: number;
  readonly pace: number;
}

/** Mean pace, and what the paces differ from it, each by its width. */
function levelOf(stretches: readonly Stretch[]): { readonly pace: number; readonly squares: number } {
  const width = stretches.reduce((sum, stretch) => sum + stretch.width, 0);
  const pace = stretches.reduce((sum, stretch) => sum + stretch.pace * stretch.width, 0) / width;
  return { pace, squares: stretches.reduce((sum, one) => sum + one.width * (one.pace - pace) ** 2, 0) };
}

/** The last row, from `from` on, before it moves at all; null where it stands still to the end. */
export function standingUntil(values: Float64Array, from: number): number | null {
  const moved = values.findIndex((value, row) => row > from && value !== values[from]);
  return moved < 0 ? null : moved - 1;
}
