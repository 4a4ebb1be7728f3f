/**
 * Which window does each position see? Numbers the distinct windows of a data set in order of appearance, by a
 * rolling hash with exact comparison, so that any alphabet and window length will do.
 */
import type { TokenSet } from "../../data";

export interface FoundWindows {
  readonly count: number;
  /** [count, 1 + M]: length, then tokens, nearest first. */
  readonly windows: Uint8Array;
  /** [count], the token that stands at the position itself, −1 at a query; null where only what comes before is read. */
  readonly own: Int16Array | null;
  /** [N, L + 1]: window of the key at each position, and of the query at the last; −1 before `firstLength`. */
  readonly ids: Int32Array;
}

const BASE = 0x01000193;
const NO_TOKEN = -1;

/**
 * @param firstLength shortest window that counts (0: every position is a key; M: only those with a full window)
 * @param readsOwn whether keys are told apart by their own token too
 */
export function findWindows(
  data: TokenSet,
  window: number,
  firstLength: number,
  readsOwn = false,
): FoundWindows {
  const row = data.sequenceLength + 1;
  const ids = new Int32Array(data.count * row).fill(-1);
  const table = new WindowNumbers(data.tokens, window, readsOwn);
  let leaving = 1;
  for (let lag = 0; lag < window; lag++) leaving = Math.imul(leaving, BASE);
  for (let sequence = 0; sequence < data.count; sequence++) {
    const first = sequence * row;
    let hash = 0;
    for (let at = 0; at < row; at++) {
      const length = Math.min(at, window);
      const own = readsOwn && at < data.sequenceLength ? data.tokens[first + at] : NO_TOKEN;
      if (length >= firstLength) ids[first + at] = table.numberOf(first + at, length, hash, own);
      hash = Math.imul(hash, BASE) + data.tokens[first + at] + 1;
      if (at >= window) hash -= Math.imul(leaving, data.tokens[first + at - window] + 1);
    }
  }
  return { count: table.count, windows: table.windows(), own: table.own(), ids };
}

/** An open-addressing table from windows to their numbers; a window is stored as one place where it stands. */
class WindowNumbers {
  count = 0;
  private slots = new Int32Array(1 << 12).fill(-1);
  private places = new Int32Array(1 << 11);
  private lengths = new Uint8Array(1 << 11);
  private hashes = new Int32Array(1 << 11);
  private owns = new Int16Array(1 << 11);

  constructor(
    private readonly tokens: Uint8Array,
    private readonly window: number,
    private readonly readsOwn: boolean,
  ) {}

  /** Number of the window of `length` tokens before `place`, where the token `own` stands. */
  numberOf(place: number, length: number, hash: number, own: number): number {
    const mixed = mix(hash + length + Math.imul(own + 1, 0x9e3779b1));
    let slot = mixed & (this.slots.length - 1);
    for (;;) {
      const number = this.slots[slot];
      if (number < 0) return this.add(slot, place, length, mixed, own);
      if (this.hashes[number] === mixed && this.owns[number] === own && this.isAt(number, place, length)) {
        return number;
      }
      slot = (slot + 1) & (this.slots.length - 1);
    }
  }

  own(): Int16Array | null {
    return this.readsOwn ? this.owns.slice(0, this.count) : null;
  }

  windows(): Uint8Array {
    const rows = new Uint8Array(this.count * (1 + this.window));
    for (let number = 0; number < this.count; number++) {
      const row = number * (1 + this.window);
      rows[row] = this.lengths[number];
      for (let lag = 1; lag <= this.lengths[number]; lag++) {
        rows[row + lag] = this.tokens[this.places[number] - lag];
      }
    }
    return rows;
  }

  private isAt(number: number, place: number, length: number): boolean {
    if (this.lengths[number] !== length) return false;
    const other = this.places[number];
    for (let lag = 1; lag <= length; lag++) {
      if (this.tokens[place - lag] !== this.tokens[other - lag]) return false;
    }
    return true;
  }

  private add(slot: number, place: number, length: number, hash: number, own: number): number {
    const number = this.count++;
    if (number === this.places.length) this.grow();
    this.places[number] = place;
    this.lengths[number] = length;
    this.hashes[number] = hash;
    this.owns[number] = own;
    if (this.slots.length > 2 * number) {
      this.slots[slot] = number;
      return number;
    }
    this.slots = new Int32Array(this.slots.length * 2).fill(-1);
    for (let each = 0; each <= number; each++) {
      let free = this.hashes[each] & (this.slots.length - 1);
      while (this.slots[free] >= 0) free = (free + 1) & (this.slots.length - 1);
      this.slots[free] = each;
    }
    return number;
  }

  private grow(): void {
    const size = this.places.length * 2;
    const grown = <T extends Int32Array | Int16Array | Uint8Array>(larger: T, from: T): T => {
      larger.set(from);
      return larger;
    };
    this.places = grown(new Int32Array(size), this.places);
    this.lengths = grown(new Uint8Array(size), this.lengths);
    this.hashes = grown(new Int32Array(size), this.hashes);
    this.owns = grown(new Int16Array(size), this.owns);
  }
}

/** Spreads a hash over all 32 bits (murmur3's finaliser). */
function mix(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
