/** Sequences laid out for the direct kernel, dealt to the threads in equal runs. */
import type { TokenSet } from "../../data";
import { firstWindowLength } from "../../model";
import type { KernelModel } from "./kernelModel";
import { reserveScratch, type Job, type SharedParameters } from "./job";
import type { Arena } from "./plan";
import {
  headVectorsOf,
  modelWords,
  patchPlan,
  planFields,
  valueRowBytes,
  writePlan,
  type PlanWords,
} from "./plan";

/** Rows of a block's table at most: 16-bit codes, and tables that stay in the nearest cache. */
const MOST_BLOCK_ROWS = 256;

/** Words of a `Slot` in kernels/slot.ts, and how many sequences go together. */
const SLOT_WORDS = 7;
const SLOTS = 4;
const KERNEL_WORD = 5;

export interface DirectJob extends Job {
  readonly kernel: "direct";
  /** Address of the tokens, [count, sequenceLength + 1] bytes. */
  readonly tokens: number;
  /** First sequence of each thread, and the count behind the last. */
  readonly bounds: readonly number[];
  /** Has the first thread run `sequence` alone, until `write` is called again. */
  selectOne(memory: WebAssembly.Memory, sequence: number): void;
  /** k of the keys of the sequence that ran alone. */
  lastKernel(memory: WebAssembly.Memory): Float32Array;
}

/** Sequences, or only how many there will be. */
export type DirectData = Pick<TokenSet, "count" | "sequenceLength"> & Partial<Pick<TokenSet, "tokens">>;

export function directJob(
  arena: Arena,
  model: KernelModel,
  data: DirectData,
  shared: SharedParameters,
  threads: number,
): DirectJob {
  const blocks = cutWindow(model);
  // Sequences are drawn four at a time, so up to three may come after the last.
  const tokens = arena.reserve((data.count + 3) * (data.sequenceLength + 1));
  const share = arena.reserve(4);
  const keys = Math.ceil((data.sequenceLength - firstWindowLength(model)) / 4) * 4;
  const tableBytes = blocks.blockCount * blocks.blockRows * blocks.components * headVectorsOf(model) * 16;
  const bounds = Array.from({ length: threads + 1 }, (_, thread) =>
    thread === threads ? data.count : Math.round((data.count * thread) / threads / SLOTS) * SLOTS,
  ).map((bound) => Math.min(bound, data.count));
  const own = Array.from({ length: threads }, (_, thread) => ({
    plan: arena.reserve(planFields.length * 4),
    values: arena.reserve(tableBytes),
    valueGradients: arena.reserve(tableBytes),
    targets: arena.reserve(SLOTS * 4),
    weights: arena.reserve(SLOTS * 4),
    slots: arena.reserve(SLOTS * SLOT_WORDS * 4),
    slotAddresses: Array.from({ length: SLOTS }, () => reserveSlot(arena, model, data.sequenceLength, keys)),
    ...reserveScratch(arena, model, keys, SLOTS),
    sequenceFrom: bounds[thread],
    sequenceTo: bounds[thread + 1],
  }));
  const words: PlanWords = {
    ...modelWords(model),
    ...shared,
    ...blocks,
    tokens,
    share,
    sequenceLength: data.sequenceLength,
    slotBytes: SLOT_WORDS * 4,
    codeStride: -2 * blocks.blockTokens,
  };
  return {
    kernel: "direct",
    plans: own.map(({ plan }) => plan),
    results: own.map(({ results }) => results),
    tokens,
    bounds,
    selectOne(memory, sequence) {
      patchPlan(memory, own[0].plan, {
        sequenceFrom: sequence,
        sequenceTo: sequence + 1,
        wantsGradient: 0,
      });
      for (const { plan } of own.slice(1)) patchPlan(memory, plan, { sequenceFrom: 0, sequenceTo: 0 });
    },
    lastKernel(memory) {
      const count = data.sequenceLength - firstWindowLength(model);
      return new Float32Array(memory.buffer, own[0].slotAddresses[0][KERNEL_WORD], count);
    },
    write(memory) {
      if (data.tokens) new Uint8Array(memory.buffer).set(data.tokens, tokens);
      new Float32Array(memory.buffer, share, 1)[0] = 1 / data.count;
      for (const { plan, slotAddresses, ...thread } of own) {
        writePlan(memory, plan, { ...words, ...thread });
        new Uint32Array(memory.buffer, thread.slots, SLOTS * SLOT_WORDS).set(slotAddresses.flat());
      }
    },
  };
}

/** As few blocks as their tables allow, of about equal size. */
export function cutWindow({ alphabetSize, window, normalizeValues }: KernelModel) {
  let largest = 1;
  while (largest < window && alphabetSize ** (largest + 1) <= MOST_BLOCK_ROWS) largest++;
  const blockCount = Math.ceil(window / largest);
  const blockTokens = Math.ceil(window / blockCount);
  return {
    blockCount,
    blockTokens,
    blockRows: alphabetSize ** blockTokens,
    components: normalizeValues === "none" ? alphabetSize - 1 : alphabetSize,
  };
}

/** Addresses in the order of `Slot`. */
function reserveSlot(arena: Arena, model: KernelModel, sequenceLength: number, keys: number): number[] {
  const headBytes = headVectorsOf(model) * 16;
  // Zeros before the first token, for the codes of blocks that begin before it, and room to read past the last.
  const tokens = arena.reserve(64 + sequenceLength + 64) + 64;
  return [
    tokens,
    arena.reserve((sequenceLength + 8) * 2),
    arena.reserve(valueRowBytes(model)),
    arena.reserve(valueRowBytes(model) + headBytes),
    arena.reserve(keys * headBytes),
    arena.reserve(keys * 4),
    arena.reserve(keys * 4),
  ];
}
