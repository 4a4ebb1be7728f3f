/**
 * What positions have in common in all sequences, in float64 for the kernel's float32: how layer 1 copies, and head A's
 * attention. Slopes come in units of their largest, so that what hardly depends on p1 or p2 any more still has a gradient.
 */

/** Numbers of a position's row; the order is that of `Place` in kernels/plan.ts, and the rest is padding. */
const ROW = 8;

export interface Places {
  /** [L, 8]: kept, taken, ∂taken/∂p1; attention of head A and −∂/∂p2 of it. Positions 0 and L − 1 have none. */
  readonly rows: Float32Array;
  /** What 1 stands for in ∂taken/∂p1, and in −∂/∂p2 of the attention. */
  readonly slopeUnit: number;
  readonly lazyUnit: number;
}

/** @param sequenceLength L, at least 5 @param rpe1 p1 @param rpe2 p2, both finite */
export function placesOf(sequenceLength: number, rpe1: number, rpe2: number): Places {
  const rows = new Float32Array(sequenceLength * ROW);
  const slopeUnit = writeCopying(rows, rpe1);
  const lazyUnit = writeLazyHead(rows, sequenceLength - 3, rpe2);
  return { rows, slopeUnit, lazyUnit };
}

/**
 * y_s = N_s/D_s with r = e^{−p1}, N_{s+1} = x_s + r·N_s and D_{s+1} = 1 + r·D_s, both of which may overflow. But with
 * `taken` = 1/D_s it is y_{s+1} = (1 − taken)·y_s + taken·x_s, and taken_{s+1} = taken_s/(taken_s + r).
 * @returns the unit of slopes
 */
function writeCopying(rows: Float32Array, rpe1: number): number {
  const ratio = Math.exp(-rpe1);
  const last = rows.length / ROW - 2;
  const slopes = new Float64Array(last + 1);
  let [kept, taken, slope] = [0, 1, 0];
  for (let at = 1; at <= last; at++) {
    rows[at * ROW] = orNothing(kept);
    rows[at * ROW + 1] = orNothing(taken);
    slopes[at] = slope;
    const total = taken + ratio;
    kept = ratio === Infinity ? 1 : ratio / total;
    slope = (kept * (slope + taken)) / total;
    taken = 1 - kept;
  }
  return writeInUnits(rows, 2, slopes);
}

/** Attention over positions 1 … `newest`, the sooner the less where p2 > 0. @returns the unit of slopes */
function writeLazyHead(rows: Float32Array, newest: number, rpe2: number): number {
  const weights = new Float64Array(newest + 1);
  const preferred = rpe2 > 0 ? 0 : newest - 1;
  let total = 0;
  for (let at = 1; at <= newest; at++) total += weights[at] = Math.exp(-rpe2 * (newest - at - preferred));
  let meanDistance = 0;
  for (let at = 1; at <= newest; at++) meanDistance += (weights[at] /= total) * (newest - at);
  for (let at = 1; at <= newest; at++) rows[at * ROW + 3] = orNothing(weights[at]);
  return writeInUnits(
    rows,
    4,
    weights.map((weight, at) => weight * (newest - at - meanDistance)),
  );
}

/** Writes numbers to a column, divided by the largest. @returns that, or 1 where all are 0 */
function writeInUnits(rows: Float32Array, column: number, numbers: Float64Array): number {
  const unit = numbers.reduce((largest, number) => Math.max(largest, Math.abs(number)), 0) || 1;
  numbers.forEach((number, at) => (rows[at * ROW + column] = orNothing(number / unit)));
  return unit;
}

/** To float32 sums it is nothing, and products with it could be denormal, hence slow. */
const NEGLIGIBLE = 1e-20;

function orNothing(number: number): number {
  return Math.abs(number) < NEGLIGIBLE ? 0 : number;
}
