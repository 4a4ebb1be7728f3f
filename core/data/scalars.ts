/**
 * Sequences of the mixed target: tokens are independent standard normal scalars (spec/mixed-target.md §1). Engines draw
 * fresh batches with the same kernel in their own memory, and so get the same bits.
 */
import { streamNumbers } from "./chainPlan";
import { compileSampler } from "./samplerPlan";
import type { SequenceStream } from "./law";

/** N sequences of one length. */
export interface ScalarSet {
  /** [count, sequenceLength] row-major; nothing follows a sequence. */
  readonly scalars: Float32Array;
  readonly count: number;
  /** L */
  readonly sequenceLength: number;
}

/** What one run of the kernel draws: sequences `first` … `first + 4·groups − 1`. */
export interface ScalarDraw {
  readonly seed: number;
  readonly stream: SequenceStream;
  /** Number of the first sequence in its stream, below 2^53. */
  readonly first: number;
  readonly groups: number;
  /** L, at least 4. */
  readonly sequenceLength: number;
  /** Address, a multiple of 16, of what becomes f32 [groups, sequenceLength, 4]: four sequences side by side. */
  readonly to: number;
}

/** @param sampler an instance of `compileSampler`'s module, into whose memory it draws */
export function drawScalarGroups(sampler: WebAssembly.Instance, draw: ScalarDraw): void {
  const { seed, stream, first, groups, sequenceLength, to } = draw;
  // WebAssembly types exports as unknown; the module is ours.
  const scalars = sampler.exports.scalars as (...numbers: number[]) => void;
  scalars(seed, streamNumbers[stream], first, groups, sequenceLength, to);
}

/** Most bytes that one run of the kernel draws: bounds its memory, whatever the size of the set. */
const CHUNK_BYTES = 2 ** 24;

/** Below lie the kernel's own constants. */
const OUTPUT = 1024;

/**
 * Sequences `first` … `first + count − 1` of a stream: each depends on the seed, the stream and its own number alone, so
 * any part of a data set can be drawn in any order. `online` sequence i of step s is number s·batchSize + i.
 * @param sequenceLength L, at least 4 @returns scalars that are N(0, 1), at most 6.7 in size
 */
export async function drawScalars(
  seed: number,
  stream: SequenceStream,
  first: number,
  count: number,
  sequenceLength: number,
): Promise<ScalarSet> {
  const scalars = new Float32Array(count * sequenceLength);
  const groupBytes = sequenceLength * 16;
  const chunk = Math.max(1, Math.min(Math.ceil(count / 4), Math.floor(CHUNK_BYTES / groupBytes)));
  const pages = Math.ceil((OUTPUT + chunk * groupBytes) / 65536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const sampler = await WebAssembly.instantiate(await compileSampler(), { env: { memory } });
  for (let done = 0; done < count; done += 4 * chunk) {
    const part = Math.min(4 * chunk, count - done);
    const groups = Math.ceil(part / 4);
    drawScalarGroups(sampler, { seed, stream, first: first + done, groups, sequenceLength, to: OUTPUT });
    const drawn = new Float32Array(memory.buffer, OUTPUT, groups * sequenceLength * 4);
    scalars.set(sequencesOf(drawn, part, sequenceLength), done * sequenceLength);
  }
  return { scalars, count, sequenceLength };
}

/** From groups of four, [⌈count/4⌉, L, 4], to one after the other, [count, L]. */
function sequencesOf(groups: Float32Array, count: number, sequenceLength: number): Float32Array {
  const scalars = new Float32Array(count * sequenceLength);
  for (let sequence = 0; sequence < count; sequence++) {
    let from = (sequence >> 2) * sequenceLength * 4 + (sequence & 3);
    const end = (sequence + 1) * sequenceLength;
    for (let at = sequence * sequenceLength; at < end; at++, from += 4) scalars[at] = groups[from];
  }
  return scalars;
}

/** From sequences one after the other to groups of four, whose last is filled up with zeros. */
export function scalarGroups({ scalars, count, sequenceLength }: ScalarSet): Float32Array {
  const groups = new Float32Array(Math.ceil(count / 4) * sequenceLength * 4);
  for (let sequence = 0; sequence < count; sequence++) {
    let to = (sequence >> 2) * sequenceLength * 4 + (sequence & 3);
    const end = (sequence + 1) * sequenceLength;
    for (let at = sequence * sequenceLength; at < end; at++, to += 4) groups[to] = scalars[at];
  }
  return groups;
}
