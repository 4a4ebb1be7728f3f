/**
 * What a run over sequences of the mixed target needs, written by `../plan.ts` (same fields, same order). Pointers are
 * byte addresses.
 */
@unmanaged
export class MixedPlan {
  /** α* and 1, over 1 + α*: what x_{L−2} and the target's induction head weigh in f_1 and f_2. */
  lazyShare: f64;
  richShare: f64;
  value1: f64;
  value2: f64;
  /** w*²·log₂e and k·q·log₂e: logits in base 2, but for x_L. */
  targetSharpness: f32;
  sharpness: f32;
  /** Whether B's gradient by its logits is wanted, and with it that by p1. */
  wantsLogits: u32;
  wantsSlopes: u32;
  sequenceLength: u32;
  count: u32;
  /** f32 [⌈count/4⌉][L][4]: groups of four sequences, a scalar of each beside the others'. */
  scalars: usize;
  /** f32 [L][8], see Place: what positions have in common in all sequences. */
  places: usize;
  /** f32 [L][4] each, of the four sequences at hand: y, ∂y/∂p1 (in a unit that the host knows), e^logits of head B. */
  copied: usize;
  slopes: usize;
  exponentials: usize;
  /** f32, a vector of the four sequences at hand for each Lane. */
  lanes: usize;
  /** f64, two numbers for each Sum, added to: of even sequences and of odd ones. */
  sums: usize;
}

/** Bytes of a position's row of `places`, and where in it lies what. */
export namespace Place {
  export const bytes: usize = 32;
  /** y_s = kept·y_{s−1} + taken·x_{s−1} */
  export const kept: usize = 0;
  export const taken: usize = 4;
  /** ∂taken/∂p1, in the host's unit. */
  export const takenSlope: usize = 8;
  /** Attention of head A, and −∂/∂p2 of it, in another unit. */
  export const lazyWeight: usize = 12;
  export const lazySlope: usize = 16;
}

/** Vectors of `lanes`, by their bytes. */
export namespace Lane {
  /** A/v1, and −∂/∂p2 of it. */
  export const lazy: usize = 0;
  export const lazySlope: usize = 16;
  /** The least and the largest x_{s−1} and y_s. */
  export const leastToken: usize = 32;
  export const largestToken: usize = 48;
  export const leastCopy: usize = 64;
  export const largestCopy: usize = 80;
  /** What the target's induction head brings, and B/v2. */
  export const wanted: usize = 96;
  export const rich: usize = 112;
  /** 1 over the sum of head B's exponentials. */
  export const inverse: usize = 128;
  /** ∂(B/v2) by k·q·x_L, and by p1 over k·q·x_L. */
  export const logitSlope: usize = 144;
  export const copySlope: usize = 160;
}

/** Vectors of `sums`, by their bytes, with the errors E_A = A − f_1 and E_B = B − f_2. */
export namespace Sum {
  /** E_A² and E_B², f_1² and f_2². */
  export const lazyError: usize = 0;
  export const richError: usize = 16;
  export const lazyTarget: usize = 32;
  export const richTarget: usize = 48;
  /** E_A times A/v1 and its slope; E_B times B/v2, and times x_L and its slopes. */
  export const value1: usize = 64;
  export const rpe2: usize = 80;
  export const value2: usize = 96;
  export const logit: usize = 112;
  export const rpe1: usize = 128;
}
