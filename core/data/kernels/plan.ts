/**
 * What a draw needs, as 32-bit words in shared memory, written by `../samplerPlan.ts` (same fields, same order).
 * Pointers are byte addresses.
 */
@unmanaged
export class SamplerPlan {
  alphabetSize: u32;
  parentCount: u32;
  /** u32 [parentCount]: lags, ascending. */
  parents: usize;
  sequenceLength: u32;
  /** f32 α and floor γ. */
  prior: usize;
  stationary: u32;
  seed: u32;
  stream: u32;
  /** Number of the first sequence, low and high word. */
  firstLow: u32;
  firstHigh: u32;
  count: u32;
  /** u8 [count][sequenceLength + 1]. */
  tokens: usize;
  /** Scratch of four sequences, `scratchBytes` apart. */
  scratch: usize;
  scratchBytes: u32;
  /** Room for 64 bytes of random words. */
  words: usize;
  /** d^parentCount */
  rowCount: u32;
  /** Stationary start only: d^(largest parent) states; f64 [states][states] and f64 [states]. */
  stateCount: u32;
  transitions: usize;
  law: usize;
}

/** Scratch of one sequence begins with its random words: u32 a token, in whole blocks of 16. */
// @ts-ignore: decorator
@inline
export function wordBytes(plan: SamplerPlan): usize {
  return <usize>((plan.sequenceLength + 1 + 15) & ~15) << 2;
}

/** Then u32 a row: number of the sequence (plus 1) for which the row was drawn. */
// @ts-ignore: decorator
@inline
export function stampsAt(plan: SamplerPlan, base: usize): usize {
  return base + wordBytes(plan);
}

/** Then i32 [rows][d rounded up to four]: cumulative probabilities × 2^31, the last unused. */
// @ts-ignore: decorator
@inline
export function thresholdsAt(plan: SamplerPlan, base: usize): usize {
  return stampsAt(plan, base) + ((((<usize>plan.rowCount << 2) + 15) >> 4) << 4);
}

/** Bytes of a row of thresholds. */
// @ts-ignore: decorator
@inline
export function thresholdBytes(plan: SamplerPlan): usize {
  return ((<usize>plan.alphabetSize + 3) >> 2) << 4;
}
