/** The query's value, and keys near the start of a sequence whose windows are cut off: both lag by lag, in full. */
import { VECTOR, madd, mul, splat, sub } from "../../../simd/kernels/arithmetic";
import { Plan } from "./plan";
import { Slot } from "./slot";
import { copyBackward, copyValue, normalize, rowBytes } from "./windows";

/** v_{L+1}, normalised if asked for, and its contrasts. */
export function prepareQuery(plan: Plan, slot: Slot): void {
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

/** From Σ∂κ·∂κ/∂D and Σ∂κ in `plan.queryGradient` to ∂σ of the query's window. */
export function queryBackward(plan: Plan, slot: Slot): void {
  const length = plan.sequenceLength;
  copyBackward(plan, slot.tokens + <usize>length - 1, -1, min(plan.window, length), plan.queryGradient);
}

/** ∂q_e = Σ∂κ·v_e, and what is left of Σ∂κ for the last: v_{d−1} = 1 − Σ v_e. */
export function contrastsToQuery(plan: Plan): void {
  const sums = plan.queryGradient;
  const stride = <usize>plan.headVectors * VECTOR;
  const last = rowBytes(plan) - stride;
  for (let vector: usize = 0; vector < stride; vector += VECTOR) {
    let rest = v128.load(sums + last + vector);
    for (let at = vector; at < last; at += stride) rest = sub(rest, v128.load(sums + at));
    v128.store(sums + last + vector, rest);
  }
}

/** κ of the first keys. */
export function edgeSimilarities(plan: Plan, slot: Slot, edge: u32): void {
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

/** From their ∂κ to ∂σ of their windows, and on to the query's gradient. */
export function edgeSimilaritiesBackward(plan: Plan, slot: Slot, edge: u32): void {
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

// @ts-ignore: decorator
@inline
function edgeValue(plan: Plan, slot: Slot, key: u32): void {
  const at = plan.firstLength + key;
  copyValue(plan, slot.tokens + <usize>at - 1, -1, at, plan.keyValue);
  if (plan.normalizes) normalize(plan, plan.keyValue);
}
