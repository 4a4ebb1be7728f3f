/**
 * What comes before the softmax over contents: layer 1 at all positions, by y_s = kept·y_{s−1} + taken·x_{s−1} with
 * coefficients that the host makes of p1, so that nothing overflows whatever p1 is; and head A, whose attention is the same
 * in all sequences.
 */
import { held, madd, mul, splat, sub } from "../../../simd/kernels/arithmetic";
import { Lane, MixedPlan, Place } from "./plan";

/** Of the four sequences at `tokens`. */
export function copyTokens(plan: MixedPlan, tokens: usize): void {
  if (plan.wantsSlopes) walk(plan, tokens, true);
  else walk(plan, tokens, false);
}

/** Positions 2 … L−1, counted from 1. */
// @ts-ignore: decorator
@inline
function walk(plan: MixedPlan, tokens: usize, withSlopes: bool): void {
  const lanes = plan.lanes;
  const end = ((<usize>plan.sequenceLength) << 4) - 16;
  const copied = plan.copied;
  const slopes = plan.slopes;
  let place = plan.places + Place.bytes;
  let before = v128.load(tokens);
  let copy = splat(0);
  let slope = splat(0);
  let lazy = splat(0);
  let lazySlope = splat(0);
  let leastToken = before;
  let largestToken = before;
  let leastCopy = before;
  let largestCopy = before;
  let at: usize = 16;
  do {
    const here = v128.load(tokens + at);
    const kept = held(place, Place.kept >> 2);
    if (withSlopes) {
      slope = madd(kept, slope, mul(held(place, Place.takenSlope >> 2), sub(before, copy)));
      v128.store(slopes + at, slope);
    }
    copy = madd(kept, copy, mul(held(place, Place.taken >> 2), before));
    v128.store(copied + at, copy);
    leastToken = v128.pmin<f32>(leastToken, before);
    largestToken = v128.pmax<f32>(largestToken, before);
    leastCopy = v128.pmin<f32>(leastCopy, copy);
    largestCopy = v128.pmax<f32>(largestCopy, copy);
    lazy = madd(held(place, Place.lazyWeight >> 2), here, lazy);
    lazySlope = madd(held(place, Place.lazySlope >> 2), here, lazySlope);
    before = here;
    place += Place.bytes;
    at += 16;
  } while (at < end);
  v128.store(lanes + Lane.lazy, lazy);
  v128.store(lanes + Lane.lazySlope, lazySlope);
  v128.store(lanes + Lane.leastToken, leastToken);
  v128.store(lanes + Lane.largestToken, largestToken);
  v128.store(lanes + Lane.leastCopy, leastCopy);
  v128.store(lanes + Lane.largestCopy, largestCopy);
}
