/**
 * The kernels' side of the memory: names of a plan's words (in the order of `kernels/plan.ts`), a bump allocator
 * that measures before the memory is made, and the words a model settles.
 */
import { firstWindowLength } from "../../model";
import type { KernelModel } from "./kernelModel";

/** Words of `Plan` in kernels/plan.ts; order is the contract. */
export const planFields = [
  "alphabetSize",
  "headVectors",
  "window",
  "subsetCount",
  "threeHeadsInPairs",
  "includesEmptySubset",
  "normalizes",
  "valueSize",
  "valuesGiven",
  "rectifies",
  "softmaxLoss",
  "firstLength",
  "similaritiesKept",
  "kernelKept",
  "keepsSimilarities",
  "keepsKernel",
  "wantsLags",
  "wantsSubsets",
  "wantsScale",
  "wantsGradient",
  "lagWeights",
  "subsetWeights",
  "scalars",
  "subsetTree",
  "results",
  "values",
  "valueGradients",
  "similarities",
  "kernel",
  "exponentials",
  "logitGradients",
  "tallies",
  "moments",
  "sums",
  "line",
  "unnormalized",
  "keyValue",
  "queryGradient",
  "monomials",
  "monomialGradients",
  "windowCount",
  "windows",
  "slices",
  "sliceFrom",
  "sliceTo",
  "pairKeys",
  "entries",
  "patterns",
  "sequenceEntries",
  "targets",
  "weights",
  "tokens",
  "sequenceLength",
  "sequenceFrom",
  "sequenceTo",
  "blockTokens",
  "blockCount",
  "blockRows",
  "codeStride",
  "components",
  "share",
  "slots",
  "slotBytes",
] as const;
export type PlanField = (typeof planFields)[number];
export type PlanWords = Partial<Record<PlanField, number>>;

/** Below lie the constants of the kernels' modules (`memoryBase` in build/kernels.mjs). */
const FIRST_ADDRESS = 2048;

/** Hands out addresses; the memory is made once all is reserved. */
export class Arena {
  private next = FIRST_ADDRESS;

  /** Address of `bytes` bytes, on a cache line of their own. */
  reserve(bytes: number): number {
    const address = this.next;
    // Not by bits, which are 32: there may be more than 2 GiB.
    this.next += Math.ceil(bytes / 64) * 64;
    return address;
  }

  /** @throws RangeError when more was reserved than WebAssembly can address. */
  memory(): WebAssembly.Memory {
    const pages = Math.ceil(this.next / 65536);
    if (pages > 65536) {
      const gigabytes = (this.next / 2 ** 30).toFixed(1);
      throw new RangeError(
        `the data set needs ${gigabytes} GB in the engine, more than the 4 GB it can hold`,
      );
    }
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  }
}

/** Writes a plan's words to its address; words not named are 0. */
export function writePlan(memory: WebAssembly.Memory, address: number, words: PlanWords): void {
  const view = new Uint32Array(memory.buffer, address, planFields.length);
  planFields.forEach((field, index) => (view[index] = words[field] ?? 0));
}

/** Changes some words of a plan. */
export function patchPlan(memory: WebAssembly.Memory, address: number, words: PlanWords): void {
  const view = new Uint32Array(memory.buffer, address, planFields.length);
  planFields.forEach((field, index) => {
    const word = words[field];
    if (word !== undefined) view[index] = word;
  });
}

/** What the model alone decides. */
export function modelWords(model: KernelModel): PlanWords {
  const { subsets, heads } = model;
  const includesEmptySubset = subsets[0].length === 0 ? 1 : 0;
  const degree = subsets[subsets.length - 1].length;
  return {
    alphabetSize: model.alphabetSize,
    headVectors: headVectorsOf(model),
    window: model.window,
    subsetCount: subsets.length,
    threeHeadsInPairs: heads === 3 && degree === 2 ? 1 : 0,
    includesEmptySubset,
    valueSize: model.valueSize,
    valuesGiven: model.valuesGiven ? 1 : 0,
    rectifies: model.rectifies ? 1 : 0,
    normalizes: !model.valuesGiven && model.normalizeValues === "l2" ? 1 : 0,
    softmaxLoss: model.loss === "softmax" ? 1 : 0,
    firstLength: firstWindowLength(model),
  };
}

/** Vectors of four that hold one number a head. */
export function headVectorsOf({ heads }: KernelModel): number {
  return Math.ceil(heads / 4);
}

/** Bytes of a value row: [components][heads in lanes]. */
export function valueRowBytes(model: KernelModel): number {
  return model.valueSize * headVectorsOf(model) * 16;
}

const NONE = 0xffffffff;

/**
 * [|𝒮|, 2]: where S without its last head stands (NONE for single heads and the empty set), and where κ of its last
 * head lies among the lanes (NONE for the empty set).
 */
export function subsetTree(model: KernelModel): Uint32Array {
  const positions = new Map(model.subsets.map((subset, index) => [subset.join(), index]));
  const headVectors = headVectorsOf(model);
  return Uint32Array.from(
    model.subsets.flatMap((subset) => {
      if (subset.length === 0) return [NONE, NONE];
      const head = subset[subset.length - 1];
      const parent = subset.length > 1 ? (positions.get(subset.slice(0, -1).join()) ?? NONE) : NONE;
      return [parent, (head % 4) * headVectors + Math.floor(head / 4)];
    }),
  );
}
