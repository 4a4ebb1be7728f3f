/** Eigenvalues and eigenvectors of small symmetric matrices, by Jacobi's rotations: slow beyond some hundred rows, exact to rounding. */

export interface SymmetricEigen {
  /** By size, the largest |λ| first, [n]. */
  readonly values: Float64Array;
  /** Row r belongs to value r and has length 1, [n, n]. */
  readonly vectors: Float64Array;
}

/** Sweeps over all pairs; they converge quadratically, and fewer than ten are the rule. */
const mostSweeps = 60;

/** @param matrix [n, n], symmetric; not changed */
export function symmetricEigen(matrix: Float64Array, size: number): SymmetricEigen {
  const rest = matrix.slice();
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1;
  const whole = Math.hypot(...rowNorms(rest, size));
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    if (offDiagonal(rest, size) <= 1e-16 * whole) break;
    for (let p = 0; p < size - 1; p++) {
      for (let q = p + 1; q < size; q++) rotateAway(rest, vectors, size, p, q);
    }
  }
  const order = Array.from({ length: size }, (_, i) => i).sort(
    (i, j) => Math.abs(rest[j * size + j]) - Math.abs(rest[i * size + i]),
  );
  const sorted = new Float64Array(size * size);
  order.forEach((from, to) => sorted.set(vectors.subarray(from * size, (from + 1) * size), to * size));
  return { values: Float64Array.from(order, (i) => rest[i * size + i]), vectors: sorted };
}

/** Makes entry (p, q) 0 by a rotation of rows and columns; rows of `vectors` are rotated along. */
function rotateAway(rest: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const entry = rest[p * size + q];
  if (entry === 0) return;
  const cotangent = (rest[q * size + q] - rest[p * size + p]) / (2 * entry);
  const tangent = (cotangent < 0 ? -1 : 1) / (Math.abs(cotangent) + Math.hypot(1, cotangent));
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = tangent * cosine;
  for (let k = 0; k < size; k++) rotate(rest, k * size + p, k * size + q, cosine, sine);
  for (let k = 0; k < size; k++) rotate(rest, p * size + k, q * size + k, cosine, sine);
  for (let k = 0; k < size; k++) rotate(vectors, p * size + k, q * size + k, cosine, sine);
  rest[p * size + q] = rest[q * size + p] = 0;
}

function rotate(values: Float64Array, one: number, other: number, cosine: number, sine: number): void {
  const [a, b] = [values[one], values[other]];
  values[one] = cosine * a - sine * b;
  values[other] = sine * a + cosine * b;
}

function offDiagonal(matrix: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) sum += 2 * matrix[i * size + j] ** 2;
  }
  return Math.sqrt(sum);
}

function rowNorms(matrix: Float64Array, size: number): number[] {
  return Array.from({ length: size }, (_, i) => Math.hypot(...matrix.subarray(i * size, (i + 1) * size)));
}
