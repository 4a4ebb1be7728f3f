/**
 * The direct path: position by position, for data whose windows hardly repeat and for fresh batches. Four sequences
 * at a time go forward, through their losses together, and back; their scratch stays in the nearest cache.
 */
import { VECTOR, add, clear, laneSum, madd, mul, splat, sub } from "../../../simd/kernels/arithmetic";
import { exponentials, isSharp, scaleOf, usualReference } from "./attention";
import { blockCodes, blockValues, blocksToLags } from "./blocks";
import { losses, tallyBytes } from "./losses";
import { Plan } from "./plan";
import { positionSimilarities, positionSimilaritiesBackward } from "./positions";
import { drainSums, kernelBackward, kernelForward, similaritiesToLanes } from "./subsets";
import { copyBackward, copyValue, normalize, rowBytes } from "./windows";

/** The scratch of one sequence of four. Addresses, set up once by `../directJob.ts`. */
@unmanaged
class Slot {
  /** u8: blockTokens − 1 zeros, then the tokens. */
  tokens: usize;
  /** u16 a position. */
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

/** Sequences between two flushes of the float32 sums. */
const FLUSH: u32 = 256;

export function runDirect(plan: Plan): void {
  blockValues(plan);
  let sinceFlush: u32 = 0;
  for (let sequence = plan.sequenceFrom; sequence < plan.sequenceTo; sequence += 4) {
    fourSequences(plan, sequence, min<u32>(4, plan.sequenceTo - sequence));
    sinceFlush += 4;
    if (sinceFlush >= FLUSH) {
      flush(plan);
      sinceFlush = 0;
    }
  }
  flush(plan);
}

/** Float32 sums stay accurate because they are short: moves them on to the float64 results. */
function flush(plan: Plan): void {
  drainSums(plan);
  if (plan.wantsLags) blocksToLags(plan);
}

function fourSequences(plan: Plan, sequence: u32, count: u32): void {
  const bytes = tallyBytes(plan);
  clear(plan.tallies, 4 * bytes);
  for (let index: u32 = 0; index < 4; index++) {
    const used = index < count;
    store<f32>(plan.weights + ((<usize>index) << 2), used ? load<f32>(plan.share) : 0);
    store<u32>(plan.targets + ((<usize>index) << 2), 0);
    if (used) forward(plan, slotOf(plan, index), sequence + index, index);
  }
  const sum = losses(plan, plan.tallies, plan.targets, plan.weights, 4);
  store<f64>(plan.results, load<f64>(plan.results) + sum);
  if (!plan.wantsGradient) return;
  for (let index: u32 = 0; index < count; index++) {
    backward(plan, slotOf(plan, index), plan.tallies + <usize>index * bytes);
  }
}

// @ts-ignore: decorator
@inline
function slotOf(plan: Plan, index: u32): Slot {
  return changetype<Slot>(plan.slots + <usize>(index * plan.slotBytes));
}

// @ts-ignore: decorator
@inline
function keyCount(plan: Plan): u32 {
  return plan.sequenceLength - plan.firstLength;
}

/** Keys whose window is cut off by the start of the sequence. */
// @ts-ignore: decorator
@inline
function edgeKeys(plan: Plan): u32 {
  return min(plan.window, plan.sequenceLength) - plan.firstLength;
}

/** Code of the block nearest to the first key with a full window. */
// @ts-ignore: decorator
@inline
function firstCode(plan: Plan, slot: Slot): usize {
  return slot.codes + ((<usize>(plan.window - 1)) << 1);
}

function forward(plan: Plan, slot: Slot, sequence: u32, index: u32): void {
  const length = plan.sequenceLength;
  const keys = keyCount(plan);
  const edge = edgeKeys(plan);
  const padded = (keys + 3) & ~3;
  const from = plan.tokens + <usize>sequence * <usize>(length + 1);
  memory.copy(slot.tokens, from, length);
  store<u32>(plan.targets + ((<usize>index) << 2), <u32>load<u8>(from + <usize>length));
  blockCodes(plan, slot.tokens, length, slot.codes);
  prepareQuery(plan, slot);
  edgeSimilarities(plan, slot, edge);
  const rowStride = <usize>plan.headVectors * VECTOR;
  const rows = slot.similarities + <usize>edge * rowStride;
  positionSimilarities(plan, firstCode(plan, slot), keys - edge, slot.contrasts, rows);
  clear(slot.similarities + <usize>keys * rowStride, <usize>(padded - keys) * rowStride);
  similaritiesToLanes(plan, slot.similarities, padded);
  kernelForward(plan, slot.similarities, slot.kernel, padded);
  exponentials(plan, slot.kernel, slot.exponentials, padded, reference(plan, slot, keys));
  for (let key = keys; key < padded; key++) store<f32>(slot.exponentials + ((<usize>key) << 2), 0);
  tally(plan, slot, padded, plan.tallies + <usize>index * tallyBytes(plan), load<u8>(from + <usize>length));
}

/** v_{L+1}, normalised if asked for, and its contrasts. */
// @ts-ignore: decorator
@inline
function prepareQuery(plan: Plan, slot: Slot): void {
  const length = plan.sequenceLength;
  const stride = <usize>plan.headVectors * VECTOR;
  const bytes = rowBytes(plan);
  copyValue(plan, slot.tokens + <usize>length - 1, -1, min(plan.window, length), slot.query);
  if (plan.normalizes) {
    normalize(plan, slot.query);
    memory.copy(slot.contrasts, slot.query, bytes);
    return;
  }
  const last = bytes - stride;
  for (let vector: usize = 0; vector < stride; vector += VECTOR) {
    const base = v128.load(slot.query + last + vector);
    for (let at = vector; at < last; at += stride) {
      v128.store(slot.contrasts + at, sub(v128.load(slot.query + at), base));
    }
    v128.store(slot.contrasts + last + vector, base);
  }
}

/** κ of the first keys, from their values in full. */
function edgeSimilarities(plan: Plan, slot: Slot, edge: u32): void {
  const stride = <usize>plan.headVectors * VECTOR;
  const bytes = rowBytes(plan);
  for (let key: u32 = 0; key < edge; key++) {
    edgeValue(plan, slot, key);
    for (let vector: usize = 0; vector < stride; vector += VECTOR) {
      let sum = splat(0);
      for (let at = vector; at < bytes; at += stride) {
        sum = madd(v128.load(plan.keyValue + at), v128.load(slot.query + at), sum);
      }
      v128.store(slot.similarities + <usize>key * stride + vector, sum);
    }
  }
}

// @ts-ignore: decorator
@inline
function edgeValue(plan: Plan, slot: Slot, key: u32): void {
  const at = plan.firstLength + key;
  copyValue(plan, slot.tokens + <usize>at - 1, -1, at, plan.keyValue);
  if (plan.normalizes) normalize(plan, plan.keyValue);
}

/** The logit that E is measured from. */
// @ts-ignore: decorator
@inline
function reference(plan: Plan, slot: Slot, keys: u32): f32 {
  if (!isSharp(plan)) return usualReference(plan);
  let largest = -f32.MAX_VALUE;
  for (let at: usize = 0; at < (<usize>keys) << 2; at += 4) {
    largest = max(largest, scaleOf(plan) * load<f32>(slot.kernel + at));
  }
  return largest;
}

/** y·Z by token. With the `log` loss only the target's part and the rest matter, so the rest goes to a neighbour. */
function tally(plan: Plan, slot: Slot, padded: u32, to: usize, target: u8): void {
  const tokens = slot.tokens + <usize>plan.firstLength;
  const bytes = (<usize>padded) << 2;
  if (plan.softmaxLoss) {
    for (let at: usize = 0; at < bytes; at += 4) {
      const token = to + ((<usize>load<u8>(tokens + (at >> 2))) << 2);
      store<f32>(token, load<f32>(token) + load<f32>(slot.exponentials + at));
    }
    return;
  }
  const wanted = i32x4.splat(target);
  let hits = splat(0);
  let misses = splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const e = v128.load(slot.exponentials + at);
    const isHit = i32x4.eq(fourTokens(tokens + (at >> 2)), wanted);
    hits = add(hits, v128.and(e, isHit));
    misses = add(misses, v128.andnot(e, isHit));
  }
  store<f32>(to + ((<usize>target) << 2), laneSum(hits));
  store<f32>(to + ((<usize>(target == 0 ? 1 : 0)) << 2), laneSum(misses));
}

