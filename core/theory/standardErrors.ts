/** Standard errors of parameters fitted by least squares, from how residuals change with them at the best fit. */

/**
 * √ of the diagonal of s² (JᵀJ)⁻¹, s² = RSS/(n − k).
 * @param slopes J, a column of n a parameter @param rest RSS
 * @returns one a parameter; NaN where they cannot be told apart, or no point is left over
 */
export function covarianceErrors(slopes: readonly Float64Array[], rest: number): number[] {
  const count = slopes.length;
  const freedom = (slopes[0]?.length ?? 0) - count;
  const sizes = slopes.map((column) => Math.hypot(...column));
  // Scaled to columns of length 1, so that parameters of any size are told apart alike.
  const products = slopes.map((one, row) =>
    slopes.map((other, column) => dot(one, other) / (sizes[row] * sizes[column])),
  );
  const inverse = inverted(products);
  return slopes.map((_, index) => {
    const variance = (inverse?.[index][index] ?? NaN) * (rest / freedom);
    return freedom > 0 && variance >= 0 ? Math.sqrt(variance) / sizes[index] : NaN;
  });
}

function dot(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, value, row) => sum + value * other[row], 0);
}

/** By Gauss and Jordan; null for a matrix that has none. */
function inverted(matrix: readonly (readonly number[])[]): number[][] | null {
  const count = matrix.length;
  const rows = matrix.map((row, at) => [...row, ...row.map((_, column) => (column === at ? 1 : 0))]);
  for (let pivot = 0; pivot < count; pivot++) {
    const swap = rows.findIndex(
      (row, at) =>
        at >= pivot && rows.every((other, o) => o < pivot || Math.abs(other[pivot]) <= Math.abs(row[pivot])),
    );
    if (swap < 0 || Math.abs(rows[swap][pivot]) < 1e-14) return null;
    [rows[pivot], rows[swap]] = [rows[swap], rows[pivot]];
    const divisor = rows[pivot][pivot];
    rows[pivot] = rows[pivot].map((value) => value / divisor);
    for (let row = 0; row < count; row++) {
      if (row === pivot) continue;
      const times = rows[row][pivot];
      rows[row] = rows[row].map((value, column) => value - times * rows[pivot][column]);
    }
  }
  return rows.map((row) => row.slice(count));
}
