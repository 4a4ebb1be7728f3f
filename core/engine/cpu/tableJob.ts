/** A window table laid out for the kernels, its slices dealt to the threads by how much work they are. */
import type { GroupName } from "../../model";
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
import { SLICE_WORDS, type WindowTable } from "./windowTable";

export interface TableJob extends Job {
  readonly kernel: "table";
  /** Which of κ and k stay constant while only `train` changes; both are computed by the next run. */
  keepConstants(memory: WebAssembly.Memory, train: readonly GroupName[]): void;
  /** Says that a run has filled what is kept. */
  markKept(memory: WebAssembly.Memory): void;
  readonly table: WindowTable;
  /** f32 value rows of the windows: of all threads where the host gives them, else each thread's own. */
  readonly values: readonly number[];
  /** Their gradients, one block a thread, after a run that wants them. */
  readonly valueGradients: readonly number[];
  /** k of each pair, after a run that keeps it. @throws RangeError when the table is too large to keep k. */
  keptKernel(memory: WebAssembly.Memory): Float32Array;
}

/** Above this, constants of a stage are recomputed rather than kept. */
const KEPT_BYTES_LIMIT = 2 ** 28;

/** Relative costs of a pair (both ways) and of an entry, measured on the paper's data. */
const PAIR_COST = 2;
const ENTRY_COST = 1;

export function tableJob(
  arena: Arena,
  model: KernelModel,
  table: WindowTable,
  shared: SharedParameters,
  threads: number,
): TableJob {
  const data = reserveTable(arena, table);
  const pairs = table.pairKeys.length;
  const keptBytes = pairs * (headVectorsOf(model) * 16 + 4);
  const kept =
    keptBytes <= KEPT_BYTES_LIMIT
      ? { similarities: arena.reserve(pairs * headVectorsOf(model) * 16), kernel: arena.reserve(pairs * 4) }
      : null;
  const largest = (word: number): number =>
    table.slices.reduce((most, count, at) => (at % SLICE_WORDS === word ? Math.max(most, count) : most), 4);
  const valueBytes = table.counts.windows * valueRowBytes(model);
  const given = model.valuesGiven ? arena.reserve(valueBytes) : null;
  const bounds = dealSlices(table, threads);
  const own = Array.from({ length: threads }, (_, thread) => ({
    plan: arena.reserve(planFields.length * 4),
    values: given ?? arena.reserve(valueBytes),
    valueGradients: arena.reserve(valueBytes),
    ...reserveScratch(arena, model, largest(2), largest(4)),
    sliceFrom: bounds[thread],
    sliceTo: bounds[thread + 1],
  }));
  return {
    kernel: "table",
    table,
    plans: own.map(({ plan }) => plan),
    results: own.map(({ results }) => results),
    values: own.map(({ values }) => values),
    valueGradients: own.map(({ valueGradients }) => valueGradients),
    write(memory) {
      writeTable(memory, data, table);
      for (const { plan, ...words } of own) {
        writePlan(memory, plan, {
          ...modelWords(model),
          ...shared,
          ...data,
          ...words,
          windowCount: table.counts.windows,
        });
      }
    },
    keepConstants(memory, train) {
      const moves = movesValues(train);
      const keepsKernel = kept && !moves && !train.includes("coefficients") ? 1 : 0;
      const keepsSimilarities = kept && !moves && !keepsKernel ? 1 : 0;
      own.forEach(({ plan, kernel, similarities }) => {
        patchPlan(memory, plan, {
          keepsKernel,
          keepsSimilarities,
          kernelKept: 0,
          similaritiesKept: 0,
          kernel: kept && keepsKernel ? kept.kernel : kernel,
          similarities: kept && keepsSimilarities ? kept.similarities : similarities,
        });
      });
    },
    markKept(memory) {
      const first = new Uint32Array(memory.buffer, own[0].plan, planFields.length);
      const kernelKept = first[planFields.indexOf("keepsKernel")];
      const similaritiesKept = first[planFields.indexOf("keepsSimilarities")];
      for (const { plan } of own) patchPlan(memory, plan, { kernelKept, similaritiesKept });
    },
    keptKernel(memory) {
      if (!kept) throw new RangeError("this window table is too large to look at");
      return new Float32Array(memory.buffer, kept.kernel, pairs);
    },
  };
}

/** Whether values change while these are trained: all but selector and classifier stand behind them. */
export function movesValues(train: readonly GroupName[]): boolean {
  return train.some((group) => group !== "coefficients" && group !== "scale");
}

function reserveTable(arena: Arena, table: WindowTable) {
  return {
    windows: arena.reserve(table.windows.byteLength),
    slices: arena.reserve(table.slices.byteLength),
    pairKeys: arena.reserve(table.pairKeys.byteLength),
    entries: arena.reserve(table.entries.byteLength),
    patterns: arena.reserve(table.patterns.byteLength),
    sequenceEntries: arena.reserve(table.sequenceEntries.byteLength),
    targets: arena.reserve(table.targets.byteLength),
    weights: arena.reserve(table.weights.byteLength),
  } satisfies PlanWords;
}

function writeTable(
  memory: WebAssembly.Memory,
  data: ReturnType<typeof reserveTable>,
  table: WindowTable,
): void {
  new Uint8Array(memory.buffer).set(table.windows, data.windows);
  new Uint32Array(memory.buffer, data.slices).set(table.slices);
  new Uint32Array(memory.buffer, data.pairKeys).set(table.pairKeys);
  new Uint32Array(memory.buffer, data.entries).set(table.entries);
  new Uint8Array(memory.buffer).set(new Uint8Array(table.patterns), data.patterns);
  new Uint32Array(memory.buffer, data.sequenceEntries).set(table.sequenceEntries);
  new Uint32Array(memory.buffer, data.targets).set(table.targets);
  new Float32Array(memory.buffer, data.weights).set(table.weights);
}

/** Cuts the slices into `threads` runs of about equal cost. @returns threads + 1 bounds. */
function dealSlices(table: WindowTable, threads: number): number[] {
  const cost = (slice: number): number =>
    table.slices[slice * SLICE_WORDS + 2] * PAIR_COST + table.slices[slice * SLICE_WORDS + 6] * ENTRY_COST;
  const sliceCount = table.slices.length / SLICE_WORDS;
  const slices = Array.from({ length: sliceCount }, (_, slice) => slice);
  const total = slices.reduce((sum, slice) => sum + cost(slice), 0);
  const bounds = [0];
  let done = 0;
  for (const slice of slices) {
    done += cost(slice);
    if (bounds.length < threads && done >= (total * bounds.length) / threads) bounds.push(slice + 1);
  }
  while (bounds.length <= threads) bounds.push(sliceCount);
  return bounds;
}
