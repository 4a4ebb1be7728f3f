/**
 * The direct path: sequence by sequence, for data whose windows hardly repeat and for fresh batches. Four sequences
 * at a time go forward, through their losses together, and back; their scratch stays in the nearest cache.
 */
import { VECTOR, add, clear, laneSum, madd, mul, splat } from "../../../simd/kernels/arithmetic";
import { exponentials, isSharp, scaleOf, usualReference } from "./attention";
import { blockCodes, blockValues, blocksToLags } from "./blocks";
import {
  contrastsToQuery,
  edgeSimilarities,
  edgeSimilaritiesBackward,
  prepareQuery,
  queryBackward,
} from "./edges";
import { losses, tallyBytes } from "./losses";
import { Plan } from "./plan";
import { positionSimilarities, positionSimilaritiesBackward } from "./positions";
import { Slot, edgeKeys, firstCode, keyPositions, roundedUp, slotOf } from "./slot";
import { drainSums, kernelBackward, kernelFromRows } from "./subsets";
import { rowBytes } from "./windows";

/** Sequences between two flushes: float32 sums stay accurate because they are short. */
const FLUSH: u32 = 1024;

/** Loss and wanted gradients of the plan's sequences, added to its results. */
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

/** Moves the float32 sums on to the float64 results. */
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

function forward(plan: Plan, slot: Slot, sequence: u32, index: u32): void {
  const length = plan.sequenceLength;
  const edge = edgeKeys(plan);
  const from = plan.tokens + <usize>sequence * <usize>(length + 1);
  copyTokens(slot, from, length);
  store<u32>(plan.targets + ((<usize>index) << 2), <u32>load<u8>(from + <usize>length));
  blockCodes(plan, slot.tokens, length, slot.codes);
  prepareQuery(plan, slot);
  edgeSimilarities(plan, slot, edge);
  const keys = keyPositions(plan);
  const padded = roundedUp(keys);
  const stride = <usize>plan.headVectors * VECTOR;
  const rows = slot.similarities + <usize>edge * stride;
  positionSimilarities(plan, firstCode(plan, slot), keys - edge, slot.contrasts, rows);
  clear(slot.similarities + <usize>keys * stride, <usize>(padded - keys) * stride);
  kernelFromRows(plan, slot.similarities, slot.kernel, padded);
  exponentials(plan, slot.kernel, slot.exponentials, padded, reference(plan, slot));
  for (let key = keys; key < padded; key++) store<f32>(slot.exponentials + ((<usize>key) << 2), 0);
  const to = plan.tallies + <usize>index * tallyBytes(plan);
  tally(plan, slot, to, load<u8>(from + <usize>length));
}

/** What is copied past the end are the next sequence's tokens, which count for nothing. */
// @ts-ignore: decorator
@inline
function copyTokens(slot: Slot, from: usize, length: u32): void {
  for (let at: usize = 0; at < <usize>length; at += VECTOR)
    v128.store(slot.tokens + at, v128.load(from + at));
}

/** The logit that E is measured from. */
// @ts-ignore: decorator
@inline
function reference(plan: Plan, slot: Slot): f32 {
  if (!isSharp(plan)) return usualReference(plan);
  let largest = -f32.MAX_VALUE;
  for (let at: usize = 0; at < (<usize>keyPositions(plan)) << 2; at += 4) {
    largest = max(largest, scaleOf(plan) * load<f32>(slot.kernel + at));
  }
  return largest;
}

/** y·Z by token. With the `log` loss only the target's part and the rest matter, so the rest goes to a neighbour. */
function tally(plan: Plan, slot: Slot, to: usize, target: u8): void {
  let token = slot.tokens + <usize>plan.firstLength;
  let from = slot.exponentials;
  const end = from + ((<usize>roundedUp(keyPositions(plan))) << 2);
  if (plan.softmaxLoss) {
    for (; from < end; from += 4, token++) {
      const part = to + ((<usize>load<u8>(token)) << 2);
      store<f32>(part, load<f32>(part) + load<f32>(from));
    }
    return;
  }
  const wanted = i32x4.splat(target);
  let hits = splat(0);
  let misses = splat(0);
  do {
    const e = v128.load(from);
    const isHit = i32x4.eq(fourTokens(token), wanted);
    hits = add(hits, v128.and(e, isHit));
    misses = add(misses, v128.andnot(e, isHit));
    from += 16;
    token += 4;
  } while (from < end);
  store<f32>(to + ((<usize>target) << 2), laneSum(hits));
  store<f32>(to + ((<usize>(target == 0 ? 1 : 0)) << 2), laneSum(misses));
}

// @ts-ignore: decorator
@inline
function fourTokens(at: usize): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at)));
}

function backward(plan: Plan, slot: Slot, coefficients: usize): void {
  const keys = keyPositions(plan);
  logitGradients(plan, slot, coefficients);
  kernelBackward(plan, slot.similarities, plan.logitGradients, roundedUp(keys));
  if (!plan.wantsLags) return;
  const edge = edgeKeys(plan);
  const stride = <usize>plan.headVectors * VECTOR;
  const rows = slot.similarities + <usize>edge * stride;
  const sums = plan.queryGradient;
  clear(sums, rowBytes(plan) + stride);
  positionSimilaritiesBackward(plan, firstCode(plan, slot), keys - edge, slot.contrasts, rows, sums);
  if (!plan.normalizes) contrastsToQuery(plan);
  edgeSimilaritiesBackward(plan, slot, edge);
  queryBackward(plan, slot);
}

/** ∂ℓ/∂(ak) = E·c_{x_l}; adds to ∂a, leaves ∂k = a·∂ℓ/∂(ak) in `plan.logitGradients`. */
function logitGradients(plan: Plan, slot: Slot, coefficients: usize): void {
  const scale = splat(scaleOf(plan));
  const few = plan.alphabetSize <= 4;
  const row = v128.load(coefficients);
  const exponential = slot.exponentials;
  const kernel = slot.kernel;
  const to = plan.logitGradients;
  const end = (<usize>roundedUp(keyPositions(plan))) << 2;
  let token = slot.tokens + <usize>plan.firstLength;
  let sum = v128.load(plan.sums);
  let at: usize = 0;
  do {
    const c = few ? chosen(row, token) : gathered(coefficients, token);
    const g = mul(c, v128.load(exponential + at));
    sum = madd(g, v128.load(kernel + at), sum);
    v128.store(to + at, mul(g, scale));
    at += 16;
    token += 4;
  } while (at < end);
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
