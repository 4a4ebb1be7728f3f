/**
 * Similarities of every position of one sequence with its query, κ = ⟨v_l, v_{L+1}⟩, from the block tables, and
 * their gradients. Written with the query's contrasts D_e = q_e − q_{d−1}, κ = q_{d−1} + Σ_e v_e D_e, where the last
 * component is not stored; with D = q̂ where values are normalised.
 */
import { VECTOR, add, madd, mul, splat, sub } from "../../../simd/kernels/arithmetic";
import { blockRowBytes } from "./blocks";
import { Plan } from "./plan";
import { inverseLength } from "./windows";

/**
 * κ rows of `count` keys. The code of a key's block j lies `j · plan.codeStride` bytes (as a signed number) behind
 * its first; `contrasts` is [components + 1][heads in lanes], the last the base.
 */
export function positionSimilarities(
  plan: Plan,
  codes: usize,
  count: u32,
  contrasts: usize,
  rows: usize,
): void {
  if (count == 0) return;
  if (plan.normalizes) normalizedRows(plan, codes, count, contrasts, rows);
  else if (plan.headVectors == 1 && plan.components == 2 && plan.blockCount == 1) {
    threeTokens(plan, codes, count, contrasts, rows, 1);
  } else if (plan.headVectors == 1 && plan.components == 2 && plan.blockCount == 2) {
    threeTokens(plan, codes, count, contrasts, rows, 2);
  } else anyRows(plan, codes, count, contrasts, rows);
}

/** From rows of ∂κ adds to the tables' gradients and to Σ∂κ·∂κ/∂D, Σ∂κ at `sums` [components + 1][heads in lanes]. */
export function positionSimilaritiesBackward(
  plan: Plan,
  codes: usize,
  count: u32,
  contrasts: usize,
  rows: usize,
  sums: usize,
): void {
  if (count == 0) return;
  if (plan.normalizes) normalizedRowsBackward(plan, codes, count, contrasts, rows, sums);
  else if (plan.headVectors == 1 && plan.components == 2 && plan.blockCount == 1) {
    threeTokensBackward(plan, codes, count, contrasts, rows, sums, 1);
  } else if (plan.headVectors == 1 && plan.components == 2 && plan.blockCount == 2) {
    threeTokensBackward(plan, codes, count, contrasts, rows, sums, 2);
  } else anyRowsBackward(plan, codes, count, contrasts, rows, sums);
}

/** The paper's alphabet (d = 3) and up to four heads, windows of one or two blocks. */
// @ts-ignore: decorator
@inline
function threeTokens(plan: Plan, codes: usize, count: u32, contrasts: usize, rows: usize, blocks: u32): void {
  const first = plan.values;
  const second = first + ((<usize>plan.blockRows) << 5);
  const next = <usize>plan.codeStride;
  const d0 = v128.load(contrasts);
  const d1 = v128.load(contrasts, 16);
  const base = v128.load(contrasts, 32);
  const end = rows + ((<usize>count) << 4);
  do {
    const a = first + ((<usize>load<u16>(codes)) << 5);
    let v0 = v128.load(a);
    let v1 = v128.load(a, 16);
    if (blocks > 1) {
      const b = second + ((<usize>load<u16>(codes + next)) << 5);
      v0 = add(v0, v128.load(b));
      v1 = add(v1, v128.load(b, 16));
    }
    v128.store(rows, madd(v1, d1, madd(v0, d0, base)));
    codes += 2;
    rows += VECTOR;
  } while (rows < end);
}

// @ts-ignore: decorator
@inline
function threeTokensBackward(
  plan: Plan,
  codes: usize,
  count: u32,
  contrasts: usize,
  rows: usize,
  sums: usize,
  blocks: u32,
): void {
  const toSecond = (<usize>plan.blockRows) << 5;
  const values = plan.values;
  const gradients = plan.valueGradients;
  const next = <usize>plan.codeStride;
  const d0 = v128.load(contrasts);
  const d1 = v128.load(contrasts, 16);
  let sum0 = v128.load(sums);
  let sum1 = v128.load(sums, 16);
  let sum = v128.load(sums, 32);
  const end = rows + ((<usize>count) << 4);
  do {
    const g = v128.load(rows);
    const a = (<usize>load<u16>(codes)) << 5;
    let v0 = v128.load(values + a);
    let v1 = v128.load(values + a, 16);
    const g0 = mul(g, d0);
    const g1 = mul(g, d1);
    v128.store(gradients + a, add(v128.load(gradients + a), g0));
    v128.store(gradients + a, add(v128.load(gradients + a, 16), g1), 16);
    if (blocks > 1) {
      const b = toSecond + ((<usize>load<u16>(codes + next)) << 5);
      v0 = add(v0, v128.load(values + b));
      v1 = add(v1, v128.load(values + b, 16));
      v128.store(gradients + b, add(v128.load(gradients + b), g0));
      v128.store(gradients + b, add(v128.load(gradients + b, 16), g1), 16);
    }
    sum0 = madd(g, v0, sum0);
    sum1 = madd(g, v1, sum1);
    sum = add(sum, g);
    codes += 2;
    rows += VECTOR;
  } while (rows < end);
  v128.store(sums, sum0);
  v128.store(sums, sum1, 16);
  v128.store(sums, sum, 32);
}

