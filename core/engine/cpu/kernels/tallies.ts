/**
 * The classifier on the window table: every sequence is a short list of entries (which pair, how often each token
 * followed it), so y·Z = Σ n·E, and backwards ∂ℓ/∂E = Σ n·c. Few patterns of counts ever occur, so an entry names
 * its pattern: the four counts (d ≤ 4), or one token and its count.
 */
import { VECTOR, add, madd, mul, splat } from "../../../simd/kernels/arithmetic";
import { exponentials, scaleOf } from "./attention";
import { tallyBytes } from "./losses";
import { Plan, Slice } from "./plan";

/** Fills the tallies of a slice's sequences; with `withMoments` also Σ n·E·k. */
export function tally(plan: Plan, slice: Slice, sharp: bool, withMoments: bool): void {
  if (plan.alphabetSize > 4) tallyTokens(plan, slice, sharp, withMoments);
  else if (withMoments) tallyLanes(plan, slice, sharp, true);
  else tallyLanes(plan, slice, sharp, false);
}

/** Adds ∂ℓ/∂E of the slice's pairs to `plan.logitGradients` (lanes to be summed); if sharp, times E. */
export function tallyBackward(plan: Plan, slice: Slice, sharp: bool): void {
  if (plan.alphabetSize > 4) tallyTokensBackward(plan, slice, sharp);
  else if (sharp) tallyLanesBackward(plan, slice, true);
  else tallyLanesBackward(plan, slice, false);
}

/** Pair of an entry: the low half. */
// @ts-ignore: decorator
@inline
function pairOf(entry: u32): usize {
  return <usize>(entry & 0xffff);
}

/** Where the pattern of an entry lies: the high half counts rows of 16 bytes. */
// @ts-ignore: decorator
@inline
function patternOf(patterns: usize, entry: u32): usize {
  return patterns + <usize>((entry >> 16) << 4);
}

// @ts-ignore: decorator
@inline
function tallyLanes(plan: Plan, slice: Slice, sharp: bool, withMoments: bool): void {
  const exponentialOf = plan.exponentials;
  const kernel = plan.kernel;
  const patterns = plan.patterns;
  let entry = plan.entries + (<usize>slice.firstEntry << 2);
  let lengths = plan.sequenceEntries + (<usize>slice.firstSequence << 2);
  let to = plan.tallies;
  let moments = plan.moments;
  for (let end = to + (<usize>slice.sequenceCount << 4); to < end; to += VECTOR) {
    const stop = entry + (<usize>load<u32>(lengths) << 2);
    if (sharp) measureFrom(plan, slice, entry, stop);
    let even = splat(0);
    let odd = splat(0);
    let evenMoment = splat(0);
    let oddMoment = splat(0);
    // Sequences are filled up to an even number of entries: two sums halve the wait for each addition.
    while (entry < stop) {
      const a = load<u32>(entry);
      const b = load<u32>(entry, 4);
      const partA = mul(v128.load32_splat(exponentialOf + (pairOf(a) << 2)), v128.load(patternOf(patterns, a)));
      const partB = mul(v128.load32_splat(exponentialOf + (pairOf(b) << 2)), v128.load(patternOf(patterns, b)));
      even = add(even, partA);
      odd = add(odd, partB);
      if (withMoments) {
        evenMoment = madd(partA, v128.load32_splat(kernel + (pairOf(a) << 2)), evenMoment);
        oddMoment = madd(partB, v128.load32_splat(kernel + (pairOf(b) << 2)), oddMoment);
      }
      entry += 8;
    }
    v128.store(to, add(even, odd));
    if (withMoments) {
      v128.store(moments, add(evenMoment, oddMoment));
      moments += VECTOR;
    }
    lengths += 4;
  }
}

