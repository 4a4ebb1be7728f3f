/**
 * Where several series that were measured together change their course at once: optimal partitioning by PELT (Killick,
 * Fearnhead and Eckley, "Optimal detection of changepoints with a linear computational cost", JASA 107, 2012). Within a
 * segment each series is a straight line over the abscissa, with a line of its own before and behind.
 */

export interface ChangepointOptions {
  /**
   * Of each series' range: deviations from a line so small are no reason to change it. Series without any noise would
   * otherwise be cut wherever they curve.
   */
  readonly leastNoise?: number;
  /** Points of a segment, at least; two are any line. */
  readonly leastLength?: number;
}

/**
 * Minimises Σ over segments and series of RSS/σ² + a penalty a changepoint of (2K + 1) log n, K series of n points: as
 * many numbers as another segment takes, as BIC counts them (Yao 1988). σ is each series' noise, estimated from how far
 * points lie off the line through their neighbours. Deterministic; neither the series' nor the abscissa's scale matters.
 * @param abscissa ascending @param series as long, finite; those that do not vary say nothing
 * @returns the points at which a new segment begins, ascending; without the first
 */
export function changepoints(
  abscissa: Float64Array,
  series: readonly Float64Array[],
  { leastNoise = 1e-3, leastLength = 2 }: ChangepointOptions = {},
): number[] {
  const count = abscissa.length;
  const scaled = series.flatMap((values) => inUnitsOfNoise(abscissa, values, leastNoise) ?? []);
  if (scaled.length === 0 || count < 2 * leastLength) return [];
  const cost = segmentCost(abscissa, scaled);
  const penalty = (2 * scaled.length + 1) * Math.log(count);
  /** Least total cost of the first `end` points, and where its last segment begins. */
  const least = new Float64Array(count + 1).fill(Infinity);
  const begins = new Int32Array(count + 1);
  least[0] = -penalty;
  const candidates = [0];
  const totals = new Float64Array(count);
  /** Where a beginning was first seen to be no better than a changepoint there. */
  const beaten = new Int32Array(count).fill(count);
  for (let end = leastLength; end <= count; end++) {
    for (const from of candidates) {
      totals[from] = least[from] + cost(from, end);
      if (totals[from] + penalty >= least[end]) continue;
      least[end] = totals[from] + penalty;
      begins[end] = from;
    }
    // One that is not better than a changepoint here, even without its penalty, never will be, as soon as a segment fits
    // in behind here.
    let kept = 0;
    for (const from of candidates) {
      if (totals[from] > least[end]) beaten[from] = Math.min(beaten[from], end);
      if (end + 1 < beaten[from] + leastLength) candidates[kept++] = from;
    }
    candidates.length = kept;
    if (end + 1 >= 2 * leastLength) candidates.push(end + 1 - leastLength);
  }
  const found: number[] = [];
  for (let end = begins[count]; end > 0; end = begins[end]) found.push(end);
  return found.reverse();
}

/** Null for a series that does not vary. */
function inUnitsOfNoise(
  abscissa: Float64Array,
  values: Float64Array,
  leastNoise: number,
): Float64Array | null {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const range = most - least;
  if (!(range > 1e-12 * Math.max(Math.abs(least), Math.abs(most)))) return null;
  const noise = Math.max(noiseOf(abscissa, values), leastNoise * range);
  return values.map((value) => (value - least) / noise);
}

/** Median distance of points from the line through their neighbours, as a standard deviation. */
function noiseOf(abscissa: Float64Array, values: Float64Array): number {
  const distances: number[] = [];
  for (let at = 1; at + 1 < values.length; at++) {
    const part = (abscissa[at] - abscissa[at - 1]) / (abscissa[at + 1] - abscissa[at - 1]);
    const line = values[at - 1] + part * (values[at + 1] - values[at - 1]);
    distances.push(Math.abs(values[at] - line) / Math.sqrt(1 + part ** 2 + (1 - part) ** 2));
  }
  if (distances.length === 0) return 0;
  return distances.sort((a, b) => a - b)[distances.length >> 1] / 0.6745;
}

/** Σ over the series of the squares that the best line through points `from` to before `end` leaves. */
function segmentCost(
  abscissa: Float64Array,
  series: readonly Float64Array[],
): (from: number, end: number) => number {
  const count = abscissa.length;
  // From −1 to 1: sums of what lies around 0 lose the fewest digits in their differences.
  const middle = (abscissa[0] + abscissa[count - 1]) / 2;
  const half = (abscissa[count - 1] - abscissa[0]) / 2;
  /** Of the first points: Σx, Σx², and of each series Σy, Σy², Σxy; one after the other, as they are read. */
  const width = 2 + 3 * series.length;
  const sums = new Float64Array((count + 1) * width);
  for (let at = 0; at < count; at++) {
    const before = at * width;
    const now = before + width;
    const x = (abscissa[at] - middle) / half;
    sums[now] = sums[before] + x;
    sums[now + 1] = sums[before + 1] + x * x;
    for (let index = 0, place = 2; index < series.length; index++, place += 3) {
      const y = series[index][at];
      sums[now + place] = sums[before + place] + y;
      sums[now + place + 1] = sums[before + place + 1] + y * y;
      sums[now + place + 2] = sums[before + place + 2] + x * y;
    }
  }
  return (from, end) => {
    const length = end - from;
    if (length <= 2) return 0;
    const first = from * width;
    const last = end * width;
    const meanX = (sums[last] - sums[first]) / length;
    const spread = sums[last + 1] - sums[first + 1] - length * meanX * meanX;
    const slopes = spread > 1e-12 * length ? 1 / spread : 0;
    let cost = 0;
    for (let place = 2; place < width; place += 3) {
      const total = sums[last + place] - sums[first + place];
      const squares = sums[last + place + 1] - sums[first + place + 1] - (total * total) / length;
      const products = sums[last + place + 2] - sums[first + place + 2] - meanX * total;
      const left = squares - products * products * slopes;
      if (left > 0) cost += left;
    }
    return cost;
  };
}
