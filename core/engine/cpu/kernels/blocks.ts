/**
 * The copier on the direct path. A window is cut into blocks of a few tokens; a table holds what each possible block
 * adds to a value, so that a value is one addition a block. Where values sum to 1 (not normalised) the last
 * component is not stored: a constant shift of it vanishes in the softmax of σ anyway.
 */
import { VECTOR } from "../../../simd/kernels/arithmetic";
import { addRow, addWide, lagGradientsOf, lagWeightsOf } from "./lags";
import { Plan } from "./plan";

/** Bytes of a block's row: [components][heads in lanes]. */
// @ts-ignore: decorator
@inline
export function blockRowBytes(plan: Plan): usize {
  return <usize>plan.components * <usize>plan.headVectors * VECTOR;
}

/** Fills the tables of all blocks in `plan.values`. */
export function blockValues(plan: Plan): void {
  const vectorBytes = <usize>plan.headVectors * VECTOR;
  const bytes = blockRowBytes(plan);
  memory.fill(plan.values, 0, blockTableBytes(plan));
  let row = plan.values;
  for (let block: u32 = 0; block < plan.blockCount; block++) {
    for (let code: u32 = 0; code < plan.blockRows; code++) {
      let rest = code;
      for (let lag = block * plan.blockTokens, end = lastLag(plan, block); lag < end; lag++) {
        const token = rest % plan.alphabetSize;
        rest /= plan.alphabetSize;
        if (token < plan.components) {
          const weights = lagWeightsOf(plan, plan.window) + <usize>lag * vectorBytes;
          addRow(row + <usize>token * vectorBytes, weights, vectorBytes);
        }
      }
      row += bytes;
    }
  }
}

/** Bytes of the tables of all blocks. */
// @ts-ignore: decorator
@inline
export function blockTableBytes(plan: Plan): usize {
  return <usize>plan.blockCount * <usize>plan.blockRows * blockRowBytes(plan);
}

/** Adds what the tables' gradients mean for σ of full windows to the results, and clears them. */
export function blocksToLags(plan: Plan): void {
  const vectorBytes = <usize>plan.headVectors * VECTOR;
  const bytes = blockRowBytes(plan);
  let row = plan.valueGradients;
  for (let block: u32 = 0; block < plan.blockCount; block++) {
    for (let code: u32 = 0; code < plan.blockRows; code++) {
      let rest = code;
      for (let lag = block * plan.blockTokens, end = lastLag(plan, block); lag < end; lag++) {
        const token = rest % plan.alphabetSize;
        rest /= plan.alphabetSize;
        if (token >= plan.components) continue;
        let to = lagGradientsOf(plan, plan.window) + 2 * <usize>lag * vectorBytes;
        for (let at: usize = 0; at < vectorBytes; at += VECTOR) {
          addWide(to, v128.load(row + <usize>token * vectorBytes + at));
          to += 32;
        }
      }
      row += bytes;
    }
  }
  memory.fill(plan.valueGradients, 0, blockTableBytes(plan));
}

/**
 * u16 codes of the blocks that end at each of `count` positions, Σ_i x_{p−i} d^i, eight at a time.
 * Reads `blockTokens − 1` bytes before `tokens`, which must hold tokens too.
 */
export function blockCodes(plan: Plan, tokens: usize, count: u32, codes: usize): void {
  const base = i16x8.splat(<i16>plan.alphabetSize);
  for (let at: usize = 0; at < <usize>count; at += 8) {
    let code = i16x8.splat(0);
    for (let back = <usize>plan.blockTokens; back-- > 0;) {
      code = i16x8.add(i16x8.mul(code, base), v128.load8x8_u(tokens + at - back));
    }
    v128.store(codes + (at << 1), code);
  }
}

// @ts-ignore: decorator
@inline
function lastLag(plan: Plan, block: u32): u32 {
  return min((block + 1) * plan.blockTokens, plan.window);
}
