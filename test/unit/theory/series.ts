/** Series whose law is known, with noise that is the same every time. */

/** Standard normal numbers by Box and Muller, from a congruential generator. */
export function normals(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 1) / (2 ** 32 + 1);
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** 1 … `last`, evenly spaced on a log axis. */
export function logTimes(count: number, last: number): Float64Array {
  return Float64Array.from({ length: count }, (_, at) => last ** (at / (count - 1)));
}

export function noisy(values: Float64Array, size: number, seed: number): Float64Array {
  const normal = normals(seed);
  return values.map((value) => value + size * normal());
}
