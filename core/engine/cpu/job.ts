/**
 * One data set laid out for the kernels: a plan for every thread, and where each thread leaves its results.
 * Table and direct jobs differ only in what they lay out.
 */
import type { KernelModel } from "./kernelModel";
import type { Arena } from "./plan";
import { headVectorsOf, subsetTree, valueRowBytes, type PlanWords } from "./plan";
import type { KernelName } from "./control";

export interface Job {
  readonly kernel: KernelName;
  /** Addresses, one a thread. */
  readonly plans: readonly number[];
  /** Addresses of `resultCount(model)` float64 numbers, one block a thread. */
  readonly results: readonly number[];
  /** Copies data and plans into the memory, once it is made. */
  write(memory: WebAssembly.Memory): void;
}

/** Addresses of what all threads and jobs read. */
export interface SharedParameters {
  /** f32 [lengths, M, 4·headVectors] */
  readonly lagWeights: number;
  /** f32 [|𝒮|] */
  readonly subsetWeights: number;
  /** f32: a, ε */
  readonly scalars: number;
  readonly subsetTree: number;
}

export function reserveParameters(arena: Arena, model: KernelModel): SharedParameters {
  return {
    lagWeights: arena.reserve(lagCount(model) * 4),
    subsetWeights: arena.reserve(model.subsets.length * 4),
    scalars: arena.reserve(8),
    subsetTree: arena.reserve(model.subsets.length * 8),
  };
}

export function writeSubsetTree(memory: WebAssembly.Memory, at: number, model: KernelModel): void {
  new Uint32Array(memory.buffer, at, model.subsets.length * 2).set(subsetTree(model));
}

/** σ over all window lengths that occur, heads rounded up to whole vectors; none where values are given. */
export function lagCount(model: KernelModel): number {
  if (model.valuesGiven) return 0;
  const lengths = model.boundary === "truncate" ? model.window + 1 : 1;
  return lengths * model.window * 4 * headVectorsOf(model);
}

/** Loss, ∂a, Σ∂k·K_S for each S, ∂σ. */
export function resultCount(model: KernelModel): number {
  return 2 + model.subsets.length + lagCount(model);
}

/** Scratch of a thread that handles at most `keys` keys and `sequences` tallies at a time. */
export function reserveScratch(arena: Arena, model: KernelModel, keys: number, sequences: number) {
  const headVectors = headVectorsOf(model);
  const row = valueRowBytes(model);
  const tally = Math.ceil(model.alphabetSize / 4) * 16;
  const subsets = model.subsets.length;
  return {
    results: arena.reserve(resultCount(model) * 8),
    similarities: arena.reserve(keys * headVectors * 16),
    kernel: arena.reserve(keys * 4),
    exponentials: arena.reserve(keys * 4),
    logitGradients: arena.reserve(keys * 16),
    tallies: arena.reserve(sequences * tally),
    moments: arena.reserve(sequences * tally),
    sums: arena.reserve((1 + subsets) * 16),
    line: arena.reserve(8),
    unnormalized: arena.reserve(row),
    keyValue: arena.reserve(row),
    queryGradient: arena.reserve(row + headVectors * 16),
    monomials: arena.reserve(subsets * 16),
    monomialGradients: arena.reserve(subsets * 16 + headVectors * 64),
  } satisfies PlanWords;
}
