/**
 * The window table of a fixed data set. Layer 1 sees only M tokens, so two positions with equal windows are one
 * key, two sequences that end in equal windows share their similarities, and a sequence is no more than a short
 * list of (key window, how often each token followed it). Built once; the kernels then never see a token again.
 */
import type { TokenSet } from "../../data";
import { firstWindowLength } from "../../model";
import type { KernelModel } from "./kernelModel";
import { collectEntries, type SequenceEntries } from "./entries";
import { valueRowBytes } from "./plan";
import { Patterns } from "./patterns";
import { findWindows } from "./windows";

export interface WindowTable {
  /** [windowCount, 1 + M]: length, then tokens, nearest first. */
  readonly windows: Uint8Array;
  /** [windowCount], each position's own token, −1 at a query; null where it is not read. */
  readonly own: Int16Array | null;
  /** [slices, 8]: value row of the query window (bytes), first pair, pairs, first sequence, sequences, first entry, entries, 0. */
  readonly slices: Uint32Array;
  /** Value row of each pair's key window (bytes), [pairs]; every slice is filled up to a multiple of 4. */
  readonly pairKeys: Uint32Array;
  /** [entries]: pair of the slice in the low half, pattern in the high half; an even number for each sequence. */
  readonly entries: Uint32Array;
  /** [patterns, 16 bytes], see Patterns. */
  readonly patterns: ArrayBuffer;
  /** Entries of each distinct sequence, [sequences]; every slice is filled up to a multiple of 4. */
  readonly sequenceEntries: Uint32Array;
  /** Target token, [sequences]. */
  readonly targets: Uint32Array;
  /** How many of the N sequences each stands for, over N, [sequences]; fillers 0. */
  readonly weights: Float32Array;
  readonly counts: WindowTableCounts;
}

export interface WindowTableCounts {
  readonly windows: number;
  readonly queries: number;
  readonly pairs: number;
  readonly entries: number;
  readonly distinctSequences: number;
}

/** Words of a slice, as the kernels read it. */
export const SLICE_WORDS = 8;

/** Pairs of one query, and patterns of counts, that an entry can name. */
const ENTRY_RANGE = 0x10000;

/** @returns null where entries could not name their pair or pattern in 16 bits each. */
export function buildWindowTable(model: KernelModel, data: TokenSet): WindowTable | null {
  const found = findWindows(data, model.window, firstWindowLength(model), model.readsOwn);
  const patterns = new Patterns(model.alphabetSize);
  const sequences = collectEntries(data, found, firstWindowLength(model), patterns);
  if (patterns.count > ENTRY_RANGE) return null;
  const rowBytes = valueRowBytes(model);
  const layout = layOut(sequences, groupByQuery(sequences), found.count, data.count, rowBytes);
  return layout && { ...layout, windows: found.windows, own: found.own, patterns: patterns.bytes() };
}

/** Distinct sequences by query; in a group the short ones first, so that the kernels' loops are predictable. */
function groupByQuery(sequences: SequenceEntries): number[][] {
  const groups = new Map<number, number[]>();
  for (let index = 0; index < sequences.count; index++) {
    const group = groups.get(sequences.queries[index]);
    if (group) group.push(index);
    else groups.set(sequences.queries[index], [index]);
  }
  const length = (index: number): number => sequences.starts[index + 1] - sequences.starts[index];
  return [...groups.values()].map((group) => group.sort((a, b) => length(a) - length(b) || a - b));
}

type Layout = Omit<WindowTable, "windows" | "own" | "patterns">;

function layOut(
  sequences: SequenceEntries,
  groups: readonly (readonly number[])[],
  windowCount: number,
  dataCount: number,
  rowBytes: number,
): Layout | null {
  const slots = groups.reduce((sum, group) => sum + roundUp(group.length, 4), 0);
  const slices = new Uint32Array(groups.length * SLICE_WORDS);
  const entries = new Uint32Array(sequences.windows.length + sequences.count);
  const sequenceEntries = new Uint32Array(slots);
  const targets = new Uint32Array(slots);
  const weights = new Float32Array(slots);
  const pairKeys: number[] = [];
  const pairOf = new Int32Array(windowCount).fill(-1);
  let entry = 0;
  let slot = 0;
  let pairs = 0;
  for (const [index, group] of groups.entries()) {
    const first = { pair: pairKeys.length, entry, slot };
    for (const sequence of group) {
      const firstOfSequence = entry;
      for (let from = sequences.starts[sequence]; from < sequences.starts[sequence + 1]; from++) {
        const window = sequences.windows[from];
        if (pairOf[window] < 0) pairOf[window] = pairKeys.push(window) - 1 - first.pair;
        entries[entry++] = pairOf[window] | (sequences.patterns[from] << 16);
      }
      // A filler names the sequence's last pair with the empty pattern.
      if ((entry - firstOfSequence) % 2) entries[entry] = entries[entry++ - 1] & (ENTRY_RANGE - 1);
      sequenceEntries[slot] = entry - firstOfSequence;
      targets[slot] = sequences.targets[sequence];
      weights[slot++] = sequences.repeats[sequence] / dataCount;
    }
    if (pairKeys.length - first.pair > ENTRY_RANGE) return null;
    for (let pair = first.pair; pair < pairKeys.length; pair++) pairOf[pairKeys[pair]] = -1;
    pairs += pairKeys.length - first.pair;
    while ((pairKeys.length - first.pair) % 4) pairKeys.push(pairKeys[first.pair]);
    slot = roundUp(slot, 4);
    const query = sequences.queries[group[0]];
    const words = [
      query * rowBytes,
      first.pair,
      pairKeys.length - first.pair,
      first.slot,
      slot - first.slot,
      first.entry,
    ];
    slices.set([...words, entry - first.entry], index * SLICE_WORDS);
  }
  return {
    slices,
    pairKeys: Uint32Array.from(pairKeys, (window) => window * rowBytes),
    entries: entries.subarray(0, entry),
    sequenceEntries,
    targets,
    weights,
    counts: {
      windows: windowCount,
      queries: groups.length,
      pairs,
      entries: sequences.windows.length,
      distinctSequences: sequences.count,
    },
  };
}

function roundUp(count: number, to: number): number {
  return Math.ceil(count / to) * to;
}