// @ts-ignore: decorator
@inline
function fourTokens(at: usize): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at)));
}

function backward(plan: Plan, slot: Slot, coefficients: usize): void {
  const keys = keyCount(plan);
  const padded = (keys + 3) & ~3;
  logitGradients(plan, slot, padded, coefficients);
  kernelBackward(plan, slot.similarities, plan.logitGradients, padded);
  if (!plan.wantsLags) return;
  const edge = edgeKeys(plan);
  const stride = <usize>plan.headVectors * VECTOR;
  const rows = slot.similarities + <usize>edge * stride;
  const sums = plan.queryGradient;
  clear(sums, rowBytes(plan) + stride);
  positionSimilaritiesBackward(plan, firstCode(plan, slot), keys - edge, slot.contrasts, rows, sums);
  if (!plan.normalizes) contrastsToQuery(plan, sums);
  edgeSimilaritiesBackward(plan, slot, edge);
  const length = plan.sequenceLength;
  copyBackward(plan, slot.tokens + <usize>length - 1, -1, min(plan.window, length), plan.queryGradient);
}

/** ∂ℓ/∂(ak) = E·c_{x_l}; adds to ∂a, leaves ∂k = a·∂ℓ/∂(ak) in `plan.logitGradients`. */
function logitGradients(plan: Plan, slot: Slot, padded: u32, coefficients: usize): void {
  const tokens = slot.tokens + <usize>plan.firstLength;
  const scale = splat(scaleOf(plan));
  const few = plan.alphabetSize <= 4;
  const row = v128.load(coefficients);
  let sum = v128.load(plan.sums);
  for (let at: usize = 0; at < (<usize>padded) << 2; at += 16) {
    const c = few ? chosen(row, tokens + (at >> 2)) : gathered(coefficients, tokens + (at >> 2));
    const g = mul(c, v128.load(slot.exponentials + at));
    sum = madd(g, v128.load(slot.kernel + at), sum);
    v128.store(plan.logitGradients + at, mul(g, scale));
  }
  v128.store(plan.sums, sum);
}

