/**
 * Similarities of one query window with its key windows, κ = ⟨v_key, v_query⟩ for each head, and their gradients.
 * Windows are named by where their value row lies, in bytes. The loops over d components are written out for d ≤ 4, where they are all the work.
 */
import { VECTOR, add, madd, mul, splat } from "../../../simd/kernels/arithmetic";
import { Plan } from "./plan";
import { rowBytes } from "./windows";

/** κ rows of `count` pairs, one key after the other. */
export function pairSimilarities(plan: Plan, query: usize, keys: usize, count: u32, rows: usize): void {
  if (plan.headVectors == 1 && plan.valueSize == 2) fewTokens(plan, query, keys, count, rows, 2);
  else if (plan.headVectors == 1 && plan.valueSize == 3) fewTokens(plan, query, keys, count, rows, 3);
  else if (plan.headVectors == 1 && plan.valueSize == 4) fewTokens(plan, query, keys, count, rows, 4);
  else manyTokens(plan, query, keys, count, rows);
  if (plan.rectifies) rectify(plan, count, rows);
}

/** From rows of ∂κ adds to the gradients of the keys' values and of the query's. */
export function pairSimilaritiesBackward(
  plan: Plan,
  query: usize,
  keys: usize,
  count: u32,
  rows: usize,
): void {
  if (plan.rectifies) rectifyBackward(plan, query, keys, count, rows);
  if (plan.headVectors == 1 && plan.valueSize == 2) fewTokensBackward(plan, query, keys, count, rows, 2);
  else if (plan.headVectors == 1 && plan.valueSize == 3) fewTokensBackward(plan, query, keys, count, rows, 3);
  else if (plan.headVectors == 1 && plan.valueSize == 4) fewTokensBackward(plan, query, keys, count, rows, 4);
  else manyTokensBackward(plan, query, keys, count, rows);
}

/** κ ← max(0, κ). */
function rectify(plan: Plan, count: u32, rows: usize): void {
  const end = rows + <usize>count * <usize>plan.headVectors * VECTOR;
  do {
    v128.store(rows, f32x4.max(v128.load(rows), splat(0)));
    rows += VECTOR;
  } while (rows < end);
}

/** ∂κ ← 0 where κ was cut off. κ itself is overwritten by then, so it is computed once more. */
function rectifyBackward(plan: Plan, query: usize, keys: usize, count: u32, rows: usize): void {
  const bytes = rowBytes(plan);
  const stride = <usize>plan.headVectors * VECTOR;
  const q = plan.values + query;
  const end = keys + ((<usize>count) << 2);
  do {
    const key = plan.values + <usize>load<u32>(keys);
    for (let vector: usize = 0; vector < stride; vector += VECTOR) {
      const sum = similarity(key, q, vector, bytes, stride);
      v128.store(rows, v128.and(v128.load(rows), f32x4.gt(sum, splat(0))));
      rows += VECTOR;
    }
    keys += 4;
  } while (keys < end);
}

// @ts-ignore: decorator
@inline
function fewTokens(plan: Plan, query: usize, keys: usize, count: u32, rows: usize, d: u32): void {
  const values = plan.values;
  const q = values + query;
  const q0 = v128.load(q);
  const q1 = v128.load(q, 16);
  const q2 = d > 2 ? v128.load(q, 32) : splat(0);
  const q3 = d > 3 ? v128.load(q, 48) : splat(0);
  const end = keys + ((<usize>count) << 2);
  do {
    const key = values + <usize>load<u32>(keys);
    let sum = madd(v128.load(key, 16), q1, mul(v128.load(key), q0));
    if (d > 2) sum = madd(v128.load(key, 32), q2, sum);
    if (d > 3) sum = madd(v128.load(key, 48), q3, sum);
    v128.store(rows, sum);
    rows += VECTOR;
    keys += 4;
  } while (keys < end);
}

