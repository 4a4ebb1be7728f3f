/** From the window table back to positions: which pair does each key of each sequence stand for? For inspection. */
import type { TokenSet } from "../../data";
import { firstWindowLength } from "../../model";
import type { KernelModel } from "./kernelModel";
import { valueRowBytes } from "./plan";
import { findWindows } from "./windows";
import { SLICE_WORDS, type WindowTable } from "./windowTable";

/** Spreads k [pairs] over the positions it belongs to: [N, L], 0 where there is no key. */
export function kernelOfPositions(
  model: KernelModel,
  data: TokenSet,
  table: WindowTable,
  kernelOfPairs: Float32Array,
): Float64Array {
  const { sequenceLength } = data;
  const { ids } = findWindows(data, model.window, firstWindowLength(model), model.readsOwn);
  const pairs = pairsByRows(table);
  const rowBytes = valueRowBytes(model);
  const kernel = new Float64Array(data.count * sequenceLength);
  for (let sequence = 0; sequence < data.count; sequence++) {
    const first = sequence * (sequenceLength + 1);
    const keys = pairs.get(ids[first + sequenceLength] * rowBytes);
    for (let at = firstWindowLength(model); at < sequenceLength; at++) {
      const pair = keys?.get(ids[first + at] * rowBytes);
      if (pair !== undefined) kernel[sequence * sequenceLength + at] = kernelOfPairs[pair];
    }
  }
  return kernel;
}

/** Pair by value rows: of the query, then of the key. */
function pairsByRows({ slices, pairKeys }: WindowTable): Map<number, Map<number, number>> {
  const queries = new Map<number, Map<number, number>>();
  for (let at = 0; at < slices.length; at += SLICE_WORDS) {
    const keys = new Map<number, number>();
    for (let pair = slices[at + 1]; pair < slices[at + 1] + slices[at + 2]; pair++)
      keys.set(pairKeys[pair], pair);
    queries.set(slices[at], keys);
  }
  return queries;
}
