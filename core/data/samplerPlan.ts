/**
 * The sampler's kernel from outside: its module, how much scratch a law takes, and the plan that tells it what to
 * draw. Engines that draw fresh batches run it in their own memory; drawSequences in one made for it.
 */
import type { ChainLaw, SequenceStream } from "./law";
import bytes from "./kernels.wasm";

let compiled: Promise<WebAssembly.Module> | undefined;

/** The kernel, compiled once; instances import `env.memory` (shared) and export `sample(plan)`. */
export function compileSampler(): Promise<WebAssembly.Module> {
  return (compiled ??= WebAssembly.compile(bytes));
}

/** Bytes that a plan and its scratch take together. */
export function samplerBytes(law: ChainLaw): number {
  return layout(law).bytes;
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
}

const streamNumbers: Record<SequenceStream, number> = { train: 0, validation: 1, online: 2 };

/** Writes the plan to `address` (a multiple of 64), with its scratch behind it. */
export function writeSamplerPlan(
  memory: WebAssembly.Memory,
  address: number,
  law: ChainLaw,
  draw: Draw,
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
    streamNumbers[draw.stream],
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
  ];
  new Uint32Array(memory.buffer, address, words.length).set(words);
}

const PLAN_WORDS = 21;

/** Offsets from a plan's address. */
function layout({ alphabetSize, parents, initial }: ChainLaw) {
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
