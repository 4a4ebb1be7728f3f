/**
 * By which powers of several factors a quantity goes: ordinary least squares of its logarithm on theirs, with Student's
 * intervals. Which factors there are, and what is expected of them, is for the caller to say.
 */
import { studentQuantile } from "./estimate";
import { covarianceErrors } from "./standardErrors";

export interface ExponentFit {
  /** log of the factor in front. */
  readonly constant: number;
  /** In the order of the factors. */
  readonly exponents: readonly Exponent[];
  /** Standard deviation of log y around the fit, by its degrees of freedom. */
  readonly spread: number;
  /** Of log y: 1 − RSS/TSS. */
  readonly rSquared: number;
  readonly count: number;
}

export interface Exponent {
  readonly value: number;
  /** 95 %, by Student's t with count − factors − 1 degrees of freedom. */
  readonly interval: readonly [number, number];
}

/**
 * log y = c + Σ aᵢ log xᵢ + noise of one size.
 * @param logValues log y, finite @param logFactors log xᵢ, a column of as many a factor, finite
 * @returns null where a factor does not vary by itself, and unless there are more points than numbers to fit
 */
export function fitExponents(
  logValues: Float64Array,
  logFactors: readonly Float64Array[],
): ExponentFit | null {
  const count = logValues.length;
  const freedom = count - logFactors.length - 1;
  if (freedom < 1) return null;
  const columns = [new Float64Array(count).fill(1), ...logFactors];
  const coefficients = leastSquares(columns, logValues);
  if (!coefficients) return null;
  const residuals = logValues.map(
    (value, row) => value - columns.reduce((sum, column, at) => sum + coefficients[at] * column[row], 0),
  );
  const rest = squares(residuals);
  const mean = logValues.reduce((sum, value) => sum + value, 0) / count;
  const errors = covarianceErrors(columns, rest);
  const [constant, ...values] = coefficients;
  return {
    constant,
    exponents: values.map((value, at) => {
      const half = studentQuantile(freedom) * errors[at + 1];
      return { value, interval: [value - half, value + half] };
    }),
    spread: Math.sqrt(rest / freedom),
    rSquared: 1 - rest / squares(logValues.map((value) => value - mean)),
    count,
  };
}

/** Of a column's length, what has to be left once the columns before it are taken out: less is rounding. */
const leastOwn = 1e-9;

/** By Gram and Schmidt, twice over for the digits; null where a column is made of others. */
function leastSquares(columns: readonly Float64Array[], values: Float64Array): number[] | null {
  const bases: Float64Array[] = [];
  for (const column of columns) {
    const own = column.slice();
    for (const basis of [...bases, ...bases]) takeOut(own, basis);
    const size = Math.sqrt(squares(own));
    if (!(size > leastOwn * Math.sqrt(squares(column)))) return null;
    bases.push(own.map((value) => value / size));
  }
  const coefficients = new Array<number>(columns.length).fill(0);
  const left = values.slice();
  for (let at = columns.length - 1; at >= 0; at--) {
    coefficients[at] = dot(left, bases[at]) / dot(columns[at], bases[at]);
    columns[at].forEach((value, row) => (left[row] -= coefficients[at] * value));
  }
  return coefficients;
}

function takeOut(column: Float64Array, basis: Float64Array): void {
  const share = dot(column, basis);
  basis.forEach((value, row) => (column[row] -= share * value));
}

function dot(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, value, row) => sum + value * other[row], 0);
}

function squares(values: Float64Array): number {
  return dot(values, values);
}
