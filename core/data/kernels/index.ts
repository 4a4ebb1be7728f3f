/**
 * Drawing n-gram Markov chains (spec/model.md §1). Sequence number i of a stream is a function of (seed, stream, i)
 * alone: its rows of π are drawn by number when first needed, its tokens from a stream that its number seeds. Four
 * sequences walk together, since each step of a chain waits for the one before. Where tokens may follow an n-gram that all
 * sequences have in common, that one is the π of another plan's first sequence.
 */
import { drawRows } from "./dirichlet";
import { philox, seedFour } from "./philox";
import { SamplerPlan, stampBytes, thresholdBytes, thresholdsAt } from "./plan";
import { drawStationaryStart } from "./stationary";
import { nextWords, rotated } from "./xoshiro";

export { scalars } from "./scalars";

/** Marks the counters that seed the token streams among those of rows. */
const TOKENS: u32 = 0x80000000;

/** Draws the plan's sequences; the last four may reach past its count. */
export function sample(address: usize): void {
  const plan = changetype<SamplerPlan>(address);
  for (let slot: u32 = 0; slot < 4; slot++) memory.fill(scratchOf(plan, slot), 0, stampBytes(plan));
  if (plan.global) {
    const global = changetype<SamplerPlan>(plan.global);
    memory.fill(scratchOf(global, 0), 0, stampBytes(global));
  }
  for (let index: u32 = 0; index < plan.count; index += 4) {
    seedStreams(plan, index);
    start(plan, index);
    if (plan.global) walkMixed(plan, index);
    else if (isPaperLaw(plan)) walkPaper(plan, index);
    else walk(plan, index);
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

// @ts-ignore: decorator
@inline
function numberOf(plan: SamplerPlan, index: u32): u64 {
  return (((<u64>plan.firstHigh) << 32) | (<u64>plan.firstLow)) + <u64>index;
}

/** Parents in ascending order, from 0. */
// @ts-ignore: decorator
@inline
function parent(plan: SamplerPlan, i: u32): u32 {
  return load<u32>(plan.parents + ((<usize>i) << 2));
}

/** Seeds the token streams of sequences `index` … `index + 3` by their numbers. */
function seedStreams(plan: SamplerPlan, index: u32): void {
  seedFour(TOKENS, plan.seed, plan.stream, numberOf(plan, index), plan.state);
}

/** The next random word of each of the four sequences; slot i's lies 4·i bytes on. */
// @ts-ignore: decorator
@inline
function drawWords(plan: SamplerPlan): usize {
  const words = plan.state + 64;
  v128.store(words, nextWords(plan.state));
  return words;
}

/** The first tokens, up to the largest parent: uniform, or from the stationary law. */
function start(plan: SamplerPlan, index: u32): void {
  const given = plan.givenCount;
  if (plan.stationary) {
    const words = drawWords(plan);
    for (let slot: u32 = 0; slot < 4; slot++) {
      for (let row: u32 = 0; row < plan.rowCount; row += 4)
        ensureRow(plan, index + slot, scratchOf(plan, slot), row);
      const word = load<u32>(words + ((<usize>slot) << 2));
      drawStationaryStart(plan, scratchOf(plan, slot), word, tokensOf(plan, index + slot), given);
    }
    return;
  }
  for (let at: u32 = 0; at < given; at++) {
    const words = drawWords(plan);
    for (let slot: u32 = 0; slot < 4; slot++) {
      const word = <u64>load<u32>(words + ((<usize>slot) << 2));
      store<u8>(tokensOf(plan, index + slot) + <usize>at, <u8>((word * <u64>plan.alphabetSize) >> 32));
    }
  }
}

/** Draws the group of rows that holds `row`, unless it is there already. */
// @ts-ignore: decorator
@inline
function ensureRow(plan: SamplerPlan, index: u32, base: usize, row: u32): void {
  const stamp = base + ((<usize>(row >> 2)) << 2);
  if (load<u32>(stamp) == index + 1) return;
  store<u32>(stamp, index + 1);
  const number = numberOf(plan, index);
  drawRows(plan, <u32>number, <u32>(number >> 32), row >> 2, base);
}

// @ts-ignore: decorator
@inline
function isPaperLaw(plan: SamplerPlan): bool {
  return plan.alphabetSize == 3 && plan.parentCount == 2 && parent(plan, 0) == 1 && parent(plan, 1) == 2;
}

/** The rest of four sequences, of any law. */
function walk(plan: SamplerPlan, index: u32): void {
  for (let at = plan.givenCount; at <= plan.sequenceLength; at++) {
    const words = drawWords(plan);
    for (let slot: u32 = 0; slot < 4; slot++) {
      const word = load<u32>(words + ((<usize>slot) << 2)) >> 1;
      step(plan, index + slot, scratchOf(plan, slot), word, tokensOf(plan, index + slot) + <usize>at);
    }
  }
}

/** The same where a word decides of every token which of two matrices it follows, and another which token it is. */
function walkMixed(plan: SamplerPlan, index: u32): void {
  const global = changetype<SamplerPlan>(plan.global);
  const weight = i32x4.splat(plan.globalWeight);
  let chosen: i32 = 0;
  for (let at = plan.givenCount; at <= plan.sequenceLength; at++) {
    chosen = i32x4.bitmask(i32x4.lt_u(v128.load(drawWords(plan)), weight));
    const words = drawWords(plan);
    for (let slot: u32 = 0; slot < 4; slot++) {
      const word = load<u32>(words + ((<usize>slot) << 2)) >> 1;
      const here = tokensOf(plan, index + slot) + <usize>at;
      if ((chosen >> slot) & 1) step(global, 0, scratchOf(global, 0), word, here);
      else step(plan, index + slot, scratchOf(plan, slot), word, here);
    }
  }
  if (!plan.sources) return;
  for (let slot: u32 = 0; slot < 4; slot++)
    store<u8>(plan.sources + <usize>(index + slot), <u8>((chosen >> slot) & 1));
}

/** The token at `here`: the row of π that its parents name, then the first threshold above the word. */
function step(plan: SamplerPlan, index: u32, base: usize, word: i32, here: usize): void {
  let row: u32 = 0;
  let power: u32 = 1;
  for (let i: u32 = 0; i < plan.parentCount; i++) {
    row += <u32>load<u8>(here - <usize>parent(plan, i)) * power;
    power *= plan.alphabetSize;
  }
  ensureRow(plan, index, base, row);
  const thresholds = thresholdsAt(plan, base) + <usize>row * thresholdBytes(plan);
  let token: u32 = 0;
  while (token + 1 < plan.alphabetSize && word >= load<i32>(thresholds + ((<usize>token) << 2))) token++;
  store<u8>(here, <u8>token);
}

/**
 * The same for the paper's law: three tokens, parents one and two back. Its nine rows are drawn at once, and where a
 * chain stands — the row of π in bytes — is kept beside its last token instead of looked up.
 */
function walkPaper(plan: SamplerPlan, index: u32): void {
  for (let slot: u32 = 0; slot < 4; slot++) {
    for (let row: u32 = 0; row < plan.rowCount; row += 4)
      ensureRow(plan, index + slot, scratchOf(plan, slot), row);
  }
  const stride = <usize>plan.sequenceLength + 1;
  const rows0 = thresholdsAt(plan, scratchOf(plan, 0));
  const rows1 = thresholdsAt(plan, scratchOf(plan, 1));
  const rows2 = thresholdsAt(plan, scratchOf(plan, 2));
  const rows3 = thresholdsAt(plan, scratchOf(plan, 3));
  let here = tokensOf(plan, index) + 2;
  const end = tokensOf(plan, index + 1);
  let last0 = <usize>load<u8>(here - 1);
  let last1 = <usize>load<u8>(here + stride - 1);
  let last2 = <usize>load<u8>(here + 2 * stride - 1);
  let last3 = <usize>load<u8>(here + 3 * stride - 1);
  let row0 = rows0 + (last0 << 4) + 48 * <usize>load<u8>(here - 2);
  let row1 = rows1 + (last1 << 4) + 48 * <usize>load<u8>(here + stride - 2);
  let row2 = rows2 + (last2 << 4) + 48 * <usize>load<u8>(here + 2 * stride - 2);
  let row3 = rows3 + (last3 << 4) + 48 * <usize>load<u8>(here + 3 * stride - 2);
  // xoshiro128++ as in nextWords, its state in registers: through memory each step would wait for the one before.
  let s0 = v128.load(plan.state);
  let s1 = v128.load(plan.state, 16);
  let s2 = v128.load(plan.state, 32);
  let s3 = v128.load(plan.state, 48);
  do {
    const words = i32x4.shr_u(i32x4.add(rotated(i32x4.add(s0, s3), 7), s0), 1);
    const shifted = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, shifted);
    s3 = rotated(s3, 11);
    const token0 = drawnFrom(row0, i32x4.extract_lane(words, 0));
    const token1 = drawnFrom(row1, i32x4.extract_lane(words, 1));
    const token2 = drawnFrom(row2, i32x4.extract_lane(words, 2));
    const token3 = drawnFrom(row3, i32x4.extract_lane(words, 3));
    store<u8>(here, <u8>token0);
    store<u8>(here + stride, <u8>token1);
    store<u8>(here + 2 * stride, <u8>token2);
    store<u8>(here + 3 * stride, <u8>token3);
    row0 = rows0 + (token0 << 4) + 48 * last0;
    row1 = rows1 + (token1 << 4) + 48 * last1;
    row2 = rows2 + (token2 << 4) + 48 * last2;
    row3 = rows3 + (token3 << 4) + 48 * last3;
    last0 = token0;
    last1 = token1;
    last2 = token2;
    last3 = token3;
    here++;
  } while (here < end);
}

/** One of three tokens, by a word of 31 bits and the two thresholds at `row`. */
// @ts-ignore: decorator
@inline
function drawnFrom(row: usize, word: i32): usize {
  return usize(word >= load<i32>(row)) + usize(word >= load<i32>(row, 4));
}

/** All rows of π of the plan's first sequence, to f64 [rows][d] at `to`. */
export function transitions(address: usize, to: usize): void {
  const plan = changetype<SamplerPlan>(address);
  const base = scratchOf(plan, 0);
  memory.fill(base, 0, stampBytes(plan));
  for (let row: u32 = 0; row < plan.rowCount; row++) {
    ensureRow(plan, 0, base, row);
    to = storeRow(plan, thresholdsAt(plan, base) + <usize>row * thresholdBytes(plan), to);
  }
}

/**
 * One row of π of each of the plan's sequences, by its number at `rows` (u32 [count]), to f64 [count][d] at `to`.
 * Needs scratch for four rows only, however many π has.
 */
export function transitionRows(address: usize, rows: usize, to: usize): void {
  const plan = changetype<SamplerPlan>(address);
  const base = scratchOf(plan, 0);
  const stride = thresholdBytes(plan);
  for (let index: u32 = 0; index < plan.count; index++) {
    const row = load<u32>(rows + ((<usize>index) << 2));
    const number = numberOf(plan, index);
    const group = row >> 2;
    // A group goes where its number says: seen from so far before the scratch, that is the scratch's beginning.
    drawRows(plan, <u32>number, <u32>(number >> 32), group, base - <usize>(group << 2) * stride);
    to = storeRow(plan, thresholdsAt(plan, base) + <usize>(row & 3) * stride, to);
  }
}

/** From thresholds to probabilities, f64 [d] at `to`. @returns where they end */
function storeRow(plan: SamplerPlan, thresholds: usize, to: usize): usize {
  let below: f64 = 0;
  for (let token: u32 = 0; token < plan.alphabetSize; token++) {
    const last = token + 1 == plan.alphabetSize;
    const upTo = last ? <f64>2147483648.0 : <f64>load<i32>(thresholds + ((<usize>token) << 2));
    store<f64>(to, (upTo - below) / 2147483648.0);
    below = upTo;
    to += 8;
  }
  return to;
}

/** One block of Philox4x32-10, u32 [4] at `to`: for checking against its published test vectors. */
export function philoxBlock(c0: u32, c1: u32, c2: u32, c3: u32, key0: u32, key1: u32, to: usize): void {
  philox(i32x4.splat(c0), i32x4.splat(c1), i32x4.splat(c2), i32x4.splat(c3), key0, key1, to);
  for (let word: usize = 1; word < 4; word++) store<u32>(to + (word << 2), load<u32>(to + (word << 4)));
}