/** Lane i: the coefficient of the i-th of four tokens below 4, by one shuffle of bytes. */
// @ts-ignore: decorator
@inline
function chosen(row: v128, tokens: usize): v128 {
  const spread = i32x4.mul(fourTokens(tokens), i32x4.splat(0x04040404));
  return i8x16.swizzle(row, i32x4.add(spread, i32x4.splat(0x03020100)));
}

// @ts-ignore: decorator
@inline
function gathered(coefficients: usize, tokens: usize): v128 {
  return f32x4(
    load<f32>(coefficients + ((<usize>load<u8>(tokens)) << 2)),
    load<f32>(coefficients + ((<usize>load<u8>(tokens, 1)) << 2)),
    load<f32>(coefficients + ((<usize>load<u8>(tokens, 2)) << 2)),
    load<f32>(coefficients + ((<usize>load<u8>(tokens, 3)) << 2)),
  );
}

/** ∂q_e = Σ∂κ·v_e, and what is left of Σ∂κ for the last: v_{d−1} = 1 − Σ v_e. */
function contrastsToQuery(plan: Plan, sums: usize): void {
  const stride = <usize>plan.headVectors * VECTOR;
  const last = rowBytes(plan) - stride;
  for (let vector: usize = 0; vector < stride; vector += VECTOR) {
    let rest = v128.load(sums + last + vector);
    for (let at = vector; at < last; at += stride) rest = sub(rest, v128.load(sums + at));
    v128.store(sums + last + vector, rest);
  }
}

function edgeSimilaritiesBackward(plan: Plan, slot: Slot, edge: u32): void {
  const stride = <usize>plan.headVectors * VECTOR;
  const bytes = rowBytes(plan);
  for (let key: u32 = 0; key < edge; key++) {
    edgeValue(plan, slot, key);
    for (let vector: usize = 0; vector < stride; vector += VECTOR) {
      const g = v128.load(slot.similarities + <usize>key * stride + vector);
      for (let at = vector; at < bytes; at += stride) {
        const to = plan.queryGradient + at;
        v128.store(to, madd(g, v128.load(plan.keyValue + at), v128.load(to)));
        v128.store(plan.keyValue + at, mul(g, v128.load(slot.query + at)));
      }
    }
    const position = plan.firstLength + key;
    copyBackward(plan, slot.tokens + <usize>position - 1, -1, position, plan.keyValue);
  }
}
