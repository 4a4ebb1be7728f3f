/** Means of independent values, with how far off they may be. */

export interface Estimate {
  readonly mean: number;
  /** Of the mean: the values' standard deviation over √n; NaN for a single value. */
  readonly standardError: number;
}

/** By updating, after Welford: values that are all alike have no error at all. */
export function estimateOf(values: Float64Array): Estimate {
  let [count, mean, squares] = [0, 0, 0];
  for (const value of values) {
    const off = value - mean;
    mean += off / ++count;
    squares += off * (value - mean);
  }
  return { mean, standardError: count > 1 ? Math.sqrt(squares / (count - 1) / count) : NaN };
}
