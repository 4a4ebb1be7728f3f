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
  /** u8 [count][sequenceLength + 1], and room for three more. */
  tokens: usize;
  /** Scratch of four sequences, `scratchBytes` apart. */
  scratch: usize;
  scratchBytes: u32;
  /** Room for 64 bytes of random words. */
  words: usize;
  /** State of the four token streams (64 bytes), then their latest words (16). */
  state: usize;
  /** f32 [d][4]: log weights of four rows. */
  logs: usize;
  /** d^parentCount, rounded up to a multiple of 4. */
  rowCount: u32;
  /** Stationary start only: d^(largest parent) states; f64 [states][states] and f64 [states]. */
  stateCount: u32;
  transitions: usize;
  law: usize;
  /** First tokens, which no matrix gives. */
  givenCount: u32;
  /** Another plan, whose first sequence's π some tokens follow instead; 0 for none. */
  global: usize;
  /** How probable that is, × 2^32. */
  globalWeight: u32;
  /** u8 [count], and room for three more: whether the target does; 0 where nobody asks. */
  sources: usize;
}

/** Scratch of one sequence begins with u32 a group of four rows: for which sequence (its index + 1) it was drawn. */
// @ts-ignore: decorator
@inline
export function stampBytes(plan: SamplerPlan): usize {
  return ((<usize>plan.rowCount + 15) >> 4) << 4;
}

/** Then i32 [rows][d rounded up to four]: cumulative probabilities × 2^31, the last unused. */
// @ts-ignore: decorator
@inline
export function thresholdsAt(plan: SamplerPlan, base: usize): usize {
  return base + stampBytes(plan);
}

/** Bytes of a row of thresholds. */
// @ts-ignore: decorator
@inline
export function thresholdBytes(plan: SamplerPlan): usize {
  return ((<usize>plan.alphabetSize + 3) >> 2) << 4;
}
