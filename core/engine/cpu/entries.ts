/**
 * Each sequence as its histogram: which key windows it holds and which tokens followed them. Sequences with the
 * same query window, target and histogram are one, counted.
 */
import type { TokenSet } from "../../data";
import type { Patterns } from "./patterns";
import type { FoundWindows } from "./windows";

/** Distinct sequences, in order of first appearance. */
export interface SequenceEntries {
  readonly count: number;
  /** Entries of sequence i lie at starts[i] … starts[i + 1] − 1. */
  readonly starts: Uint32Array;
  /** Key window of each entry; ascending within a sequence. */
  readonly windows: Uint32Array;
  /** Number of each entry's pattern of counts. */
  readonly patterns: Uint32Array;
  readonly queries: Uint32Array;
  readonly targets: Uint32Array;
  /** How many sequences of the data set are this one. */
  readonly repeats: Uint32Array;
}

export function collectEntries(
  data: TokenSet,
  found: FoundWindows,
  firstKey: number,
  patterns: Patterns,
): SequenceEntries {
  const histogram = new Histogram(data, found, firstKey, patterns);
  const entries = new Entries(data.count * 16);
  const starts = new Uint32Array(data.count + 1);
  const queries = new Uint32Array(data.count);
  const targets = new Uint32Array(data.count);
  const repeats = new Uint32Array(data.count);
  const row = data.sequenceLength + 1;
  const known = new Map<number, number[]>();
  let count = 0;
  for (let sequence = 0; sequence < data.count; sequence++) {
    const last = sequence * row + data.sequenceLength;
    const from = starts[count];
    const to = histogram.appendTo(entries, from, sequence);
    const query = found.ids[last];
    const target = data.tokens[last];
    const hash = entries.hash(from, to, query * 256 + target);
    const twins = known.get(hash) ?? [];
    const twin = twins.find(
      (other) =>
        queries[other] === query &&
        targets[other] === target &&
        entries.equal(starts[other], starts[other + 1], from, to),
    );
    if (twin !== undefined) {
      repeats[twin]++;
      continue;
    }
    if (twins.push(count) === 1) known.set(hash, twins);
    queries[count] = query;
    targets[count] = target;
    repeats[count++] = 1;
    starts[count] = to;
  }
  const size = starts[count];
  return {
    count,
    starts,
    windows: entries.windows.subarray(0, size),
    patterns: entries.patterns.subarray(0, size),
    queries,
    targets,
    repeats,
  };
}

/** Counts one sequence at a time; its tables are cleared by stamps, not by sweeps. */
class Histogram {
  private readonly stamps: Int32Array;
  private readonly slots: Int32Array;
  private readonly windows: Uint32Array;
  private readonly counts: Uint32Array;

  constructor(
    private readonly data: TokenSet,
    private readonly found: FoundWindows,
    private readonly firstKey: number,
    private readonly patterns: Patterns,
  ) {
    this.stamps = new Int32Array(found.count).fill(-1);
    this.slots = new Int32Array(found.count);
    this.windows = new Uint32Array(data.sequenceLength);
    this.counts = new Uint32Array(data.sequenceLength * data.alphabetSize);
  }

  /** Appends the entries of a sequence at `at`. @returns where they end. */
  appendTo(entries: Entries, at: number, sequence: number): number {
    const { tokens, sequenceLength, alphabetSize: d } = this.data;
    const first = sequence * (sequenceLength + 1);
    let used = 0;
    for (let position = first + this.firstKey; position < first + sequenceLength; position++) {
      const window = this.found.ids[position];
      if (this.stamps[window] !== sequence) {
        this.stamps[window] = sequence;
        this.slots[window] = used * d;
        this.counts.fill(0, used * d, (used + 1) * d);
        this.windows[used++] = window;
      }
      this.counts[this.slots[window] + tokens[position]]++;
    }
    for (const window of this.windows.subarray(0, used).sort()) {
      const slot = this.slots[window];
      if (d <= 4) {
        entries.set(at++, window, this.patterns.ofCounts(this.counts, slot));
        continue;
      }
      for (let token = 0; token < d; token++) {
        const count = this.counts[slot + token];
        if (count) entries.set(at++, window, this.patterns.ofToken(token, count));
      }
    }
    return at;
  }
}

/** Entries in arrays that grow. */
class Entries {
  windows: Uint32Array;
  patterns: Uint32Array;

  constructor(size: number) {
    this.windows = new Uint32Array(size);
    this.patterns = new Uint32Array(size);
  }

  set(at: number, window: number, pattern: number): void {
    if (at === this.windows.length) this.grow();
    this.windows[at] = window;
    this.patterns[at] = pattern;
  }

  hash(from: number, to: number, seed: number): number {
    let hash = seed | 0;
    for (let at = from; at < to; at++) {
      hash = Math.imul(hash ^ this.windows[at], 0x9e3779b1);
      hash = Math.imul(hash ^ (hash >>> 15) ^ this.patterns[at], 0x85ebca6b);
    }
    return hash;
  }

  equal(a: number, aEnd: number, b: number, bEnd: number): boolean {
    if (aEnd - a !== bEnd - b) return false;
    for (; a < aEnd; a++, b++) {
      if (this.windows[a] !== this.windows[b] || this.patterns[a] !== this.patterns[b]) return false;
    }
    return true;
  }

  private grow(): void {
    const windows = new Uint32Array(this.windows.length * 2);
    const patterns = new Uint32Array(this.patterns.length * 2);
    windows.set(this.windows);
    patterns.set(this.patterns);
    this.windows = windows;
    this.patterns = patterns;
  }
}