// @ts-ignore: decorator
@inline
function fewTokensBackward(plan: Plan, query: usize, keys: usize, count: u32, rows: usize, d: u32): void {
  const values = plan.values;
  const q = values + query;
  const q0 = v128.load(q);
  const q1 = v128.load(q, 16);
  const q2 = d > 2 ? v128.load(q, 32) : splat(0);
  const q3 = d > 3 ? v128.load(q, 48) : splat(0);
  const gradients = plan.valueGradients;
  let g0 = splat(0);
  let g1 = splat(0);
  let g2 = splat(0);
  let g3 = splat(0);
  const end = keys + ((<usize>count) << 2);
  do {
    const key = values + <usize>load<u32>(keys);
    const to = gradients + <usize>load<u32>(keys);
    const g = v128.load(rows);
    g0 = madd(g, v128.load(key), g0);
    v128.store(to, madd(g, q0, v128.load(to)));
    g1 = madd(g, v128.load(key, 16), g1);
    v128.store(to, madd(g, q1, v128.load(to, 16)), 16);
    if (d > 2) {
      g2 = madd(g, v128.load(key, 32), g2);
      v128.store(to, madd(g, q2, v128.load(to, 32)), 32);
    }
    if (d > 3) {
      g3 = madd(g, v128.load(key, 48), g3);
      v128.store(to, madd(g, q3, v128.load(to, 48)), 48);
    }
    rows += VECTOR;
    keys += 4;
  } while (keys < end);
  const to = gradients + query;
  v128.store(to, add(g0, v128.load(to)));
  v128.store(to, add(g1, v128.load(to, 16)), 16);
  if (d > 2) v128.store(to, add(g2, v128.load(to, 32)), 32);
  if (d > 3) v128.store(to, add(g3, v128.load(to, 48)), 48);
}

/** κ of four heads, whose components lie `stride` bytes apart. */
// @ts-ignore: decorator
@inline
function similarity(key: usize, query: usize, vector: usize, bytes: usize, stride: usize): v128 {
  let sum = splat(0);
  for (let at = vector; at < bytes; at += stride) sum = madd(v128.load(key + at), v128.load(query + at), sum);
  return sum;
}

function manyTokens(plan: Plan, query: usize, keys: usize, count: u32, rows: usize): void {
  const bytes = rowBytes(plan);
  const stride = <usize>plan.headVectors * VECTOR;
  const q = plan.values + query;
  const end = keys + ((<usize>count) << 2);
  do {
    const key = plan.values + <usize>load<u32>(keys);
    for (let vector: usize = 0; vector < stride; vector += VECTOR) {
      v128.store(rows, similarity(key, q, vector, bytes, stride));
      rows += VECTOR;
    }
    keys += 4;
  } while (keys < end);
}

function manyTokensBackward(plan: Plan, query: usize, keys: usize, count: u32, rows: usize): void {
  const bytes = rowBytes(plan);
  const stride = <usize>plan.headVectors * VECTOR;
  const q = plan.values + query;
  // The query is a key of itself now and then, so its gradient is summed apart and added last.
  const queryGradient = plan.queryGradient;
  memory.fill(queryGradient, 0, bytes);
  const end = keys + ((<usize>count) << 2);
  do {
    const key = plan.values + <usize>load<u32>(keys);
    const to = plan.valueGradients + <usize>load<u32>(keys);
    for (let vector: usize = 0; vector < stride; vector += VECTOR) {
      const g = v128.load(rows);
      for (let at = vector; at < bytes; at += stride) {
        v128.store(to + at, madd(g, v128.load(q + at), v128.load(to + at)));
        v128.store(queryGradient + at, madd(g, v128.load(key + at), v128.load(queryGradient + at)));
      }
      rows += VECTOR;
    }
    keys += 4;
  } while (keys < end);
  const to = plan.valueGradients + query;
  for (let at: usize = 0; at < bytes; at += VECTOR) {
    v128.store(to + at, add(v128.load(to + at), v128.load(queryGradient + at)));
  }
}
