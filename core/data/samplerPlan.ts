/**
 * The sampler's kernel from outside: its module, how much scratch a law takes, and the plan that tells it what to
 * draw. Engines that draw fresh batches run it in their own memory; drawSequences in one made for it.
 */
import { GLOBAL_STREAM, layout, streamNumbers, writeChain } from "./chainPlan";
import type { ChainLaw, SequenceStream } from "./law";
import bytes from "./kernels.wasm";

let compiled: Promise<WebAssembly.Module> | undefined;

/** The kernel, compiled once; instances import `env.memory` (shared) and export `sample(plan)`. */
export function compileSampler(): Promise<WebAssembly.Module> {
  return (compiled ??= WebAssembly.compile(bytes));
}

/** Bytes that a plan and its scratch take together. */
export function samplerBytes(law: ChainLaw): number {
  const global = globalChain(law);
  return layout(law).bytes + (global ? layout(global).bytes : 0);
}

/** What one run of the kernel draws. */
export interface Draw {
  readonly seed: number;
  readonly stream: SequenceStream;
  /** Number of the first sequence in its stream, below 2^53. */
  readonly first: number;
  readonly count: number;
  /** Address of `count` rows of sequenceLength + 1 bytes, followed by room for three more that may be written. */
  readonly tokens: number;
  /** Address of `count` bytes for the source of each target, and three more; of laws with `global`, where wanted. */
  readonly sources?: number;
}

/** Writes the plan to `address` (a multiple of 64), with its scratch behind it. */
export function writeSamplerPlan(
  memory: WebAssembly.Memory,
  address: number,
  law: ChainLaw,
  draw: Draw,
): void {
  const drawn = { ...draw, stream: streamNumbers[draw.stream] };
  const chain = globalChain(law);
  if (!chain || !law.global) {
    writeChain(memory, address, law, drawn, null);
    return;
  }
  const global = { address: address + layout(law).bytes, weight: law.global.weight };
  writeChain(memory, address, law, drawn, global);
  writeGlobalPlan(memory, global.address, chain, draw.seed);
}

/** The same for the n-gram that all sequences of a seed have in common, whose π is that of one sequence of its own. */
export function writeGlobalPlan(
  memory: WebAssembly.Memory,
  address: number,
  chain: ChainLaw,
  seed: number,
): void {
  writeChain(memory, address, chain, { seed, stream: GLOBAL_STREAM, first: 0, count: 1, tokens: 0 }, null);
}

/** The law of a chain that follows the global n-gram alone; null where there is none. */
export function globalChain({ alphabetSize, sequenceLength, global }: ChainLaw): ChainLaw | null {
  if (!global) return null;
  const { parents, prior } = global;
  return { alphabetSize, sequenceLength, parents, prior, initial: "uniform" };
}
