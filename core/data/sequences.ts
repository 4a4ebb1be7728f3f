/**
 * Drawing fixed sets of sequences, and the π behind any one of them. Fresh batches are drawn by the engines, with
 * the same kernel and so the same bits.
 */
import type { ChainLaw, SequenceStream } from "./law";
import {
  compileSampler,
  globalChain,
  samplerBytes,
  writeGlobalPlan,
  writeSamplerPlan,
  type Draw,
} from "./samplerPlan";
import type { TokenSet } from "./tokens";

/** Most bytes of tokens that one run of the kernel draws: bounds its memory, whatever the size of the set. */
const CHUNK_BYTES = 2 ** 26;

/** Below lie the kernel's own constants. */
const PLAN_ADDRESS = 1024;

/**
 * Sequences `first` … `first + count − 1` of a stream: each depends on the law, the seed, the stream and its own
 * number alone, so any part of a data set can be drawn in any order.
 */
export async function drawSequences(
  law: ChainLaw,
  seed: number,
  stream: SequenceStream,
  first: number,
  count: number,
): Promise<TokenSet> {
  const row = law.sequenceLength + 1;
  const tokens = new Uint8Array(count * row);
  const sources = law.global ? new Uint8Array(count) : null;
  const chunk = Math.max(1, Math.min(count, Math.floor(CHUNK_BYTES / row)));
  const sampler = await samplerFor(law, (chunk + 3) * (row + 1));
  const sourcesAt = sampler.output + (chunk + 3) * row;
  for (let done = 0; done < count; done += chunk) {
    const part = Math.min(chunk, count - done);
    const draw = { seed, stream, first: first + done, count: part, tokens: sampler.output };
    sampler.plan(sources ? { ...draw, sources: sourcesAt } : draw);
    sampler.sample(PLAN_ADDRESS);
    tokens.set(new Uint8Array(sampler.memory.buffer, sampler.output, part * row), done * row);
    sources?.set(new Uint8Array(sampler.memory.buffer, sourcesAt, part), done);
  }
  const { sequenceLength, alphabetSize } = law;
  return { tokens, count, sequenceLength, alphabetSize, ...(sources && { sources }) };
}

/**
 * π of the n-gram that all sequences of a seed have in common, [d^n, d], as `drawTransitions` gives a sequence's own.
 * @throws RangeError for a law without one
 */
export async function drawGlobalTransitions(law: ChainLaw, seed: number): Promise<Float64Array> {
  const chain = globalChain(law);
  if (!chain) throw new RangeError("the law has no n-gram that all sequences have in common");
  const rows = chain.alphabetSize ** chain.parents.length;
  const sampler = await samplerFor(chain, (rows + 3) * chain.alphabetSize * 8);
  writeGlobalPlan(sampler.memory, PLAN_ADDRESS, chain, seed);
  sampler.transitions(PLAN_ADDRESS, sampler.output);
  return new Float64Array(sampler.memory.buffer, sampler.output, rows * chain.alphabetSize).slice();
}

/**
 * π of one sequence, [d^n, d] row-major; row Σ_i x_{l−r_i} d^{i−1}, the nearest parent the fastest digit.
 * Probabilities are multiples of 2^−31, as the sequence was drawn from them.
 */
export async function drawTransitions(
  law: ChainLaw,
  seed: number,
  stream: SequenceStream,
  sequence: number,
): Promise<Float64Array> {
  const { alphabetSize: d, parents } = law;
  const rows = d ** parents.length;
  const sampler = await samplerFor(law, (rows + 3) * d * 8);
  sampler.plan({ seed, stream, first: sequence, count: 1, tokens: sampler.output });
  sampler.transitions(PLAN_ADDRESS, sampler.output);
  return new Float64Array(sampler.memory.buffer, sampler.output, rows * d).slice();
}

/**
 * One row of π of each of the sequences `first` … `first + rows.length − 1`, [rows.length, d]: the same bits as
 * `drawTransitions`, at a cost that does not depend on how many rows π has.
 * @param rows numbers of rows, one a sequence
 */
export async function drawTransitionRows(
  law: ChainLaw,
  seed: number,
  stream: SequenceStream,
  first: number,
  rows: Uint32Array,
): Promise<Float64Array> {
  const count = rows.length;
  // Which rows there are, and how a chain starts, does not matter here: scratch is laid out for the rows of one parent.
  const sampler = await samplerFor(
    { ...law, parents: [1], initial: "uniform" },
    rows.byteLength + 8 + count * law.alphabetSize * 8,
  );
  const probabilities = Math.ceil((sampler.output + rows.byteLength) / 8) * 8;
  new Uint32Array(sampler.memory.buffer, sampler.output, count).set(rows);
  sampler.plan({ seed, stream, first, count, tokens: sampler.output });
  sampler.transitionRows(PLAN_ADDRESS, sampler.output, probabilities);
  return new Float64Array(sampler.memory.buffer, probabilities, count * law.alphabetSize).slice();
}

interface SamplerExports {
  sample(plan: number): void;
  transitions(plan: number, to: number): void;
  transitionRows(plan: number, rows: number, to: number): void;
}

/** An instance with room for `outputBytes` behind its plan. */
async function samplerFor(law: ChainLaw, outputBytes: number) {
  const output = PLAN_ADDRESS + samplerBytes(law);
  const pages = Math.ceil((output + outputBytes) / 65536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const instance = await WebAssembly.instantiate(await compileSampler(), { env: { memory } });
  return {
    // WebAssembly types exports as unknown; the module is ours.
    ...(instance.exports as unknown as SamplerExports),
    memory,
    output,
    plan: (draw: Draw): void => writeSamplerPlan(memory, PLAN_ADDRESS, law, draw),
  };
}