/** Component `at` (bytes into a row) of the value of the position whose first code is at `codes`. */
// @ts-ignore: decorator
@inline
function component(plan: Plan, codes: usize, rowBytes: usize, at: usize): v128 {
  let table = plan.values + at;
  let sum = splat(0);
  for (let block: u32 = 0; block < plan.blockCount; block++) {
    sum = add(sum, v128.load(table + <usize>load<u16>(codes) * rowBytes));
    table += <usize>plan.blockRows * rowBytes;
    codes += <usize>plan.codeStride;
  }
  return sum;
}

// @ts-ignore: decorator
@inline
function scatter(plan: Plan, codes: usize, rowBytes: usize, at: usize, value: v128): void {
  let table = plan.valueGradients + at;
  for (let block: u32 = 0; block < plan.blockCount; block++) {
    const to = table + <usize>load<u16>(codes) * rowBytes;
    v128.store(to, add(v128.load(to), value));
    table += <usize>plan.blockRows * rowBytes;
    codes += <usize>plan.codeStride;
  }
}

// @ts-ignore: decorator
@inline
function accumulate(at: usize, value: v128): void {
  v128.store(at, add(v128.load(at), value));
}

function anyRows(plan: Plan, codes: usize, count: u32, contrasts: usize, rows: usize): void {
  const bytes = blockRowBytes(plan);
  const stride = <usize>plan.headVectors * VECTOR;
  for (let position: u32 = 0; position < count; position++) {
    for (let vector: usize = 0; vector < stride; vector += VECTOR) {
      let sum = v128.load(contrasts + bytes + vector);
      for (let at = vector; at < bytes; at += stride) {
        sum = madd(component(plan, codes, bytes, at), v128.load(contrasts + at), sum);
      }
      v128.store(rows, sum);
      rows += VECTOR;
    }
    codes += 2;
  }
}

function anyRowsBackward(
  plan: Plan,
  codes: usize,
  count: u32,
  contrasts: usize,
  rows: usize,
  sums: usize,
): void {
  const bytes = blockRowBytes(plan);
  const stride = <usize>plan.headVectors * VECTOR;
  for (let position: u32 = 0; position < count; position++) {
    for (let vector: usize = 0; vector < stride; vector += VECTOR) {
      const g = v128.load(rows);
      for (let at = vector; at < bytes; at += stride) {
        accumulate(sums + at, mul(g, component(plan, codes, bytes, at)));
        scatter(plan, codes, bytes, at, mul(g, v128.load(contrasts + at)));
      }
      accumulate(sums + bytes + vector, g);
      rows += VECTOR;
    }
    codes += 2;
  }
}

function normalizedRows(plan: Plan, codes: usize, count: u32, contrasts: usize, rows: usize): void {
  const bytes = blockRowBytes(plan);
  const stride = <usize>plan.headVectors * VECTOR;
  for (let position: u32 = 0; position < count; position++) {
    for (let vector: usize = 0; vector < stride; vector += VECTOR) {
      let sum = splat(0);
      let squares = splat(0);
      for (let at = vector; at < bytes; at += stride) {
        const v = component(plan, codes, bytes, at);
        sum = madd(v, v128.load(contrasts + at), sum);
        squares = madd(v, v, squares);
      }
      v128.store(rows, mul(sum, inverseLength(squares)));
      rows += VECTOR;
    }
    codes += 2;
  }
}

/** With i = 1/(n + ε): ∂κ/∂v_e = i(q̂_e − κ v_e/n) and ∂κ/∂q̂_e = i·v_e. */
function normalizedRowsBackward(
  plan: Plan,
  codes: usize,
  count: u32,
  contrasts: usize,
  rows: usize,
  sums: usize,
): void {
  const bytes = blockRowBytes(plan);
  const stride = <usize>plan.headVectors * VECTOR;
  for (let position: u32 = 0; position < count; position++) {
    for (let vector: usize = 0; vector < stride; vector += VECTOR) {
      let sum = splat(0);
      let squares = splat(0);
      for (let at = vector; at < bytes; at += stride) {
        const v = component(plan, codes, bytes, at);
        v128.store(plan.keyValue + at, v);
        sum = madd(v, v128.load(contrasts + at), sum);
        squares = madd(v, v, squares);
      }
      const inverse = inverseLength(squares);
      const g = mul(v128.load(rows), inverse);
      const back = f32x4.div(mul(sum, inverse), f32x4.max(f32x4.sqrt(squares), splat(1e-30)));
      for (let at = vector; at < bytes; at += stride) {
        const v = v128.load(plan.keyValue + at);
        accumulate(sums + at, mul(g, v));
        scatter(plan, codes, bytes, at, mul(g, sub(v128.load(contrasts + at), mul(back, v))));
      }
      rows += VECTOR;
    }
    codes += 2;
  }
}
