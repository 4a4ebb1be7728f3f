/**
 * Drawing n-gram Markov chains (spec/model.md §1). Sequence number i of a stream is a function of (seed, stream, i)
 * alone. Rows of π are drawn when a sequence first needs them; four sequences walk together, since each step of a
 * chain waits for the one before.
 */
import { drawRow } from "./dirichlet";
import { philox } from "./philox";
import { SamplerPlan, stampsAt, thresholdBytes, thresholdsAt } from "./plan";
import { drawStationaryStart } from "./stationary";

/** Marks the counters of token words among those of a sequence's gamma variates. */
const TOKEN_WORDS: u32 = 0x80000000;

export function sample(address: usize): void {
  const plan = changetype<SamplerPlan>(address);
  const first = (<u64>plan.firstHigh << 32) | <u64>plan.firstLow;
  for (let index: u32 = 0; index < 4; index++) {
    memory.fill(stampsAt(plan, scratchOf(plan, index)), 0, <usize>plan.rowCount << 2);
  }
  let index: u32 = 0;
  for (; index + 4 <= plan.count; index += 4) {
    for (let slot: u32 = 0; slot < 4; slot++) start(plan, first + index + slot, index + slot, slot);
    const row = tokensOf(plan, index);
    const stride = <usize>plan.sequenceLength + 1;
    for (let at = largestParent(plan); at <= plan.sequenceLength; at++) {
      step(plan, first + index, index, 0, row, at);
      step(plan, first + index + 1, index + 1, 1, row + stride, at);
      step(plan, first + index + 2, index + 2, 2, row + 2 * stride, at);
      step(plan, first + index + 3, index + 3, 3, row + 3 * stride, at);
    }
  }
  for (; index < plan.count; index++) {
    start(plan, first + index, index, 0);
    for (let at = largestParent(plan); at <= plan.sequenceLength; at++) {
      step(plan, first + index, index, 0, tokensOf(plan, index), at);
    }
  }
}

// @ts-ignore: decorator
@inline
function scratchOf(plan: SamplerPlan, slot: u32): usize {
  return plan.scratch + <usize>(slot * plan.scratchBytes);
}

// @ts-ignore: decorator
@inline
function tokensOf(plan: SamplerPlan, index: u32): usize {
  return plan.tokens + <usize>index * <usize>(plan.sequenceLength + 1);
}

/** Tokens that stand before the first one drawn from π; all of a sequence, when it is no longer than that. */
// @ts-ignore: decorator
@inline
function largestParent(plan: SamplerPlan): u32 {
  return load<u32>(plan.parents + (<usize>(plan.parentCount - 1) << 2));
}

/** Draws the words of all tokens, and the first tokens. */
function start(plan: SamplerPlan, number: u64, index: u32, slot: u32): void {
  const base = scratchOf(plan, slot);
  const low = i32x4.splat(<u32>number);
  const high = i32x4.splat(<u32>(number >> 32));
  for (let block: u32 = 0, blocks = (plan.sequenceLength + 16) >> 4; block < blocks; block++) {
    const counter = i32x4.add(i32x4.splat(block << 2), i32x4(0, 1, 2, 3));
    philox(low, high, counter, i32x4.splat(TOKEN_WORDS), plan.seed, plan.stream, base + (<usize>block << 6));
  }
  const tokens = tokensOf(plan, index);
  const given = largestParent(plan);
  if (plan.stationary) {
    for (let row: u32 = 0; row < plan.rowCount; row++) ensureRow(plan, number, index, base, row);
    drawStationaryStart(plan, base, tokens, given);
    return;
  }
  for (let at: u32 = 0; at < given; at++) {
    const word = <u64>load<u32>(base + (<usize>at << 2));
    store<u8>(tokens + <usize>at, <u8>((word * <u64>plan.alphabetSize) >> 32));
  }
}

/** Draws token `at` (0-based) from the row of π that its parents name. */
// @ts-ignore: decorator
@inline
function step(plan: SamplerPlan, number: u64, index: u32, slot: u32, tokens: usize, at: u32): void {
  const base = scratchOf(plan, slot);
  const here = tokens + <usize>at;
  let row: u32 = 0;
  let power: u32 = 1;
  const parents = plan.parents;
  for (let parent: u32 = 0; parent < plan.parentCount; parent++) {
    row += <u32>load<u8>(here - <usize>load<u32>(parents + (<usize>parent << 2))) * power;
    power *= plan.alphabetSize;
  }
  ensureRow(plan, number, index, base, row);
  const thresholds = thresholdsAt(plan, base) + <usize>row * thresholdBytes(plan);
  const word = <i32>(load<u32>(base + (<usize>at << 2)) >> 1);
  let token: u32 = 0;
  for (let other: u32 = 0; other + 1 < plan.alphabetSize; other++) {
    token += u32(word >= load<i32>(thresholds + (<usize>other << 2)));
  }
  store<u8>(here, <u8>token);
}

// @ts-ignore: decorator
@inline
function ensureRow(plan: SamplerPlan, number: u64, index: u32, base: usize, row: u32): void {
  const stamp = stampsAt(plan, base) + (<usize>row << 2);
  if (load<u32>(stamp) == index + 1) return;
  store<u32>(stamp, index + 1);
  drawRow(plan, <u32>number, <u32>(number >> 32), row, base, plan.words);
}
