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
  if (sharp || plan.alphabetSize > 4) tallyOneByOne(plan, slice, sharp, withMoments);
  else if (withMoments) tallyWithMoments(plan, slice);
  else tallyLanes(plan, slice);
}

/** Adds ∂ℓ/∂E of the slice's pairs to `plan.logitGradients` (lanes to be summed); if sharp, times E. */
export function tallyBackward(plan: Plan, slice: Slice, sharp: bool): void {
  if (sharp || plan.alphabetSize > 4) tallyOneByOneBackward(plan, slice, sharp);
  else tallyLanesBackward(plan, slice);
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

/** At most four tokens: an entry is one product of vectors. */
function tallyLanes(plan: Plan, slice: Slice): void {
  const exponentialOf = plan.exponentials;
  const patterns = plan.patterns;
  let entry = plan.entries + ((<usize>slice.firstEntry) << 2);
  let lengths = plan.sequenceEntries + ((<usize>slice.firstSequence) << 2);
  let to = plan.tallies;
  const end = to + ((<usize>slice.sequenceCount) << 4);
  do {
    const stop = entry + ((<usize>load<u32>(lengths)) << 2);
    let even = splat(0);
    let odd = splat(0);
    // Sequences are filled up to an even number of entries: two sums halve the wait for each addition.
    if (entry < stop) {
      do {
        const a = load<u32>(entry);
        const b = load<u32>(entry, 4);
        const ea = v128.load32_splat(exponentialOf + (pairOf(a) << 2));
        const eb = v128.load32_splat(exponentialOf + (pairOf(b) << 2));
        even = madd(ea, v128.load(patternOf(patterns, a)), even);
        odd = madd(eb, v128.load(patternOf(patterns, b)), odd);
        entry += 8;
      } while (entry < stop);
    }
    v128.store(to, add(even, odd));
    lengths += 4;
    to += VECTOR;
  } while (to < end);
}

function tallyWithMoments(plan: Plan, slice: Slice): void {
  const exponentialOf = plan.exponentials;
  const kernel = plan.kernel;
  const patterns = plan.patterns;
  let entry = plan.entries + ((<usize>slice.firstEntry) << 2);
  let lengths = plan.sequenceEntries + ((<usize>slice.firstSequence) << 2);
  let to = plan.tallies;
  let moments = plan.moments;
  const end = to + ((<usize>slice.sequenceCount) << 4);
  do {
    const stop = entry + ((<usize>load<u32>(lengths)) << 2);
    let sum = splat(0);
    let moment = splat(0);
    if (entry < stop) {
      do {
        const each = load<u32>(entry);
        const pair = pairOf(each) << 2;
        const part = mul(v128.load32_splat(exponentialOf + pair), v128.load(patternOf(patterns, each)));
        sum = add(sum, part);
        moment = madd(part, v128.load32_splat(kernel + pair), moment);
        entry += 4;
      } while (entry < stop);
    }
    v128.store(to, sum);
    v128.store(moments, moment);
    moments += VECTOR;
    lengths += 4;
    to += VECTOR;
  } while (to < end);
}

function tallyLanesBackward(plan: Plan, slice: Slice): void {
  const gradients = plan.logitGradients;
  const patterns = plan.patterns;
  let entry = plan.entries + ((<usize>slice.firstEntry) << 2);
  let lengths = plan.sequenceEntries + ((<usize>slice.firstSequence) << 2);
  let from = plan.tallies;
  const end = from + ((<usize>slice.sequenceCount) << 4);
  do {
    const stop = entry + ((<usize>load<u32>(lengths)) << 2);
    const c = v128.load(from);
    if (entry < stop) {
      do {
        const a = load<u32>(entry);
        const b = load<u32>(entry, 4);
        const toA = gradients + (pairOf(a) << 4);
        const toB = gradients + (pairOf(b) << 4);
        v128.store(toA, madd(c, v128.load(patternOf(patterns, a)), v128.load(toA)));
        v128.store(toB, madd(c, v128.load(patternOf(patterns, b)), v128.load(toB)));
        entry += 8;
      } while (entry < stop);
    }
    lengths += 4;
    from += VECTOR;
  } while (from < end);
}

/** Larger alphabets, and sharp attention of any: number by number. */
function tallyOneByOne(plan: Plan, slice: Slice, sharp: bool, withMoments: bool): void {
  const bytes = tallyBytes(plan);
  let entry = plan.entries + ((<usize>slice.firstEntry) << 2);
  let lengths = plan.sequenceEntries + ((<usize>slice.firstSequence) << 2);
  memory.fill(plan.tallies, 0, <usize>slice.sequenceCount * bytes);
  if (withMoments) memory.fill(plan.moments, 0, <usize>slice.sequenceCount * bytes);
  for (let row: usize = 0, end = <usize>slice.sequenceCount * bytes; row < end; row += bytes) {
    const stop = entry + ((<usize>load<u32>(lengths)) << 2);
    if (sharp) measureFrom(plan, slice, entry, stop);
    for (; entry < stop; entry += 4) {
      const each = load<u32>(entry);
      const pair = pairOf(each) << 2;
      const e = load<f32>(plan.exponentials + pair);
      for (let at = countsFrom(plan, each), last = countsTo(plan, each); at < last; at += 4) {
        const part = e * load<f32>(at);
        const token = row + tokenOf(plan, each, at);
        store<f32>(plan.tallies + token, load<f32>(plan.tallies + token) + part);
        if (!withMoments) continue;
        const moment = part * load<f32>(plan.kernel + pair);
        store<f32>(plan.moments + token, load<f32>(plan.moments + token) + moment);
      }
    }
    lengths += 4;
  }
}

function tallyOneByOneBackward(plan: Plan, slice: Slice, sharp: bool): void {
  const bytes = tallyBytes(plan);
  let entry = plan.entries + ((<usize>slice.firstEntry) << 2);
  let lengths = plan.sequenceEntries + ((<usize>slice.firstSequence) << 2);
  for (let row: usize = 0, end = <usize>slice.sequenceCount * bytes; row < end; row += bytes) {
    const stop = entry + ((<usize>load<u32>(lengths)) << 2);
    if (sharp) measureFrom(plan, slice, entry, stop);
    for (; entry < stop; entry += 4) {
      const each = load<u32>(entry);
      const e: f32 = sharp ? load<f32>(plan.exponentials + (pairOf(each) << 2)) : 1;
      const to = plan.logitGradients + (pairOf(each) << 4);
      for (let at = countsFrom(plan, each), last = countsTo(plan, each); at < last; at += 4) {
        const c = load<f32>(plan.tallies + row + tokenOf(plan, each, at));
        store<f32>(to, load<f32>(to) + e * c * load<f32>(at));
      }
    }
    lengths += 4;
  }
}

/** Counts of an entry's pattern: all four, or the one behind its token. */
// @ts-ignore: decorator
@inline
function countsFrom(plan: Plan, entry: u32): usize {
  return patternOf(plan.patterns, entry) + (plan.alphabetSize <= 4 ? 0 : 4);
}

// @ts-ignore: decorator
@inline
function countsTo(plan: Plan, entry: u32): usize {
  return patternOf(plan.patterns, entry) + (plan.alphabetSize <= 4 ? (<usize>plan.alphabetSize) << 2 : 8);
}

/** Which token the count at `at` is of, in bytes of a tally. */
// @ts-ignore: decorator
@inline
function tokenOf(plan: Plan, entry: u32, at: usize): usize {
  const pattern = patternOf(plan.patterns, entry);
  return plan.alphabetSize <= 4 ? at - pattern : (<usize>load<u32>(pattern)) << 2;
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
