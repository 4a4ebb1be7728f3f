/** The scratch of one sequence on the direct path, and how its keys are counted. */
import { Plan } from "./plan";

/** Four of these a thread. Addresses are set up once by `../directJob.ts`. */
@unmanaged
export class Slot {
  /** u8: blockTokens − 1 zeros, then the tokens. */
  tokens: usize;
  /** u16 a position: the code of the block that ends there. */
  codes: usize;
  /** f32 [d][heads in lanes]: v_{L+1}. */
  query: usize;
  /** [components + 1][heads in lanes], see positions.ts. */
  contrasts: usize;
  /** Rows (then lanes) of κ, k and E of the keys, rounded up to four. */
  similarities: usize;
  kernel: usize;
  exponentials: usize;
}

// @ts-ignore: decorator
@inline
export function slotOf(plan: Plan, index: u32): Slot {
  return changetype<Slot>(plan.slots + <usize>(index * plan.slotBytes));
}

/** Positions that are keys. */
// @ts-ignore: decorator
@inline
export function keyPositions(plan: Plan): u32 {
  return plan.sequenceLength - plan.firstLength;
}

/** Keys whose window is cut off by the start of the sequence; they come first and are never merged. */
// @ts-ignore: decorator
@inline
export function edgeKeys(plan: Plan): u32 {
  return min(plan.window, plan.sequenceLength) - plan.firstLength;
}

/** Code of the nearest block of the first key with a full window. */
// @ts-ignore: decorator
@inline
export function firstCode(plan: Plan, slot: Slot): usize {
  return slot.codes + ((<usize>(plan.window - 1)) << 1);
}

/** Keys rounded up to whole vectors. */
// @ts-ignore: decorator
@inline
export function roundedUp(keys: u32): u32 {
  return (keys + 3) & ~3;
}
