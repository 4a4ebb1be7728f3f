/** Means of independent values, with how far off they may be. */

export interface Estimate {
  readonly mean: number;
  /** Of the mean: the values' standard deviation over √n; NaN for a single value. */
  readonly standardError: number;
}

/** By updating, after Welford: values that are all alike have no error at all. */
export function estimateOf(values: Float64Array): Estimate {
  return new RunningEstimate().add(values).estimate;
}

/** The same of values that come in portions: their portions, if taken in order, make no difference to any bit. */
export class RunningEstimate {
  #count = 0;
  #mean = 0;
  #squares = 0;

  add(values: Float64Array): this {
    let [count, mean, squares] = [this.#count, this.#mean, this.#squares];
    for (const value of values) {
      const off = value - mean;
      mean += off / ++count;
      squares += off * (value - mean);
    }
    [this.#count, this.#mean, this.#squares] = [count, mean, squares];
    return this;
  }

  get estimate(): Estimate {
    const [count, mean, squares] = [this.#count, this.#mean, this.#squares];
    return { mean, standardError: count > 1 ? Math.sqrt(squares / (count - 1) / count) : NaN };
  }
}

/**
 * Half the width of a mean's 95 % interval. @param count of how few values it is the mean, for Student's t; by the
 * normal approximation if left out
 */
export function halfWidth({ standardError }: Estimate, count = Infinity): number {
  return (count === Infinity ? 1.96 : studentQuantile(count - 1)) * standardError;
}

/** 97.5 % quantiles of Student's t with 1 … 30 degrees of freedom. */
const quantiles = [
  ...[12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228],
  ...[2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093, 2.086],
  ...[2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042],
];

/** Beyond the table by its series around the normal's, within 0.001; NaN without a degree of freedom. */
export function studentQuantile(freedom: number): number {
  const normal = 1.95996;
  if (!(freedom >= 1)) return NaN;
  return quantiles[freedom - 1] ?? normal + (normal ** 3 + normal) / (4 * freedom);
}
