/** Drawing fixed sets of sequences. Fresh batches are drawn by the engines, with the same kernel and the same bits. */
import type { ChainLaw, SequenceStream } from "./law";
import { compileSampler, samplerBytes, writeSamplerPlan } from "./samplerPlan";
import type { TokenSet } from "./tokens";

/** Below lie the kernel's own constants. */
const FIRST_ADDRESS = 1024;

/** Sequences of one run of the kernel: bounds its memory, whatever the size of the set. */
const CHUNK_BYTES = 2 ** 26;

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
  const chunk = Math.max(1, Math.min(count, Math.floor(CHUNK_BYTES / row)));
  const plan = FIRST_ADDRESS;
  const to = plan + samplerBytes(law);
  const pages = Math.ceil((to + (chunk + 3) * row) / 65536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const instance = await WebAssembly.instantiate(await compileSampler(), { env: { memory } });
  // WebAssembly types exports as unknown; the module is ours.
  const sample = instance.exports["sample"] as (plan: number) => void;
  for (let done = 0; done < count; done += chunk) {
    const part = Math.min(chunk, count - done);
    writeSamplerPlan(memory, plan, law, { seed, stream, first: first + done, count: part, tokens: to });
    sample(plan);
    tokens.set(new Uint8Array(memory.buffer, to, part * row), done * row);
  }
  return { tokens, count, sequenceLength: law.sequenceLength, alphabetSize: law.alphabetSize };
}
