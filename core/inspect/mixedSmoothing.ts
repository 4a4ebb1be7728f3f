/**
 * Losses of fresh batches without their noise: what a training brings down is smoothed to a course that only falls. It
 * needs no width, so that it does alike where steps are recorded densely and where sparsely. What the course means is
 * mixedPhases.ts's.
 */

/** A place on a course between two recorded rows. */
export interface Crossing {
  /** The last row at or above the level, and the share of the way to the next one, 0..1. */
  readonly row: number;
  readonly share: number;
}

/**
 * The least-squares course that never rises (isotonic regression by pooling of neighbours; Ayer and others 1955), of
 * medians of five rows, at the ends of three: one outlier, also the last row, moves nothing.
 * @param values by row, finite
 */
export function fallingCourse(values: Float64Array): Float64Array {
  const blocks: { sum: number; count: number }[] = [];
  for (const value of mediansOf(values)) {
    let block = { sum: value, count: 1 };
    for (let last = blocks.at(-1); last && mean(last) <= mean(block); last = blocks.at(-1)) {
      blocks.pop();
      block = { sum: last.sum + block.sum, count: last.count + block.count };
    }
    blocks.push(block);
  }
  const course = new Float64Array(values.length);
  let from = 0;
  for (const block of blocks) course.fill(mean(block), from, (from += block.count));
  return course;
}

/** Where a falling course goes below `level`, as a straight line of its logarithm; null where it stays above. */
export function fallsBelow(course: Float64Array, level: number): Crossing | null {
  const next = course.findIndex((value) => value < level);
  if (next < 0) return null;
  if (next === 0) return { row: 0, share: 0 };
  const [before, after] = [course[next - 1], course[next]];
  // A loss of exactly 0 has no logarithm: then the whole way, to the row that is known to be below.
  const share = after > 0 ? Math.log(before / level) / Math.log(before / after) : 1;
  return { row: next - 1, share };
}

/** What a quantity that is known by row is at a crossing. */
export function valueAt(values: ArrayLike<number>, { row, share }: Crossing): number {
  if (share === 0) return values[row];
  return values[row] + share * (values[row + 1] - values[row]);
}

function mediansOf(values: Float64Array): Float64Array {
  return values.map((_, row) => {
    const around = values.slice(Math.max(0, row - 2), row + 3).sort();
    return (around[(around.length - 1) >> 1] + around[around.length >> 1]) / 2;
  });
}

function mean({ sum, count }: { readonly sum: number; readonly count: number }): number {
  return sum / count;
}
