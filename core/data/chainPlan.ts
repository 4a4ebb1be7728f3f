/** A chain's plan in the sampler's memory, word by word as kernels/plan.ts reads it. What a law asks for is samplerPlan's. */
import { givenTokens, type ChainLaw, type SequenceStream } from "./law";

/** Streams by their numbers in the kernel; what all sequences of a seed have in common is the first of another one. */
export const streamNumbers: Readonly<Record<SequenceStream, number>> = { train: 0, validation: 1, online: 2 };
export const GLOBAL_STREAM = 3;

/** What one run draws of a chain. */
export interface ChainDraw {
  readonly seed: number;
  readonly stream: number;
  readonly first: number;
  readonly count: number;
  readonly tokens: number;
  readonly sources?: number;
}

/** The plan at `address` of the n-gram that tokens follow with probability `weight`. */
export interface GlobalPlan {
  readonly address: number;
  readonly weight: number;
}

/** Writes the plan to `address` (a multiple of 64), with its scratch behind it. */
export function writeChain(
  memory: WebAssembly.Memory,
  address: number,
  law: ChainLaw,
  draw: ChainDraw,
  global: GlobalPlan | null,
): void {
  const at = layout(law);
  new Uint32Array(memory.buffer, address + at.parents, law.parents.length).set(law.parents);
  new Float32Array(memory.buffer, address + at.prior, 2).set([law.prior.alpha, law.prior.floor]);
  // The order of `SamplerPlan` in kernels/plan.ts.
  const words = [
    law.alphabetSize,
    law.parents.length,
    address + at.parents,
    law.sequenceLength,
    address + at.prior,
    law.initial === "stationary" ? 1 : 0,
    draw.seed,
    draw.stream,
    draw.first % 2 ** 32,
    Math.floor(draw.first / 2 ** 32),
    draw.count,
    draw.tokens,
    address + at.scratch,
    at.scratchBytes,
    address + at.words,
    address + at.state,
    address + at.logs,
    at.rows,
    at.states,
    address + at.transitions,
    address + at.law,
    givenTokens(law),
    global?.address ?? 0,
    global ? Math.min(2 ** 32 - 1, Math.round(global.weight * 2 ** 32)) : 0,
    draw.sources ?? 0,
  ];
  new Uint32Array(memory.buffer, address, words.length).set(words);
}

const PLAN_WORDS = 25;

/** Offsets from a plan's address. */
export function layout({ alphabetSize, parents, initial }: ChainLaw) {
  // Rows are drawn four at a time.
  const rows = roundUp(alphabetSize ** parents.length, 4);
  const states = initial === "stationary" ? alphabetSize ** parents[parents.length - 1] : 0;
  const scratchBytes = roundUp(roundUp(rows, 16) + rows * roundUp(alphabetSize, 4) * 4, 64);
  let bytes = 0;
  const next = (size: number): number => {
    const offset = bytes;
    bytes += roundUp(size, 64);
    return offset;
  };
  return {
    plan: next(PLAN_WORDS * 4),
    words: next(64),
    prior: next(8),
    parents: next(parents.length * 4),
    state: next(80),
    logs: next(alphabetSize * 16),
    scratch: next(4 * scratchBytes),
    scratchBytes,
    rows,
    states,
    transitions: next(states * states * 8),
    law: next(states * 8),
    bytes,
  };
}

function roundUp(count: number, to: number): number {
  return Math.ceil(count / to) * to;
}