// @ts-ignore: decorator
@inline
function tallyLanesBackward(plan: Plan, slice: Slice, sharp: bool): void {
  const gradients = plan.logitGradients;
  const patterns = plan.patterns;
  let entry = plan.entries + (<usize>slice.firstEntry << 2);
  let lengths = plan.sequenceEntries + (<usize>slice.firstSequence << 2);
  let from = plan.tallies;
  for (let end = from + (<usize>slice.sequenceCount << 4); from < end; from += VECTOR) {
    const stop = entry + (<usize>load<u32>(lengths) << 2);
    if (sharp) measureFrom(plan, slice, entry, stop);
    const c = v128.load(from);
    while (entry < stop) {
      scatter(plan, gradients, patterns, load<u32>(entry), c, sharp);
      scatter(plan, gradients, patterns, load<u32>(entry, 4), c, sharp);
      entry += 8;
    }
    lengths += 4;
  }
}

// @ts-ignore: decorator
@inline
function scatter(plan: Plan, gradients: usize, patterns: usize, entry: u32, c: v128, sharp: bool): void {
  const to = gradients + (pairOf(entry) << 4);
  let part = mul(c, v128.load(patternOf(patterns, entry)));
  if (sharp) part = mul(part, v128.load32_splat(plan.exponentials + (pairOf(entry) << 2)));
  v128.store(to, add(v128.load(to), part));
}

function tallyTokens(plan: Plan, slice: Slice, sharp: bool, withMoments: bool): void {
  const bytes = tallyBytes(plan);
  let entry = plan.entries + (<usize>slice.firstEntry << 2);
  let lengths = plan.sequenceEntries + (<usize>slice.firstSequence << 2);
  memory.fill(plan.tallies, 0, <usize>slice.sequenceCount * bytes);
  if (withMoments) memory.fill(plan.moments, 0, <usize>slice.sequenceCount * bytes);
  for (let row: usize = 0, end = <usize>slice.sequenceCount * bytes; row < end; row += bytes) {
    const stop = entry + (<usize>load<u32>(lengths) << 2);
    if (sharp) measureFrom(plan, slice, entry, stop);
    while (entry < stop) {
      const each = load<u32>(entry);
      const pair = pairOf(each) << 2;
      const pattern = patternOf(plan.patterns, each);
      const token = row + (<usize>load<u32>(pattern) << 2);
      const part = load<f32>(pattern, 4) * load<f32>(plan.exponentials + pair);
      store<f32>(plan.tallies + token, load<f32>(plan.tallies + token) + part);
      if (withMoments) {
        const moment = part * load<f32>(plan.kernel + pair);
        store<f32>(plan.moments + token, load<f32>(plan.moments + token) + moment);
      }
      entry += 4;
    }
    lengths += 4;
  }
}

function tallyTokensBackward(plan: Plan, slice: Slice, sharp: bool): void {
  const bytes = tallyBytes(plan);
  let entry = plan.entries + (<usize>slice.firstEntry << 2);
  let lengths = plan.sequenceEntries + (<usize>slice.firstSequence << 2);
  for (let row: usize = 0, end = <usize>slice.sequenceCount * bytes; row < end; row += bytes) {
    const stop = entry + (<usize>load<u32>(lengths) << 2);
    if (sharp) measureFrom(plan, slice, entry, stop);
    while (entry < stop) {
      const each = load<u32>(entry);
      const pattern = patternOf(plan.patterns, each);
      const to = plan.logitGradients + (pairOf(each) << 4);
      let part = load<f32>(pattern, 4) * load<f32>(plan.tallies + row + (<usize>load<u32>(pattern) << 2));
      if (sharp) part *= load<f32>(plan.exponentials + (pairOf(each) << 2));
      store<f32>(to, load<f32>(to) + part);
      entry += 4;
    }
    lengths += 4;
  }
}

/** Sets E from the largest logit among a sequence's own entries. */
function measureFrom(plan: Plan, slice: Slice, entry: usize, stop: usize): void {
  const scale = scaleOf(plan);
  let largest = -f32.MAX_VALUE;
  while (entry < stop) {
    largest = max(largest, scale * load<f32>(plan.kernel + (pairOf(load<u32>(entry)) << 2)));
    entry += 4;
  }
  exponentials(plan, plan.kernel, plan.exponentials, slice.pairCount, largest);
}
